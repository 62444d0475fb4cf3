import type { Violation } from '../../src/check.ts'
import type { BackupTrial, Outcome } from './facts.ts'

const missing = 'set up cinder-backup with a driver, and see that it reports: openstack volume service list'
const broken =
  'look at the logs of cinder-backup and cinder-volume for the reason: the storage of the backups, or the way to it'
const forbidden =
  'let the policy of Cinder allow the role member what it allows by default: to create, restore and delete'

/** What was seen; a missing service is told from a broken one, and from one that the user may not use. */
export function violationsIn(trial: BackupTrial): readonly Violation[] {
  if (trial.outcome === 'no block storage') {
    return [violation(missing, 'the catalog lists no block storage, so there are no backups')]
  }
  const { leftover, undeletable } = trial
  const refused = leftover?.refused === 'forbidden' ? [violation(forbidden, leftover.message)] : []
  return [...violationsOf(trial), ...undeletable.map((what) => violation(broken, what)), ...refused]
}

function violation(remedy: string, actual: string): Violation {
  return { subject: 'volume backup', expected: 'backed up, restored and deleted with the role member', actual, remedy }
}

function violationsOf(trial: Outcome): Violation[] {
  switch (trial.outcome) {
    case 'refused':
      if (trial.step === 'backup' && (trial.status === 404 || trial.status === 503)) {
        return [violation(missing, `there is no backup service: ${trial.message}`)]
      }
      return [violation(trial.status === 403 ? forbidden : broken, `the ${trial.step} was refused: ${trial.message}`)]
    case 'broken': {
      const { step, status, reason } = trial
      const words = reason === null ? '' : `: ${reason}`
      if (/service not found/i.test(reason ?? '')) return [violation(missing, `there is no backup service${words}`)]
      const end = status === null ? 'vanished while it was made' : `ended in status ${status}${words}`
      return [violation(broken, `the ${step} ${end}`)]
    }
    case 'restored': {
      const { volume, restored } = trial
      if (restored.sizeGiB >= volume.sizeGiB) return []
      return [violation(broken, `the restored volume has ${restored.sizeGiB} GiB, and the first one ${volume.sizeGiB}`)]
    }
  }
}

/** What is no violation, but no proper copy either. */
export function differences(trial: BackupTrial): readonly string[] {
  if (trial.outcome !== 'restored' || trial.volume.isBootable === trial.restored.isBootable) return []
  return [`the restored volume is ${trial.restored.isBootable ? '' : 'not '}bootable, other than the first one`]
}
