import { StatusError, type OpenStack } from '../../src/openstack/client.ts'
import type { Leasable } from '../../src/openstack/lease.ts'
import { listOf, record, text, wire } from '../../src/openstack/wire-words.ts'
import type { Manager } from './try-out.ts'

export type Kind = 'user' | 'project' | 'group' | 'role' | 'domain'

const paths = {
  user: '/users',
  project: '/projects',
  group: '/groups',
  role: '/roles',
  domain: '/domains',
} as const satisfies Record<Kind, string>

/** Identity API v3: all its lists have elements with id and name; `links.next` leads on. */
type Listed = Readonly<Record<string, readonly { readonly id: string }[]>>

/** Ids of what a manager gets when asking for this kind by name, in one domain or in all. */
export async function idsOf(
  openstack: OpenStack,
  kind: Kind,
  query: { readonly name: string; readonly domain_id?: string },
): Promise<readonly string[]> {
  const key = `${kind}s`
  const page = wire<Listed>(key, record({ [key]: listOf(record({ id: text })) }))
  const found = await openstack.list({ service: 'identity', path: paths[kind], query }, page, (body) => body[key] ?? [])
  return found.map(({ id }) => id)
}

const wireMade = (kind: Kind) =>
  wire<Readonly<Record<string, { readonly id: string }>>>(`new ${kind}`, record({ [kind]: record({ id: text }) }))

/**
 * Something that a manager makes, or tries to make, in a domain. It is deleted by the first of
 * its keepers who may.
 *
 * Keystone answers 403 to who asks for what does not exist, so that lists tell whether something is gone.
 */
export function thing(
  kind: Kind,
  suffix: string,
  maker: Manager,
  keepers: readonly [Manager, ...Manager[]],
  fields: Readonly<Record<string, unknown>> = {},
): Leasable<string> {
  const path = paths[kind]
  const where = 'domain_id' in fields ? { domain_id: String(fields['domain_id']) } : {}
  let name = ''
  const find = (called: string) =>
    firstAllowed(keepers, ({ openstack }) => idsOf(openstack, kind, { name: called, ...where }))
  const isGone = async (id: string) => !(await find(name)).includes(id)
  return {
    kind,
    suffix,
    service: 'identity',
    path,
    place: { projectId: null, domain: { id: keepers[0].domain.id, cloud: keepers[0].cloud } },
    async create(given) {
      name = given
      const body = { [kind]: { name, ...fields } }
      const call = { service: 'identity', path, method: 'POST', body } as const
      return (await maker.openstack.read(call, wireMade(kind)))[kind]?.id ?? ''
    },
    idOf: (id) => id,
    find,
    isGone,
    async remove(id) {
      if (await isGone(id)) return
      const one = { service: 'identity', path: `${path}/${encodeURIComponent(id)}` }
      await firstAllowed(keepers, async ({ openstack }) => {
        // Keystone deletes only domains that are disabled.
        if (kind === 'domain') await openstack.send({ ...one, method: 'PATCH', body: { domain: { enabled: false } } })
        await openstack.send({ ...one, method: 'DELETE', accept: [404] })
      })
    },
  }
}

async function firstAllowed<T>(managers: readonly Manager[], work: (manager: Manager) => Promise<T>): Promise<T> {
  const [first, ...others] = managers
  if (!first) throw new Error('nobody is there to do it')
  try {
    return await work(first)
  } catch (error) {
    if (!(error instanceof StatusError) || error.status !== 403 || others.length === 0) throw error
    return firstAllowed(others, work)
  }
}
