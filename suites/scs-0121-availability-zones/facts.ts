import { fact } from '../../src/fact.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { wireNetworkZones, wireZones, type WireZones } from './wire.ts'

/** One availability zone of a service. */
export interface Zone {
  readonly name: string
  readonly available: boolean
}

/** Zones of Nova that users see (API reference: compute, "Get Availability Zone Information"). */
export const computeZones = fact<readonly Zone[], { openstack: typeof openstack }>({
  name: 'availability zones of compute',
  needs: { openstack },
  cost: { reads: 1 },
  load: async ({ openstack }) =>
    zonesOf(await openstack.read({ service: 'compute', path: '/os-availability-zone' }, wireZones)),
})

/** Zones of Cinder (API reference: block storage, "List Availability Zone Information"). */
export const volumeZones = fact<readonly Zone[], { openstack: typeof openstack }>({
  name: 'availability zones of block storage',
  needs: { openstack },
  cost: { reads: 1 },
  load: async ({ openstack }) =>
    zonesOf(await openstack.read({ service: 'block-storage', path: '/os-availability-zone' }, wireZones)),
})

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

function zonesOf({ availabilityZoneInfo }: WireZones): Zone[] {
  return availabilityZoneInfo.map(({ zoneName, zoneState }) => ({ name: zoneName, available: zoneState.available }))
}
