import { count, listOf, record, text, textOrNull, wire } from '../wire.ts'
import type { OpenStack } from './client.ts'

/** A volume, as far as it tells whether it can be used (Block Storage API v3, "Show a volume's details"). */
export interface Volume {
  readonly id: string
  readonly status: string
  readonly sizeGiB: number
  readonly isBootable: boolean
}

/** A backup and how it is doing (Block Storage API v3, "Show backup detail"). */
export interface Backup {
  readonly id: string
  readonly status: string
  /** The service's own words on what went wrong. */
  readonly failReason: string | null
}

/** Whether something is being done with a volume or backup, after which it will have another status. */
export function isInPassing(status: string): boolean {
  return /^(creating|downloading|backing-up|restoring|restoring-backup)$/.test(status)
}

/** Reads one volume. */
export async function readVolume(openstack: OpenStack, id: string): Promise<Volume> {
  const path = `/volumes/${encodeURIComponent(id)}`
  const { volume } = await openstack.read({ service: 'block-storage', path }, wireVolume)
  return { id, status: volume.status, sizeGiB: volume.size, isBootable: volume.bootable === 'true' }
}

/** Reads one backup. */
export async function readBackup(openstack: OpenStack, id: string): Promise<Backup> {
  const path = `/backups/${encodeURIComponent(id)}`
  const { backup } = await openstack.read({ service: 'block-storage', path }, wireBackup)
  return { id, status: backup.status, failReason: backup.fail_reason ?? null }
}

const wireVolume = wire<{
  readonly volume: { readonly status: string; readonly size: number; readonly bootable: string }
}>('volume', record({ volume: record({ status: text, size: count, bootable: text }) }))

const wireBackup = wire<{ readonly backup: { readonly status: string; readonly fail_reason?: string | null } }>(
  'backup',
  record({ backup: record({ status: text }, { fail_reason: textOrNull }) }),
)

/** "Create a volume" and "Create a backup": what is read of the answer is the id. */
export const wireNewVolume = wire<{ readonly volume: { readonly id: string } }>(
  'new volume',
  record({ volume: record({ id: text }) }),
)
export const wireNewBackup = wire<{ readonly backup: { readonly id: string } }>(
  'new backup',
  record({ backup: record({ id: text }) }),
)

/** "Restore a backup": the id of the new volume. */
export const wireRestore = wire<{ readonly restore: { readonly volume_id: string } }>(
  'restore',
  record({ restore: record({ volume_id: text }) }),
)

type Named = { readonly id: string; readonly name?: string | null }
const named = listOf(record({ id: text }, { name: textOrNull }))

/** "List accessible volumes" and "List backups": names, by which things are found again. */
export const wireVolumes = wire<{ readonly volumes: readonly Named[] }>('volumes', record({ volumes: named }))
export const wireBackups = wire<{ readonly backups: readonly Named[] }>('backups', record({ backups: named }))
