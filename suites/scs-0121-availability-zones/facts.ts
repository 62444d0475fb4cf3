import { fact, type Fact } from '../../src/fact.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { wireNetworkZones, wireZones } from './wire.ts'

/** One availability zone of a service. */
export interface Zone {
  readonly name: string
  readonly available: boolean
}

/** Zones of Nova that users see (API reference: compute, "Get Availability Zone Information"). */
export const computeZones = zonesOf('compute', 'availability zones of compute')

/** Zones of Cinder (API reference: block storage, "List Availability Zone Information"). */
export const volumeZones = zonesOf('block-storage', 'availability zones of block storage')

/** A zone of Neutron; each exists for routers and for networks by itself. */
export interface NetworkZone extends Zone {
  /** `network` or `router`. */
  readonly resource: string
}

/** Zones of Neutron (API reference: network, "List all availability zones"); null where it has no such extension. */
export const networkZones = fact<readonly NetworkZone[] | null, { openstack: typeof openstack }>({
  name: 'availability zones of networking',
  needs: { openstack },
  cost: { reads: 1 },
  async load({ openstack }) {
    const call = { service: 'network', path: '/availability_zones' }
    const { status } = await openstack.send({
      service: 'network',
      path: '/extensions/availability_zone',
      accept: [404],
    })
    if (status === 404) return null
    const zones = await openstack.list(call, wireNetworkZones, (page) => page.availability_zones)
    return zones.map(({ name, state, resource }) => ({ name, resource, available: state === 'available' }))
  },
})

/** Nova and Cinder tell their zones in the same words. */
function zonesOf(service: string, name: string): Fact<readonly Zone[]> {
  return fact({
    name,
    needs: { openstack },
    cost: { reads: 1 },
    async load({ openstack }) {
      const { availabilityZoneInfo } = await openstack.read({ service, path: '/os-availability-zone' }, wireZones)
      return availabilityZoneInfo.map(({ zoneName, zoneState }) => ({ name: zoneName, available: zoneState.available }))
    },
  })
}
