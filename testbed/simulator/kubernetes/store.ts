import { randomUUID } from 'node:crypto'
import { qualified, type Kind } from './kinds.ts'
import { timestamp, withMetadata, type KubeObject } from './object.ts'

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly kind: Kind
  readonly object: KubeObject
  readonly revision: number
}

/** All objects of one cluster; one revision counts every change, as etcd does. */
export interface Store {
  readonly revision: () => number
  readonly get: (kind: Kind, namespace: string, name: string) => KubeObject | undefined
  /** By namespace and name, as etcd orders keys; without a namespace those of all. */
  readonly list: (kind: Kind, namespace?: string) => readonly KubeObject[]
  /** Adds or replaces; gives the object with its new resourceVersion. */
  readonly put: (kind: Kind, object: KubeObject) => KubeObject
  readonly remove: (kind: Kind, object: KubeObject) => void
  /** Every object with its kind. */
  readonly all: () => readonly (readonly [Kind, KubeObject])[]
  readonly onChange: (listener: (change: Change) => void) => () => void
}

interface Collection {
  readonly kind: Kind
  readonly objects: Map<string, KubeObject>
  sorted: readonly KubeObject[] | undefined
}

export function createStore(): Store {
  const collections = new Map<string, Collection>()
  const listeners = new Set<(change: Change) => void>()
  let revision = 1

  function of(kind: Kind): Collection {
    const id = qualified(kind)
    const found = collections.get(id)
    if (found) return found
    const made: Collection = { kind, objects: new Map(), sorted: undefined }
    collections.set(id, made)
    return made
  }
  function tell(type: Change['type'], kind: Kind, object: KubeObject): void {
    for (const listener of listeners) listener({ type, kind, object, revision })
  }
  return {
    revision: () => revision,
    get: (kind, namespace, name) => of(kind).objects.get(keyOf(namespace, name)),
    list(kind, namespace) {
      const collection = of(kind)
      collection.sorted ??= [...collection.objects].toSorted(byKey).map(([, object]) => object)
      return namespace === undefined
        ? collection.sorted
        : collection.sorted.filter(({ metadata }) => metadata.namespace === namespace)
    },
    put(kind, object) {
      const collection = of(kind)
      const key = keyOf(object.metadata.namespace ?? '', object.metadata.name)
      const isNew = !collection.objects.has(key)
      revision += 1
      const kept = withMetadata(object, {
        uid: object.metadata.uid ?? randomUUID(),
        creationTimestamp: object.metadata.creationTimestamp ?? timestamp(),
        resourceVersion: String(revision),
      })
      collection.objects.set(key, kept)
      collection.sorted = undefined
      tell(isNew ? 'ADDED' : 'MODIFIED', kind, kept)
      return kept
    },
    remove(kind, object) {
      const collection = of(kind)
      if (!collection.objects.delete(keyOf(object.metadata.namespace ?? '', object.metadata.name))) return
      revision += 1
      collection.sorted = undefined
      tell('DELETED', kind, withMetadata(object, { resourceVersion: String(revision) }))
    },
    all: () =>
      [...collections.values()].flatMap(({ kind, objects }) => [...objects.values()].map((o) => [kind, o] as const)),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The key below a collection: `default/web`, `node-1`. */
export function keyOf(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b)
}
