import type { OpenStack } from '../../src/openstack/client.ts'
import type { Leasable } from '../../src/openstack/lease.ts'
import { ifThere } from '../../src/openstack/if-there.ts'
import type { Patience } from './settled.ts'
import {
  readBackup,
  readVolume,
  wireBackups,
  wireNewBackup,
  wireNewVolume,
  wireRestore,
  wireVolumes,
} from '../../src/openstack/volumes.ts'

/** How deletions go. */
export interface Deletions extends Pick<Patience, 'pauseMs' | 'cleanUpMs'> {
  /** Gets what ended in `error_deleting`. */
  readonly undeletable: Set<string>
}

interface Made {
  readonly id: string
}

/** 1 GiB of the default type. */
export function smallVolume(openstack: OpenStack, deletions: Deletions): Leasable<Made> {
  return volume(openstack, 'volume', 'volume', deletions, async (name) => {
    const body = { volume: { name, size: 1 } }
    return (await openstack.read({ ...volumes, method: 'POST', body }, wireNewVolume)).volume
  })
}

/** A backup of that volume. */
export function backupOf(openstack: OpenStack, volumeId: string, deletions: Deletions): Leasable<Made> {
  return {
    ...deletable(openstack, readBackup, 'backup', deletions),
    ...backups,
    kind: 'backup',
    suffix: 'backup',
    idOf: ({ id }) => id,
    create: async (name) => {
      const body = { backup: { name, volume_id: volumeId } }
      return (await openstack.read({ ...backups, method: 'POST', body }, wireNewBackup)).backup
    },
    find: async (name) => {
      const listed = await openstack.list(backups, wireBackups, (page) => page.backups)
      return listed.filter((one) => one.name === name).map(({ id }) => id)
    },
  }
}

/** A new volume with what is in that backup. Cinder makes it, under our name (else `restore_backup_` and the backup's id). */
export function restoredFrom(openstack: OpenStack, backupId: string, deletions: Deletions): Leasable<Made> {
  const thing = volume(openstack, 'restored volume', 'restored', deletions, async (name) => {
    const path = `${backups.path}/${encodeURIComponent(backupId)}/restore`
    const call = { service: backups.service, path, method: 'POST', body: { restore: { name } } } as const
    return { id: (await openstack.read(call, wireRestore)).restore.volume_id }
  })
  return { ...thing, find: async (name) => volumesNamed(openstack, name, `restore_backup_${backupId}`) }
}

const volumes = { service: 'block-storage', path: '/volumes' }
const backups = { service: 'block-storage', path: '/backups' }

function volume(
  openstack: OpenStack,
  kind: string,
  suffix: string,
  deletions: Deletions,
  create: Leasable<Made>['create'],
): Leasable<Made> {
  return {
    ...deletable(openstack, readVolume, kind, deletions),
    ...volumes,
    kind,
    suffix,
    create,
    idOf: ({ id }) => id,
    find: (name) => volumesNamed(openstack, name),
  }
}

async function volumesNamed(openstack: OpenStack, ...names: readonly string[]): Promise<readonly string[]> {
  const listed = await openstack.list(volumes, wireVolumes, (page) => page.volumes)
  return listed.filter(({ name }) => names.includes(name ?? '')).map(({ id }) => id)
}

function deletable(
  openstack: OpenStack,
  look: (openstack: OpenStack, id: string) => Promise<{ readonly status: string }>,
  kind: string,
  { pauseMs, cleanUpMs, undeletable }: Deletions,
): Pick<Leasable<Made>, 'isGone' | 'cleanUpMs' | 'pauseMs'> {
  return {
    cleanUpMs,
    pauseMs,
    async isGone(id) {
      const thing = await ifThere(() => look(openstack, id))
      if (thing?.status === 'error_deleting') undeletable.add(`the ${kind} ended in error_deleting`)
      return thing === null
    },
  }
}
