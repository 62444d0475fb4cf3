import { lease as leaseAnywhere, type Leasable as Anything, type Leased, type Lessor as AnyLessor } from '../lease.ts'
import type { OpenStack } from './client.ts'

export { ledger, runId, type Leased, type Leftover } from '../lease.ts'
export type { Ledger, LedgerEntry } from '../ledger.ts'

/** A fact with `needs: { openstack, runId, ledger }` has it at hand. */
export interface Lessor extends AnyLessor {
  readonly openstack: OpenStack
}

/** How one kind of resource is made and found; it is deleted and looked for below its collection, unless said otherwise. */
export type Leasable<Made> = Omit<Anything<Made>, 'remove' | 'isGone'> &
  Partial<Pick<Anything<Made>, 'remove' | 'isGone'>>

/** Makes a resource of the cloud, lets it be used and deletes it, whatever happens in between; see ../lease.ts. */
export function lease<Made, Value>(
  { openstack, ...lessor }: Lessor,
  thing: Leasable<Made>,
  use: (made: Made, name: string) => Promise<Value>,
): Promise<Leased<Value>> {
  const { service } = thing
  const one = (id: string) => ({ service, path: `${thing.path}/${encodeURIComponent(id)}`, accept: [404] })
  const byPath = {
    async remove(id: string) {
      await openstack.send({ ...one(id), method: 'DELETE' })
    },
    isGone: async (id: string) => (await openstack.send(one(id))).status === 404,
  }
  return leaseAnywhere(lessor, { ...byPath, ...thing }, use)
}
