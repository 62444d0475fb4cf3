import { ProbeError } from '../../src/fact.ts'
import { StatusError, type OpenStack } from '../../src/openstack/client.ts'
import { wireLimits, type Limits } from '../../src/openstack/volumes.ts'

/** What the trial needs at most at one time: a volume, what is restored, and the backup between them, of 1 GiB each. */
const needed = [
  { what: 'volumes', count: 2, limit: 'maxTotalVolumes', used: 'totalVolumesUsed' },
  { what: 'GiB of volumes', count: 2, limit: 'maxTotalVolumeGigabytes', used: 'totalGigabytesUsed' },
  { what: 'backups', count: 1, limit: 'maxTotalBackups', used: 'totalBackupsUsed' },
  { what: 'GiB of backups', count: 1, limit: 'maxTotalBackupGigabytes', used: 'totalBackupGigabytesUsed' },
] as const

/**
 * Looks whether the project has room for the trial, before anything is made. ProbeError `quota` where it has not. A cloud
 * that does not tell its limits is tried out.
 */
export async function mustHaveRoom(openstack: OpenStack): Promise<void> {
  const missing = shortOf(await readLimits(openstack))
  if (missing.length === 0) return
  throw new ProbeError(
    'quota',
    `the project has no room for ${missing.join(' and ')}; delete what is not needed, or have its quota raised (openstack limits show --absolute)`,
  )
}

async function readLimits(openstack: OpenStack): Promise<Limits> {
  try {
    return (await openstack.read({ service: 'block-storage', path: '/limits' }, wireLimits)).limits.absolute
  } catch (error) {
    if (error instanceof StatusError && (error.status === 403 || error.status === 404)) return {}
    throw error
  }
}

/** In words: what there is too little of. */
export function shortOf(limits: Limits): readonly string[] {
  return needed.flatMap(({ what, count, limit, used }) => {
    const most = limits[limit] ?? -1
    const taken = limits[used] ?? 0
    return most >= 0 && taken + count > most ? [`${count} ${what} (${taken} of ${most} in use)`] : []
  })
}
