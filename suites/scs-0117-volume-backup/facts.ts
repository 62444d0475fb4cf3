import { fact, type Fact, type LoadContext } from '../../src/fact.ts'
import { StatusError } from '../../src/openstack/client.ts'
import { catalog, openstack } from '../../src/openstack/facts.ts'
import { leases, ledger, runId, type Leftover, type Lessor } from '../../src/openstack/lease.ts'
import { storageQuotas } from '../../src/openstack/quotas.ts'
import { candidates } from '../../src/openstack/service-types.ts'
import { settled, type Patience } from './settled.ts'
import { backupOf, restoredFrom, smallVolume, type Deletions } from './things.ts'
import { readBackup, readVolume, type Volume } from '../../src/openstack/volumes.ts'

/** What was to be made. */
export type Step = 'volume' | 'backup' | 'restored volume'

/** How far a volume, its backup and the volume restored from that have come. */
export type Outcome =
  /** The service said no to what makes it. */
  | { readonly outcome: 'refused'; readonly step: Step; readonly status: number; readonly message: string }
  /** It was accepted, and then ended in this status; null: it vanished. */
  | { readonly outcome: 'broken'; readonly step: Step; readonly status: string | null; readonly reason: string | null }
  | { readonly outcome: 'restored'; readonly volume: Volume; readonly restored: Volume }

export type BackupTrial =
  | { readonly outcome: 'no block storage' }
  | (Outcome & {
      readonly leftover: Leftover | null
      /** What the service itself gave up to delete, in words. */
      readonly undeletable: readonly string[]
    })

const usual: Patience = { stepMs: 300_000, pauseMs: 500, cleanUpMs: 120_000 }

/** Backs a new volume of 1 GiB up and restores it to another, all of which is deleted again. */
export const backupTrial = backupTrialWith(usual)

/** The same, with another patience. */
export function backupTrialWith(patience: Patience): Fact<BackupTrial> {
  return fact({
    name: 'backup and restore of a volume',
    needs: { openstack, catalog, runId, ledger },
    cost: { reads: 12, writes: 6, minutes: 2 },
    makes: {
      what: 'a volume of 1 GiB, a backup of it, a volume restored from that',
      stays: 'half a minute to some minutes',
      cleanUpMs: 3 * patience.cleanUpMs,
      room: { volumes: 2, gigabytes: 2, backups: 1, backupGigabytes: 1 },
      quotas: [storageQuotas],
    },
    timeoutMs: 4 * usual.stepMs,
    async load({ catalog, ...lessor }, context): Promise<BackupTrial> {
      const types = candidates('block-storage')
      if (!catalog.some(({ type }) => types.includes(type))) return { outcome: 'no block storage' }
      return tryOut(lessor, patience, context)
    },
  })
}

async function tryOut(lessor: Lessor, patience: Patience, context: LoadContext): Promise<BackupTrial> {
  const { openstack } = lessor
  const deletions: Deletions = { ...patience, undeletable: new Set() }
  const { value, leftover } = await leases(lessor, async (hold): Promise<Outcome> => {
    const waiting = (what: string, done: number) => ({ what, done, patience, context })

    const made = await orRefused('volume', hold(smallVolume(openstack, deletions)))
    if ('outcome' in made) return made
    const volume = await settled(() => readVolume(openstack, made.id), waiting('the volume', 0))
    if (volume?.status !== 'available') return broken('volume', volume)

    const begun = await orRefused('backup', hold(backupOf(openstack, made.id, deletions)))
    if ('outcome' in begun) return begun
    const backup = await settled(() => readBackup(openstack, begun.id), waiting('the backup', 1))
    if (backup?.status !== 'available') return broken('backup', backup, backup?.failReason)

    const copy = await orRefused('restored volume', hold(restoredFrom(openstack, begun.id, deletions)))
    if ('outcome' in copy) return copy
    const restored = await settled(() => readVolume(openstack, copy.id), waiting('the restored volume', 2))
    if (restored?.status !== 'available') return broken('restored volume', restored)
    return { outcome: 'restored', volume, restored }
  })
  return { ...value, leftover, undeletable: [...deletions.undeletable] }
}

function broken(step: Step, thing: { readonly status: string } | null, reason: string | null = null): Outcome {
  return { outcome: 'broken', step, status: thing?.status ?? null, reason }
}

async function orRefused<T>(step: Step, making: Promise<T>): Promise<T | (Outcome & { readonly outcome: 'refused' })> {
  try {
    return await making
  } catch (error) {
    if (!(error instanceof StatusError) || !isRefusal(error)) throw error
    return { outcome: 'refused', step, status: error.status, message: error.message }
  }
}

/**
 * The service itself said no: not what stands before it, nor for want of room, time or a login. 503 is Cinder's own where
 * it names the backup service that is not there, as before Yoga.
 */
function isRefusal({ kind, status, reason }: StatusError): boolean {
  if (status === 503) return /cinder-backup|backup service/i.test(reason)
  return status >= 400 && status < 500 && kind !== 'quota' && kind !== 'auth' && kind !== 'timeout' && status !== 407
}
