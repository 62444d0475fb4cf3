import { ProbeError } from '../fact.ts'
import { count, listOf, record, text, wire } from '../wire.ts'
import type { OpenStack } from './client.ts'

/** Server group (API reference: compute, "List Server Groups"). */
export interface ServerGroup {
  readonly id: string
  readonly name: string
  /** `anti-affinity`, `soft-anti-affinity`, `affinity`, `soft-affinity`. */
  readonly policy: string
  /** How many members one host may have; null where the policy sets no number. */
  readonly maxServersPerHost: number | null
  /** Ids of servers. */
  readonly members: readonly string[]
}

const pageSize = 1000
const mostPages = 100

/**
 * All server groups of our project. Nova pages them by offset and gives no link to the next page, and its own limit may be
 * lower than ours, so pages are asked for until one brings nothing. ProbeError as the client gives it; malformed where the
 * pages do not end.
 */
export async function listServerGroups(cloud: OpenStack): Promise<ServerGroup[]> {
  const groups: ServerGroup[] = []
  for (let page = 0; page < mostPages; page++) {
    const query = { limit: String(pageSize), offset: String(groups.length) }
    const call = { service: 'compute', path: '/os-server-groups', query, microversion: '2.64' }
    const { server_groups: found } = await cloud.read(call, wireServerGroups)
    if (found.length === 0) return groups
    for (const group of found) groups.push(serverGroupOf(group))
  }
  throw new ProbeError('malformed', `GET /os-server-groups pages without end: more than ${mostPages} pages`)
}

function serverGroupOf({ id, name, policy, policies = [], rules = {}, members }: WireServerGroup): ServerGroup {
  return {
    id,
    name,
    policy: policy ?? policies.join(', '),
    maxServersPerHost: rules.max_server_per_host ?? null,
    members,
  }
}

/** `policy` and `rules` since microversion 2.64, `policies` before. */
interface WireServerGroup {
  readonly id: string
  readonly name: string
  readonly policy?: string
  readonly policies?: readonly string[]
  readonly rules?: { readonly max_server_per_host?: number }
  readonly members: readonly string[]
}
const wireServerGroups = wire<{ readonly server_groups: readonly WireServerGroup[] }>(
  'server groups',
  record({
    server_groups: listOf(
      record(
        { id: text, name: text, members: listOf(text) },
        { policy: text, policies: listOf(text), rules: record({}, { max_server_per_host: count }) },
      ),
    ),
  }),
)
