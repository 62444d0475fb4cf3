import { uuid } from '../ids.ts'
import { isRecord, record, text } from '../router.ts'
import type { Cluster } from './cluster.ts'
import type { FullClusterDescription, StorageClassDescription } from './description.ts'
import { records, strings, withMetadata, withStatus, type KubeObject } from './object.ts'

const isDefault = 'storageclass.kubernetes.io/is-default-class'

export function storageClassObjects({ storageClasses }: FullClusterDescription): readonly KubeObject[] {
  return storageClasses.map(({ name, isDefault: byDefault, volumes: _volumes, parameters, ...rest }) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, ...(byDefault ? { annotations: { [isDefault]: 'true' } } : {}) },
    ...rest,
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  }))
}

/** The claim as admission and defaulting leave it: with the default class where it names none. */
export function admitClaim({ store, kind }: Cluster, claim: KubeObject): KubeObject {
  const spec = record(claim, 'spec')
  const classes = store.list(kind('storageclasses.storage.k8s.io'))
  // of several defaults the newest is taken
  const standard = classes
    .filter(({ metadata }) => metadata.annotations?.[isDefault] === 'true')
    .toSorted((a, b) => text(b.metadata.creationTimestamp).localeCompare(text(a.metadata.creationTimestamp)))[0]
  const chosen = spec['storageClassName'] ?? standard?.metadata.name
  return {
    ...withMetadata(claim, { finalizers: ['kubernetes.io/pvc-protection'] }),
    spec: { volumeMode: 'Filesystem', ...spec, ...(chosen === undefined ? {} : { storageClassName: chosen }) },
    status: { phase: 'Pending' },
  }
}

/** Binds a claim that waits for nothing but a volume; `node`: the pod that uses it has been scheduled there. */
export function bind(cluster: Cluster, namespace: string, name: string, node?: string): void {
  const { store, kind, description, later } = cluster
  const claims = kind('persistentvolumeclaims')
  const claim = store.get(claims, namespace, name)
  if (!claim || phaseOf(claim) !== 'Pending') return
  const { storageClassName } = record(claim, 'spec')
  const object = store.get(kind('storageclasses.storage.k8s.io'), '', text(storageClassName))
  if (!object || (object['volumeBindingMode'] === 'WaitForFirstConsumer' && node === undefined)) return
  const described = description.storageClasses.find((one) => one.name === storageClassName)
  if (described?.volumes === 'never') return
  later(description.pace.bindMs, () => {
    const current = store.get(claims, namespace, name)
    if (!current || current.metadata.deletionTimestamp || phaseOf(current) !== 'Pending') return
    const volume = store.put(kind('persistentvolumes'), volumeFor(current, object, described?.volumes ?? 'csi', node))
    const { capacity, accessModes } = record(volume, 'spec')
    const bound = { ...record(current, 'spec'), volumeName: volume.metadata.name }
    store.put(claims, withStatus({ ...current, spec: bound }, { phase: 'Bound', accessModes, capacity }))
  })
}

/** The volume of a claim that is gone goes too, where its class says so. */
export function release({ store, kind }: Cluster, claim: KubeObject): void {
  const volumes = kind('persistentvolumes')
  const volume = store.get(volumes, '', text(record(claim, 'spec')['volumeName']))
  if (!volume) return
  if (record(volume, 'spec')['persistentVolumeReclaimPolicy'] === 'Delete') store.remove(volumes, volume)
  else store.put(volumes, withStatus(volume, { phase: 'Released' }))
}

/** Names of the claims that a pod uses. */
export function claimsOf(pod: KubeObject): readonly string[] {
  return records(record(pod, 'spec')['volumes'])
    .map((volume) => volume['persistentVolumeClaim'])
    .filter(isRecord)
    .map((claim) => text(claim['claimName']))
}

export function phaseOf(object: KubeObject): string {
  return text(record(object, 'status')['phase'])
}

function volumeFor(
  claim: KubeObject,
  { metadata, provisioner, reclaimPolicy }: KubeObject,
  volumes: StorageClassDescription['volumes'],
  node?: string,
): KubeObject {
  const spec = record(claim, 'spec')
  const name = `pvc-${claim.metadata.uid}`
  const here = node ?? 'control-plane-1'
  const places = {
    csi: { csi: { driver: provisioner, volumeHandle: uuid('volume', name), fsType: 'ext4' } },
    hostPath: { hostPath: { path: `/tmp/hostpath-provisioner/${name}`, type: '' } },
    local: { local: { path: `/opt/local-path-provisioner/${name}` }, nodeAffinity: onlyOn(here) },
    never: {},
  }
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name,
      annotations: { 'pv.kubernetes.io/provisioned-by': text(provisioner) },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      capacity: { storage: record(spec, 'resources', 'requests')['storage'] },
      ...places[volumes],
      accessModes: strings(spec['accessModes']),
      claimRef: {
        kind: 'PersistentVolumeClaim',
        apiVersion: 'v1',
        namespace: claim.metadata.namespace,
        name: claim.metadata.name,
        uid: claim.metadata.uid,
      },
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: metadata.name,
      volumeMode: spec['volumeMode'],
    },
    status: { phase: 'Bound' },
  }
}

function onlyOn(node: string): object {
  const expression = { key: 'kubernetes.io/hostname', operator: 'In', values: [node] }
  return { required: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } }
}
