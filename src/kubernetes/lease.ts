import { lease as leaseAnywhere, type Leasable as Anything, type Leased, type Lessor as AnyLessor } from '../lease.ts'
import type { Kubernetes } from './client.ts'

export { ledger, runId, type Leased, type Leftover } from '../lease.ts'

/** A fact with `needs: { kubernetes, runId, ledger }` has it at hand. */
export interface Lessor extends AnyLessor {
  readonly kubernetes: Kubernetes
}

/** How one kind of object is made. Its name is its id. Deleted in the foreground: with all that belongs to it. */
export type Leasable = Pick<Anything<void>, 'kind' | 'suffix' | 'path' | 'create' | 'cleanUpMs' | 'pauseMs'>

/** Makes an object of the cluster, lets it be used and deletes it, whatever happens in between; see ../lease.ts. */
export function lease<Value>(
  { kubernetes, ...lessor }: Lessor,
  thing: Leasable,
  use: (name: string) => Promise<Value>,
): Promise<Leased<Value>> {
  const one = (name: string) => ({ path: `${thing.path}/${encodeURIComponent(name)}`, accept: [404] })
  const isGone = async (name: string) => (await kubernetes.send(one(name))).status === 404
  const object: Anything<string> = {
    ...thing,
    service: 'kubernetes',
    async create(name) {
      await thing.create(name)
      return name
    },
    idOf: (name) => name,
    find: async (name) => ((await isGone(name)) ? [] : [name]),
    async remove(name) {
      await kubernetes.send({ ...one(name), method: 'DELETE', query: { propagationPolicy: 'Foreground' } })
    },
    isGone,
  }
  return leaseAnywhere(lessor, object, (_, name) => use(name))
}
