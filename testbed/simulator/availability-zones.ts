import type { Cloud } from './cloud.ts'
import type { ZoneDescription } from './description.ts'
import type { Reply } from './router.ts'

/** Nova's list; members are shown no hosts. */
export function computeZones({ description }: Cloud): Reply {
  const zones = description.compute.availabilityZones.map((zone) => ({ ...view(zone), hosts: null }))
  return { status: 200, body: { availabilityZoneInfo: zones } }
}

/** Cinder's list. */
export function volumeZones({ description }: Cloud): Reply {
  return { status: 200, body: { availabilityZoneInfo: description.blockStorage.availabilityZones.map(view) } }
}

/** Neutron's list: each zone once for networks and once for routers. */
export function networkZones({ description }: Cloud): Reply {
  const zones = ['network', 'router'].flatMap((resource) =>
    description.network.availabilityZones.map(({ name, available }) => ({
      state: available ? 'available' : 'unavailable',
      name,
      resource,
    })),
  )
  return { status: 200, body: { availability_zones: zones } }
}

function view({ name, available }: ZoneDescription): { zoneName: string; zoneState: { available: boolean } } {
  return { zoneName: name, zoneState: { available } }
}
