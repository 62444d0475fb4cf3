import { check } from '../../src/check.ts'
import { networkZones } from './facts.ts'

/**
 * Where Neutron shows availability zones, one at least is available for networks, and one for routers if it names any. (ours)
 *
 * The standard asks for none and warns of them, so a cloud without them passes.
 */
export const networkZonesCheck = check({
  id: 'scs-0121-network-zones',
  title: 'Where the network service shows availability zones, one at least is available',
  section: 'scs-0121-v1#standard',
  needs: { networkZones },
  judge({ networkZones }) {
    if (networkZones === null || networkZones.length === 0) {
      const notes = ['the network service shows no availability zones, and the standard asks for none']
      return { examined: [], violations: [], notes }
    }
    const resources = [...new Set(networkZones.map(({ resource }) => resource))]
    const violations = resources
      .map((resource) => networkZones.filter((zone) => zone.resource === resource))
      .filter((zones) => zones.every(({ available }) => !available))
      .map((zones) => ({
        subject: `availability zones for ${zones[0]?.resource}s`,
        expected: 'at least one that is available',
        actual: `none of ${zones.map(({ name }) => name).join(', ')} is available`,
        remedy: "look at 'openstack availability zone list --network', and bring the agents of a zone up",
      }))
    return { examined: networkZones.map(({ name, resource }) => `${name} (${resource})`), violations }
  },
})
