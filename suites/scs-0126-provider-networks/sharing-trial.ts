import { randomUUID } from 'node:crypto'
import { fact, ProbeError } from '../../src/fact.ts'
import { openstack } from '../../src/openstack/facts.ts'

/** How Neutron answered the wish to share a network that does not exist. */
export interface SharingTrial {
  readonly status: number
  /** The words of the refusal; the made-up id is `NETWORK` in them. */
  readonly message: string
  /** Neutron looked for the network: it would have shared one that exists. */
  readonly soughtNetwork: boolean
}

/**
 * Asks for a Networking RBAC rule for a network with a made-up id, for our own project. Neutron asks its policies before it
 * looks for the network, so the answer tells whether a user may share, and nothing is made.
 */
export const sharingTrial = fact<SharingTrial, { openstack: typeof openstack }>({
  name: 'answer to a Networking RBAC rule for a made-up network',
  needs: { openstack },
  cost: { writes: 1 },
  makes: {
    what: 'nothing: one call asks to share a network that does not exist, and is refused',
    stays: 'no time',
    cleanUpMs: 0,
  },
  async load({ openstack }) {
    const { projectId } = openstack.identity
    if (projectId === null) throw new ProbeError('dependency', 'the token is of no project; name one in clouds.yaml')
    const network = randomUUID()
    const rule = { object_type: 'network', object_id: network, action: 'access_as_shared', target_tenant: projectId }
    const { status, body } = await openstack.send({
      service: 'network',
      path: '/rbac-policies',
      method: 'POST',
      body: { rbac_policy: rule },
      accept: [400, 403, 404, 409],
    })
    const said = messageIn(body)
    return { status, message: said.replaceAll(network, 'NETWORK'), soughtNetwork: said.includes(network) }
  },
})

function messageIn(body: unknown): string {
  const error = (body as { NeutronError?: { message?: unknown } | string } | null)?.NeutronError
  if (typeof error === 'string') return error
  return typeof error?.message === 'string' ? error.message : ''
}
