import { isRecord, text, type Reply } from '../router.ts'
import type { Cluster } from './cluster.ts'
import type { Kind } from './kinds.ts'
import { timestamp, withMetadata, withStatus, type KubeObject } from './object.ts'
import { success } from './status.ts'
import { claimsOf, phaseOf, release } from './volumes.ts'

export interface DeleteOptions {
  readonly policy: 'Foreground' | 'Background' | 'Orphan'
  readonly gracePeriodSeconds: number | undefined
}

export function deleteOptions(query: URLSearchParams, body: unknown): DeleteOptions {
  const asked = isRecord(body) ? body : {}
  const policy = text(asked['propagationPolicy'], query.get('propagationPolicy') ?? '')
  const seconds = asked['gracePeriodSeconds'] ?? query.get('gracePeriodSeconds')
  return {
    policy: policy === 'Foreground' || policy === 'Orphan' ? policy : 'Background',
    gracePeriodSeconds: seconds === null || seconds === undefined ? undefined : Number(seconds),
  }
}

/**
 * Deletes as the API server and the garbage collector do together: at once; or marked and later, where finalizers, a
 * namespace's content, dependents (in the foreground) or a running pod come first.
 */
export function remove(cluster: Cluster, kind: Kind, object: KubeObject, options: DeleteOptions): Reply {
  const { store, later, description } = cluster
  const { name, uid = '' } = object.metadata
  const finalizers = new Set(object.metadata.finalizers)
  if (options.policy === 'Foreground') finalizers.add('foregroundDeletion')
  if (options.policy === 'Orphan') orphan(cluster, uid)
  const isNamespace = kind.kind === 'Namespace' && kind.group === ''
  const grace = kind.kind === 'Pod' ? (options.gracePeriodSeconds ?? 30) : 0
  const waits = finalizers.size > 0 || isNamespace || (grace > 0 && phaseOf(object) === 'Running')
  if (!waits) {
    forget(cluster, kind, object)
    return kind.returnsDeleted ? { status: 200, body: object } : success(kind, name, uid)
  }
  const marked = object.metadata.deletionTimestamp
    ? object
    : withMetadata(object, {
        deletionTimestamp: timestamp(Date.now() + grace * 1000),
        ...(isNamespace ? {} : { deletionGracePeriodSeconds: grace }),
        finalizers: [...finalizers],
      })
  const kept = store.put(kind, isNamespace ? withStatus(marked, { phase: 'Terminating' }) : marked)
  later(description.pace.deleteMs, () => finish(cluster, kind, kept))
  return { status: 200, body: kept }
}

/** What comes after an object was marked, or a finalizer taken off: as much of the deletion as can be done now. */
export function finish(cluster: Cluster, kind: Kind, { metadata }: KubeObject): void {
  const { store, later, description } = cluster
  const object = store.get(kind, metadata.namespace ?? '', metadata.name)
  if (!object?.metadata.deletionTimestamp || object.metadata.uid !== metadata.uid) return
  const again = (): void => later(description.pace.deleteMs, () => finish(cluster, kind, object))
  if (kind.kind === 'Namespace' && kind.group === '' && emptied(cluster, object.metadata.name) > 0) return again()
  const finalizers = (object.metadata.finalizers ?? []).filter((finalizer) => !isDone(cluster, object, finalizer))
  if (finalizers.includes('foregroundDeletion')) {
    deleteDependents(cluster, object.metadata.uid ?? '', 'Foreground')
    again()
  }
  if (finalizers.length === 0) return forget(cluster, kind, object)
  if (finalizers.length !== object.metadata.finalizers?.length) store.put(kind, withMetadata(object, { finalizers }))
  if (finalizers.some((finalizer) => finalizer.startsWith('kubernetes.io/'))) again()
}

/** Finalizers that belong to controllers which this simulator plays. */
function isDone(cluster: Cluster, object: KubeObject, finalizer: string): boolean {
  if (finalizer === 'foregroundDeletion') return dependents(cluster, object.metadata.uid ?? '').length === 0
  if (finalizer === 'kubernetes.io/pvc-protection') return !isUsed(cluster, object)
  return finalizer === 'kubernetes.io/pv-protection'
}

function isUsed({ store, kind }: Cluster, claim: KubeObject): boolean {
  const pods = store.list(kind('pods'), claim.metadata.namespace)
  return pods.some(
    (pod) => claimsOf(pod).includes(claim.metadata.name) && !['Succeeded', 'Failed'].includes(phaseOf(pod)),
  )
}

function forget(cluster: Cluster, kind: Kind, object: KubeObject): void {
  cluster.store.remove(kind, object)
  if (kind.kind === 'PersistentVolumeClaim' && kind.group === '') release(cluster, object)
  const { uid = '' } = object.metadata
  cluster.later(cluster.description.pace.deleteMs, () => deleteDependents(cluster, uid, 'Background'))
}

/** Deletes what a namespace holds; gives how much is still there. */
function emptied(cluster: Cluster, namespace: string): number {
  const content = cluster.store.all().filter(([, object]) => object.metadata.namespace === namespace)
  for (const [kind, object] of content)
    if (!object.metadata.deletionTimestamp)
      remove(cluster, kind, object, { policy: 'Background', gracePeriodSeconds: undefined })
  return cluster.store.all().filter(([, object]) => object.metadata.namespace === namespace).length
}

function dependents({ store }: Cluster, uid: string): readonly (readonly [Kind, KubeObject])[] {
  return store.all().filter(([, { metadata }]) => metadata.ownerReferences?.some((owner) => owner.uid === uid))
}

function deleteDependents(cluster: Cluster, uid: string, policy: DeleteOptions['policy']): void {
  for (const [kind, object] of dependents(cluster, uid))
    if (!object.metadata.deletionTimestamp) remove(cluster, kind, object, { policy, gracePeriodSeconds: undefined })
}

function orphan(cluster: Cluster, uid: string): void {
  for (const [kind, object] of dependents(cluster, uid)) {
    const ownerReferences = object.metadata.ownerReferences?.filter((owner) => owner.uid !== uid) ?? []
    cluster.store.put(kind, withMetadata(object, { ownerReferences }))
  }
}
