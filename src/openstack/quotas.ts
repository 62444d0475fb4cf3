import { fact, ProbeError, type Fact } from '../fact.ts'
import type { Quota, RoomKind } from '../room.ts'
import { count, listOf, record, text, wire } from '../wire.ts'
import type { Call, OpenStack, Wire } from './client.ts'
import { openstack } from './facts.ts'

// What the project may have, and has. A service that is not there, or does not tell, limits nothing that could be known before: it is
// tried out, and its refusals tell.

/** "Show Rate And Absolute Limits" (Compute API): limit and use, by the names Nova gives them. */
export const computeQuotas = quotasOf('compute', 1, async (cloud) => {
  const limits = await limitsOf(cloud, 'compute')
  return [
    quota('instances', limits['maxTotalInstances'], limits['totalInstancesUsed']),
    quota('vcpus', limits['maxTotalCores'], limits['totalCoresUsed']),
    quota('ramMiB', limits['maxTotalRAMSize'], limits['totalRAMUsed']),
  ]
})

/** "Show absolute limits for project" (Block Storage API v3). */
export const storageQuotas = quotasOf('block-storage', 1, async (cloud) => {
  const limits = await limitsOf(cloud, 'block-storage')
  return [
    quota('volumes', limits['maxTotalVolumes'], limits['totalVolumesUsed']),
    quota('gigabytes', limits['maxTotalVolumeGigabytes'], limits['totalGigabytesUsed']),
    quota('backups', limits['maxTotalBackups'], limits['totalBackupsUsed']),
    quota('backupGigabytes', limits['maxTotalBackupGigabytes'], limits['totalBackupGigabytesUsed']),
  ]
})

/** Neutron's names of its quotas, and the collections where what is used can be counted. */
const networkKinds = [
  { kind: 'networks', name: 'network', collection: 'networks' },
  { kind: 'subnets', name: 'subnet', collection: 'subnets' },
  { kind: 'routers', name: 'router', collection: 'routers' },
  { kind: 'ports', name: 'port', collection: 'ports' },
  { kind: 'securityGroups', name: 'security_group', collection: 'security_groups' },
  { kind: 'securityGroupRules', name: 'security_group_rule', collection: 'security_group_rules' },
] as const satisfies readonly { kind: RoomKind; name: string; collection: string }[]

/**
 * "Show quota usage for a project" (Networking API v2, extension quota_details); where that cannot be had, "Show quota for a
 * project", and what there is is counted.
 */
export const networkQuotas = quotasOf('network', 2 + networkKinds.length, async (cloud) => {
  const project = encodeURIComponent(cloud.identity.projectId ?? '')
  const details = await unlessUntold(() => read(cloud, `/quotas/${project}/details.json`, wireDetails))
  if (details)
    return networkKinds.map(({ kind, name }) => quota(kind, details.quota[name]?.limit, details.quota[name]?.used))
  const plain = await read(cloud, `/quotas/${project}`, wirePlain)
  return Promise.all(
    networkKinds.map(async ({ kind, name, collection }) => {
      const limit = plain.quota[name] ?? -1
      return quota(kind, limit, limit < 0 ? 0 : await countOf(cloud, collection))
    }),
  )
})

/** "Get effective quotas" (Key Manager API v1); Barbican does not tell how much is used, but how many secrets there are to see. */
export const secretQuotas = quotasOf('key-manager', 2, async (cloud) => {
  const { quotas } = await cloud.read({ service: 'key-manager', path: '/quotas' }, wireSecretQuotas)
  const { secrets = -1 } = quotas
  if (secrets < 0) return [quota('secrets', secrets, 0)]
  const { total } = await cloud.read({ service: 'key-manager', path: '/secrets', query: { limit: '1' } }, wireTotal)
  return [quota('secrets', secrets, total)]
})

function quotasOf(
  service: string,
  reads: number,
  read: (cloud: OpenStack) => Promise<readonly Quota[]>,
): Fact<readonly Quota[]> {
  return fact({
    name: `quotas of ${service}`,
    needs: { openstack },
    cost: { reads },
    load: async ({ openstack }) =>
      isThere(openstack, service) ? ((await unlessUntold(() => read(openstack))) ?? []) : [],
  })
}

function isThere(cloud: OpenStack, service: string): boolean {
  try {
    cloud.endpoint(service)
    return true
  } catch (error) {
    if (error instanceof ProbeError && error.kind === 'dependency') return false
    throw error
  }
}

/**
 * null where the answer is none that tells: forbidden, not there, broken. No verdict hangs on it, and whatever is in the way meets the
 * calls that follow, whose causes are told.
 */
async function unlessUntold<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ProbeError && error.kind !== 'interrupted') return null
    throw error
  }
}

async function limitsOf(cloud: OpenStack, service: string): Promise<Limits> {
  return (await cloud.read({ service, path: '/limits' }, wireLimits)).limits.absolute
}

function read<T>(cloud: OpenStack, path: string, shape: Wire<T>): Promise<T> {
  return cloud.read({ service: 'network', path }, shape)
}

async function countOf(cloud: OpenStack, collection: string): Promise<number> {
  const query = { fields: 'id', project_id: cloud.identity.projectId ?? '' }
  const call: Call = { service: 'network', path: `/${collection.replaceAll('_', '-')}`, query }
  const shape = wire<Readonly<Record<string, readonly unknown[]>>>(
    collection,
    record({ [collection]: listOf(record({ id: text })) }),
  )
  return (await cloud.list(call, shape, (page) => page[collection] ?? [])).length
}

/** What is not told is no limit. */
function quota(kind: RoomKind, limit = -1, used = 0): Quota {
  return { kind, limit, used }
}

/** Both services have them below `absolute`; -1 is no limit. */
interface Limits {
  readonly [name: string]: number | undefined
}
const integer = { type: 'integer' } as const
const wireLimits = wire<{ readonly limits: { readonly absolute: Limits } }>(
  'limits',
  record({ limits: record({ absolute: { type: 'object', additionalProperties: { type: 'number' } } }) }),
)
const wireDetails = wire<{
  readonly quota: Readonly<Record<string, { readonly limit: number; readonly used: number } | undefined>>
}>('quota', record({ quota: { type: 'object', additionalProperties: record({ limit: integer, used: integer }) } }))
const wirePlain = wire<{ readonly quota: Readonly<Record<string, number | undefined>> }>(
  'quota',
  record({ quota: record({}, Object.fromEntries(networkKinds.map(({ name }) => [name, integer]))) }),
)
const wireSecretQuotas = wire<{ readonly quotas: { readonly secrets?: number } }>(
  'quotas',
  record({ quotas: record({}, { secrets: integer }) }),
)
const wireTotal = wire<{ readonly total: number }>('secrets', record({ total: count }))
