import { ProbeError } from '../../../src/fact.ts'
import { StatusError, type OpenStack } from '../../../src/openstack/client.ts'
import { wireLimits, type Limits } from '../../../src/openstack/volumes.ts'
import { wireQuota } from './wire.ts'

/** What the sample virtual machine takes of the project's quota. */
export interface Need {
  readonly vcpus: number
  readonly ramMiB: number
  readonly volumeGiB: number
}

/**
 * Sees whether the project's quota has room, before anything is made. ProbeError `quota` where it has not: which one, how much of
 * it is used. Neutron may keep its quotas to itself (403, 404): then its calls will tell.
 */
export async function findRoom(cloud: OpenStack, { vcpus, ramMiB, volumeGiB }: Need): Promise<void> {
  const compute = await limitsOf(cloud, 'compute')
  room('servers', 1, compute['maxTotalInstances'], compute['totalInstancesUsed'])
  room('vCPUs', vcpus, compute['maxTotalCores'], compute['totalCoresUsed'])
  room('MiB of memory', ramMiB, compute['maxTotalRAMSize'], compute['totalRAMUsed'])
  const storage = await limitsOf(cloud, 'block-storage')
  room('volumes', 1, storage['maxTotalVolumes'], storage['totalVolumesUsed'])
  room('GiB of volumes', volumeGiB, storage['maxTotalVolumeGigabytes'], storage['totalGigabytesUsed'])
  for (const [name, { limit, used }] of Object.entries(await networkQuota(cloud))) {
    const needed = networkNeeds[name]
    if (needed !== undefined) room(`${name}s`, needed, limit, used)
  }
}

/** The router has two ports, one on either side; that of the external network is no project's. */
const networkNeeds: Readonly<Record<string, number>> = { network: 1, subnet: 1, router: 1, port: 2 }

async function limitsOf(cloud: OpenStack, service: string): Promise<Limits> {
  return (await cloud.read({ service, path: '/limits' }, wireLimits)).limits.absolute
}

async function networkQuota(cloud: OpenStack): Promise<Readonly<Record<string, { limit: number; used: number }>>> {
  const path = `/quotas/${encodeURIComponent(cloud.identity.projectId ?? '')}/details.json`
  try {
    return (await cloud.read({ service: 'network', path }, wireQuota)).quota
  } catch (error) {
    if (error instanceof StatusError && [403, 404].includes(error.status)) return {}
    throw error
  }
}

function room(what: string, needed: number, limit = -1, used = 0): void {
  if (limit < 0 || used + needed <= limit) return
  throw new ProbeError(
    'quota',
    `the sample VM needs ${needed} ${what}, but ${used} of the project's ${limit} are used; delete some or raise the quota`,
  )
}
