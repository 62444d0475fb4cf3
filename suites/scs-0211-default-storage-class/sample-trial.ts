import type { Volume } from './volume.ts'
import type { VolumeTrial } from './volume-trial.ts'

/** A trial that went well, for tests. */
export function bound(changes: Partial<Volume> = {}, leftovers: readonly string[] = []): VolumeTrial {
  const volume: Volume = {
    name: 'pvc-1',
    source: 'csi',
    driver: 'cinder.csi.openstack.org',
    accessModes: ['ReadWriteOnce'],
    reclaimPolicy: 'Delete',
    nodeTerms: null,
  }
  return { outcome: 'bound', storageClass: 'fast', volume: { ...volume, ...changes }, leftovers }
}

/** One whose claim stayed as it was. */
export function unbound(why: string): VolumeTrial {
  return { outcome: 'unbound', storageClass: 'fast', kind: 'timeout', why, leftovers: ['claim left'] }
}
