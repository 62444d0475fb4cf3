import { randomUUID } from 'node:crypto'
import { exceeds } from './limits.ts'
import { jsonBody, record, Refusal, text, type Call, type Reply } from './router.ts'
import { addVolume, linksOf, mustBeMember, passing, settle, volumeOf, type Transition, type Volume } from './volumes.ts'

/** A backup of a volume. */
export interface Backup {
  readonly id: string
  readonly name: string
  readonly projectId: string
  readonly volumeId: string
  readonly sizeGiB: number
  readonly imageRef: string | null
  readonly createdAt: string
  readonly failReason: string | null
  status: string
  next: Transition | null
}

export function backupsOf({ cloud, token }: Call): readonly Backup[] {
  settle(cloud.backups)
  return [...cloud.backups.values()].filter(({ projectId }) => projectId === token.scope.project?.id)
}

export function backupOf(call: Call): Backup {
  const id = call.params['id'] ?? ''
  const backup = backupsOf(call).find((one) => one.id === id)
  if (backup) return backup
  throw new Refusal(404, `Backup ${id} could not be found.`)
}

/** What becomes of a backup where the service is not as it should be. */
const failures: Readonly<Record<string, string>> = {
  'no service': 'Service not found for creating backup.',
  fail: 'An error occurred while the backup was written.',
}

export function createBackup(call: Call): Reply {
  mustBeMember(call, 'backup:create')
  const { backups, quota } = call.cloud.description.blockStorage
  if (backups === 'forbidden') throw new Refusal(403, "Policy doesn't allow backup:create to be performed.")
  if (backups === 'unavailable') throw new Refusal(503, 'Service cinder-backup could not be found.')
  const asked = record(jsonBody(call), 'backup')
  const volume = volumeOf(call, text(asked['volume_id']))
  if (volume.status !== 'available')
    throw new Refusal(
      400,
      'Invalid volume: Volume to be backed up must be available or in-use, but the current status is "' +
        volume.status +
        '".',
    )
  if (exceeds(quota.backups, backupsOf(call).length))
    throw new Refusal(413, `BackupLimitExceeded: Maximum number of backups allowed (${quota.backups}) exceeded`)
  const failReason = failures[backups] ?? null
  const after = backups === 'stick' ? 'creating' : failReason === null ? 'available' : 'error'
  const backup: Backup = {
    id: randomUUID(),
    name: text(asked['name']),
    projectId: volume.projectId,
    volumeId: volume.id,
    sizeGiB: volume.sizeGiB,
    imageRef: volume.imageRef,
    createdAt: new Date().toISOString().slice(0, 26).replace('Z', ''),
    failReason,
    ...passing(call, 'creating', after),
  }
  call.cloud.backups.set(backup.id, backup)
  if (after === 'creating') volume.status = 'backing-up'
  else Object.assign(volume, passing(call, 'backing-up', 'available'))
  return { status: 202, body: { backup: backupBrief(call, backup) } }
}

/** Always into a new volume, which is what is asked for without a `volume_id`. */
export function restoreBackup(call: Call): Reply {
  mustBeMember(call, 'backup:restore')
  const { restores } = call.cloud.description.blockStorage
  if (restores === 'forbidden') throw new Refusal(403, "Policy doesn't allow backup:restore to be performed.")
  const backup = backupOf(call)
  if (backup.status !== 'available') throw new Refusal(400, 'Invalid backup: Backup status must be available')
  const name = text(record(jsonBody(call), 'restore')['name'], `restore_backup_${backup.id}`)
  const { sizeGiB, imageRef } = backup
  const isOther = restores === 'other volume'
  const volume: Volume = addVolume(call, {
    name,
    sizeGiB: isOther ? sizeGiB + 1 : sizeGiB,
    imageRef: isOther ? 'an image' : imageRef,
    backupId: backup.id,
  })
  const after = { fail: 'error_restoring', stick: 'restoring-backup' }[restores as string] ?? 'available'
  Object.assign(volume, passing(call, 'restoring-backup', after))
  if (restores === 'stick') backup.status = 'restoring'
  else Object.assign(backup, passing(call, 'restoring', 'available'))
  return { status: 202, body: { restore: { backup_id: backup.id, volume_id: volume.id, volume_name: name } } }
}

export function deleteBackup(call: Call): Reply {
  mustBeMember(call, 'backup:delete')
  const backup = backupOf(call)
  if (backup.status !== 'available' && backup.status !== 'error')
    throw new Refusal(400, 'Invalid backup: Backup status must be available or error')
  Object.assign(backup, passing(call, 'deleting', null))
  return { status: 202 }
}

export function backupBrief(call: Call, { id, name }: Backup): Record<string, unknown> {
  return { id, name, links: linksOf(call, 'backups', id) }
}

export function backupView(call: Call, backup: Backup): Record<string, unknown> {
  const { status, sizeGiB, createdAt, failReason, volumeId } = backup
  return {
    ...backupBrief(call, backup),
    status,
    size: sizeGiB,
    object_count: status === 'available' ? 8 : 0,
    availability_zone: null,
    container: null,
    created_at: createdAt,
    updated_at: createdAt,
    description: null,
    fail_reason: failReason,
    volume_id: volumeId,
    is_incremental: false,
    has_dependent_backups: false,
    snapshot_id: null,
    data_timestamp: createdAt,
  }
}

/** What a project may have, and has. */
export function limits(call: Call, volumes: readonly Volume[]): Record<string, number> {
  const { quota } = call.cloud.description.blockStorage
  const own = backupsOf(call)
  const size = (things: readonly { readonly sizeGiB: number }[]) =>
    things.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0)
  return {
    maxTotalVolumes: quota.volumes,
    maxTotalSnapshots: 10,
    maxTotalVolumeGigabytes: quota.gigabytes,
    maxTotalBackups: quota.backups,
    maxTotalBackupGigabytes: quota.backupGigabytes,
    totalVolumesUsed: volumes.length,
    totalGigabytesUsed: size(volumes),
    totalSnapshotsUsed: 0,
    totalBackupsUsed: own.length,
    totalBackupGigabytesUsed: size(own),
  }
}
