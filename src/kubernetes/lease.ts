import {
  lease as leaseAnywhere,
  leases as leasesAnywhere,
  type Leasable as Anything,
  type Leased,
  type Lessor as AnyLessor,
} from '../lease.ts'
import type { Kubernetes } from './client.ts'

export { ledger, runId, type Leased } from '../lease.ts'

/** A fact with `needs: { kubernetes, runId, ledger }` has it at hand. */
export interface Lessor extends AnyLessor {
  readonly kubernetes: Kubernetes
}

/** How one kind of object is made. Its name is its id. Deleted with all that belongs to it. */
export type Leasable = Pick<Anything<void>, 'kind' | 'suffix' | 'path' | 'create' | 'name' | 'cleanUpMs' | 'pauseMs'>

/** Makes an object of the cluster, lets it be used and deletes it, whatever happens in between; see ../lease.ts. */
export function lease<Value>(
  { kubernetes, ...lessor }: Lessor,
  thing: Leasable,
  use: (name: string) => Promise<Value>,
): Promise<Leased<Value>> {
  return leaseAnywhere(lessor, onCluster(kubernetes, thing), (name) => use(name))
}

/** Makes several objects that need each other; they are deleted in reverse order. */
export function leases<Value>(
  { kubernetes, ...lessor }: Lessor,
  use: (hold: (thing: Leasable) => Promise<string>) => Promise<Value>,
): Promise<Leased<Value>> {
  return leasesAnywhere(lessor, (hold) => use((thing) => hold(onCluster(kubernetes, thing))))
}

function onCluster(kubernetes: Kubernetes, thing: Leasable): Anything<string> {
  const { server, context } = kubernetes
  const isGone = (name: string) => isAbsent(kubernetes, thing.path, name)
  return {
    ...thing,
    service: 'kubernetes',
    place: { server, context },
    async create(name) {
      await thing.create(name)
      return name
    },
    idOf: (name) => name,
    find: async (name) => ((await isGone(name)) ? [] : [name]),
    remove: (name) => removeObject(kubernetes, thing.path, name),
    isGone,
  }
}

/** Whether the collection has no object of this name. */
export async function isAbsent(kubernetes: Kubernetes, collection: string, name: string): Promise<boolean> {
  return (await kubernetes.send(one(collection, name))).status === 404
}

/**
 * Sends the call that deletes an object; fine where it is not there any more. In the foreground, so that it is gone only
 * when all that belongs to it is. Objects of Cluster API are not: their own controllers delete what belongs to them, in
 * an order that the garbage collector does not know.
 */
export async function removeObject(kubernetes: Kubernetes, collection: string, name: string): Promise<void> {
  const query = /^\/apis\/([\w.-]+\.)?cluster\.x-k8s\.io\//.test(collection) ? {} : { propagationPolicy: 'Foreground' }
  await kubernetes.send({ ...one(collection, name), method: 'DELETE', query })
}

function one(collection: string, name: string) {
  return { path: `${collection}/${encodeURIComponent(name)}`, accept: [404] }
}
