import { check } from '../../src/check.ts'
import { computeZones, volumeZones } from './facts.ts'
import { judgeZones } from './judge-zones.ts'

/**
 * Cinder lists availability zones, and at least one of them is available. (ours)
 *
 * With several, a volume of one zone should not be attached to a server of another; that is a setting of Nova
 * (`[cinder] cross_az_attach`), which no API tells, so it is noted and not judged. So is a zone that compute has not, since
 * nothing can be attached there once that setting is as the standard wants it.
 */
export const volumeZonesCheck = check({
  id: 'scs-0121-volume-zones',
  title: 'Block storage lists its availability zones, and one at least is available',
  section: 'scs-0121-v1#standard',
  needs: { computeZones, volumeZones },
  judge({ computeZones, volumeZones }) {
    const finding = judgeZones(volumeZones, 'block storage', 'openstack availability zone list --volume')
    const known = new Set(computeZones.map(({ name }) => name))
    const foreign = volumeZones.map(({ name }) => name).filter((name) => !known.has(name))
    const notes = [
      ...(finding.notes ?? []),
      ...(volumeZones.length > 1
        ? ['volumes should not be attached across zones ([cinder] cross_az_attach = False in nova.conf); not tried']
        : []),
      ...(volumeZones.length > 1 && foreign.length > 0
        ? [
            `the compute service has no zone ${foreign.join(', ')}: without attaching across zones such volumes are of no use`,
          ]
        : []),
    ]
    return { ...finding, notes }
  },
})
