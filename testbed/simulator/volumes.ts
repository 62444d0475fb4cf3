import { randomUUID } from 'node:crypto'
import { exceeds } from './limits.ts'
import { limitOf, pageAfter, withMarker } from './page.ts'
import { jsonBody, record, Refusal, text, type Call, type Reply } from './router.ts'

/** A volume, as Nova and the backup service may change it. */
export interface Volume {
  readonly id: string
  readonly name: string
  readonly projectId: string
  readonly sizeGiB: number
  readonly imageRef: string | null
  /** The backup that it was restored from. */
  readonly backupId: string | null
  readonly createdAt: string
  status: string
  /** The server that has it. */
  attachedTo: string | null
  /** What becomes of it at a time, as Date.now() tells. */
  next: Transition | null
}

/** A status to come; null: the thing is gone then. */
export interface Transition {
  readonly at: number
  readonly status: string | null
}

/** Brings volumes or backups to where they are by now; done before each look, so that no timer keeps a process alive. */
export function settle(things: Map<string, { readonly id: string; status: string; next: Transition | null }>): void {
  for (const thing of things.values()) {
    const { next } = thing
    if (!next || next.at > Date.now()) continue
    thing.next = null
    if (next.status === null) things.delete(thing.id)
    else thing.status = next.status
  }
}

/** The state that is passed through, and the one that is reached after as long as the description has things take. */
export function passing(
  { cloud }: Call,
  during: string,
  after: string | null,
): { readonly status: string; readonly next: Transition | null } {
  const { changesTakeMs } = cloud.description.blockStorage
  if (changesTakeMs === 0 && after !== null) return { status: after, next: null }
  return { status: during, next: { at: Date.now() + changesTakeMs, status: after } }
}

export function volumesOf({ cloud, token }: Call): readonly Volume[] {
  settle(cloud.volumes)
  return [...cloud.volumes.values()].filter(({ projectId }) => projectId === token.scope.project?.id)
}

export function volumeOf(call: Call, id = call.params['id'] ?? ''): Volume {
  const volume = volumesOf(call).find((one) => one.id === id)
  if (volume) return volume
  throw new Refusal(404, `Volume ${id} could not be found.`)
}

/** Newest first, in pages, with links as Cinder has them. */
export function page<T extends { readonly id: string; readonly name: string }>(
  call: Call,
  collection: string,
  all: readonly T[],
  view: (item: T) => unknown,
): Reply {
  const name = call.query.get('name')
  const found = all.toReversed().filter((item) => name === null || item.name === name)
  const { items, full } = pageAfter(
    found,
    call.query,
    limitOf(call.query, call.cloud.description.blockStorage.pageSize),
  )
  const href = `${call.base}${call.path}?${withMarker(call.query, items.at(-1)?.id ?? '')}`
  const links = full ? { [`${collection}_links`]: [{ rel: 'next', href }] } : {}
  return { status: 200, body: { [collection]: items.map(view), ...links } }
}

export function createVolume(call: Call): Reply {
  mustBeMember(call, 'volume:create')
  const asked = record(jsonBody(call), 'volume')
  const size = Number(asked['size'])
  if (!Number.isInteger(size) || size < 1)
    throw new Refusal(
      400,
      `Invalid input received: Volume size '${text(asked['size'])}' must be an integer and greater than 0`,
    )
  const volume = addVolume(call, {
    name: text(asked['name']),
    sizeGiB: size,
    imageRef: typeof asked['imageRef'] === 'string' ? asked['imageRef'] : null,
    backupId: null,
  })
  const { volumes } = call.cloud.description.blockStorage
  const after = { work: 'available', fail: 'error', stick: 'creating', 'cannot go': 'available' }[volumes]
  Object.assign(volume, passing(call, 'creating', after))
  return { status: 202, body: { volume: { ...volumeView(call, volume), status: 'creating' } } }
}

/** Within the quota. */
export function addVolume(call: Call, given: Pick<Volume, 'name' | 'sizeGiB' | 'imageRef' | 'backupId'>): Volume {
  const { quota } = call.cloud.description.blockStorage
  const own = volumesOf(call)
  const used = own.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0)
  if (exceeds(quota.volumes, own.length))
    throw new Refusal(
      413,
      `VolumeLimitExceeded: Maximum number of volumes allowed (${quota.volumes}) exceeded for quota 'volumes'.`,
    )
  if (exceeds(quota.gigabytes, used, given.sizeGiB))
    throw new Refusal(
      413,
      `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested ${given.sizeGiB}G, quota is ${quota.gigabytes}G and ${used}G has been consumed.`,
    )
  const volume: Volume = {
    ...given,
    id: randomUUID(),
    projectId: call.token.scope.project?.id ?? '',
    createdAt: new Date().toISOString().slice(0, 26).replace('Z', ''),
    status: 'creating',
    attachedTo: null,
    next: null,
  }
  call.cloud.volumes.set(volume.id, volume)
  return volume
}

export function deleteVolume(call: Call): Reply {
  mustBeMember(call, 'volume:delete')
  const volume = volumeOf(call)
  if (!/^(available|error|error_restoring|error_extending|error_managing|error_deleting)$/.test(volume.status))
    throw new Refusal(
      400,
      'Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.',
    )
  const cannotGo = call.cloud.description.blockStorage.volumes === 'cannot go'
  Object.assign(volume, passing(call, 'deleting', cannotGo ? 'error_deleting' : null))
  return { status: 202, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: '' }
}

export function mustBeMember({ token }: Call, action: string): void {
  if (!token.roles.includes('member')) throw new Refusal(403, `Policy doesn't allow ${action} to be performed.`)
}

export function volumeBrief(call: Call, { id, name }: Volume): Record<string, unknown> {
  return { id, name, links: linksOf(call, 'volumes', id) }
}

export function linksOf({ base, token }: Call, collection: string, id: string): readonly unknown[] {
  const project = token.scope.project?.id ?? ''
  return [
    { rel: 'self', href: `${base}/v3/${project}/${collection}/${id}` },
    { rel: 'bookmark', href: `${base}/${project}/${collection}/${id}` },
  ]
}

export function volumeView(call: Call, volume: Volume): Record<string, unknown> {
  const { id, status, sizeGiB, imageRef, backupId, attachedTo, projectId, createdAt } = volume
  return {
    ...volumeBrief(call, volume),
    status,
    size: sizeGiB,
    availability_zone: 'nova',
    created_at: createdAt,
    updated_at: createdAt,
    description: backupId === null ? null : 'auto-created_from_restore_from_backup',
    volume_type: call.cloud.volumeTypes.at(-1)?.name ?? '__DEFAULT__',
    snapshot_id: null,
    source_volid: null,
    metadata: backupId === null ? {} : { src_backup_id: backupId },
    user_id: call.token.user.id,
    bootable: String(imageRef !== null),
    encrypted: false,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: false,
    attachments:
      attachedTo === null ? [] : [{ id, volume_id: id, attachment_id: id, server_id: attachedTo, device: '/dev/vda' }],
    'os-vol-tenant-attr:tenant_id': projectId,
  }
}
