import {
  lease as leaseAnywhere,
  leases as leasesAnywhere,
  type Leasable as Anything,
  type Leased,
  type Lessor as AnyLessor,
} from '../lease.ts'
import type { OpenStack } from './client.ts'

export { ledger, runId, type Leased, type Leftover } from '../lease.ts'
export type { Ledger, LedgerEntry } from '../ledger.ts'
export { privateFolder } from '../private-folder.ts'

/** A fact with `needs: { openstack, runId, ledger }` has it at hand. */
export interface Lessor extends AnyLessor {
  readonly openstack: OpenStack
}

/** How one kind of resource is made and found; it is deleted and looked for below its collection, unless said otherwise. */
export type Leasable<Made> = Omit<Anything<Made>, 'remove' | 'isGone' | 'place'> &
  Partial<Pick<Anything<Made>, 'remove' | 'isGone' | 'place'>>

/** Makes a resource of the cloud, lets it be used and deletes it, whatever happens in between; see ../lease.ts. */
export function lease<Made, Value>(
  { openstack, ...lessor }: Lessor,
  thing: Leasable<Made>,
  use: (made: Made, name: string) => Promise<Value>,
): Promise<Leased<Value>> {
  return leaseAnywhere(lessor, onCloud(openstack, thing), use)
}

/** Makes several resources that need each other; they are deleted in reverse order. */
export function leases<Value>(
  { openstack, ...lessor }: Lessor,
  use: (hold: <Made>(thing: Leasable<Made>) => Promise<Made>) => Promise<Value>,
): Promise<Leased<Value>> {
  return leasesAnywhere(lessor, (hold) => use((thing) => hold(onCloud(openstack, thing))))
}

function onCloud<Made>(openstack: OpenStack, thing: Leasable<Made>): Anything<Made> {
  const { service } = thing
  const one = (id: string) => ({ service, path: `${thing.path}/${encodeURIComponent(id)}`, accept: [404] })
  return {
    place: { projectId: openstack.identity.projectId },
    async remove(id) {
      await openstack.send({ ...one(id), method: 'DELETE' })
    },
    isGone: async (id) => (await openstack.send(one(id))).status === 404,
    ...thing,
  }
}
