import { fact } from '../../src/fact.ts'
import { StatusError, type OpenStack, type Wire } from '../../src/openstack/client.ts'
import { catalog, openstack } from '../../src/openstack/facts.ts'
import { secretQuotas } from '../../src/openstack/quotas.ts'
import { lease, ledger, runId, type Leftover, type Lessor } from '../../src/openstack/lease.ts'

/** What came of storing, finding and deleting a secret. */
export type SecretTrial =
  | { readonly outcome: 'no key manager' }
  /** The policy forbids one of the steps; `message` is the service's answer. */
  | { readonly outcome: 'forbidden'; readonly message: string }
  | { readonly outcome: 'stored'; readonly isListed: boolean; readonly leftover: Leftover | null }

/** Stores a secret that is none, looks for it among all secrets that this user can see, and deletes it. */
export const secretTrial = fact<
  SecretTrial,
  { openstack: typeof openstack; catalog: typeof catalog; runId: typeof runId; ledger: typeof ledger }
>({
  name: 'storing, finding and deleting a secret',
  needs: { openstack, catalog, runId, ledger },
  cost: { reads: 2, writes: 2 },
  makes: { what: 'one secret', stays: 'seconds', cleanUpMs: 30_000, room: { secrets: 1 }, quotas: [secretQuotas] },
  async load({ catalog, ...lessor }) {
    if (!catalog.some(({ type }) => type === 'key-manager')) return { outcome: 'no key manager' }
    try {
      const { value: isListed, leftover } = await tryOut(lessor)
      return { outcome: 'stored', isListed, leftover }
    } catch (error) {
      // A refusal is what this fact is about; everything else was no answer to the question, nor is the 403 that Barbican also
      // gives where the project has as many secrets as it may.
      if (error instanceof StatusError && error.status === 403 && error.kind !== 'quota')
        return { outcome: 'forbidden', message: error.message }
      throw error
    }
  },
})

const secrets = { service: 'key-manager', path: '/secrets' }

function tryOut(lessor: Lessor): ReturnType<typeof lease<string, boolean>> {
  const { openstack } = lessor
  const thing = {
    ...secrets,
    kind: 'secret',
    suffix: 'secret',
    create: (name: string) => createSecret(openstack, name),
    idOf: (id: string) => id,
    find: (name: string) => secretsNamed(openstack, name),
  }
  return lease(lessor, thing, async (_, name) => (await secretsNamed(openstack, name)).length > 0)
}

async function createSecret(openstack: OpenStack, name: string): Promise<string> {
  const body = { name, secret_type: 'opaque', payload: 'not a secret', payload_content_type: 'text/plain' }
  const made = await openstack.read({ ...secrets, method: 'POST', body }, wireMade)
  return idIn(made.secret_ref)
}

/** By reading all pages and not by a query for the name, because finding it in the list is what is tried out. */
async function secretsNamed(openstack: OpenStack, name: string): Promise<readonly string[]> {
  const listed = await openstack.list({ ...secrets, query: { limit: '100' } }, wireSecrets, (page) => page.secrets)
  return listed.filter((secret) => secret.name === name).map((secret) => idIn(secret.secret_ref))
}

/** Barbican names its resources by URLs that end with the id. */
function idIn(reference: string): string {
  return reference.replace(/\/+$/, '').split('/').at(-1) ?? reference
}

/** Key Manager API v1, "POST /v1/secrets" and "GET /v1/secrets". */
const wireMade: Wire<{ readonly secret_ref: string }> = {
  name: 'new secret',
  schema: { type: 'object', required: ['secret_ref'], properties: { secret_ref: { type: 'string' } } },
}
const wireSecrets: Wire<{
  readonly secrets: readonly { readonly name?: string | null; readonly secret_ref: string }[]
}> = {
  name: 'secrets',
  schema: {
    type: 'object',
    required: ['secrets'],
    properties: {
      secrets: {
        type: 'array',
        items: {
          type: 'object',
          required: ['secret_ref'],
          properties: { name: { type: ['string', 'null'] }, secret_ref: { type: 'string' } },
        },
      },
    },
  },
}
