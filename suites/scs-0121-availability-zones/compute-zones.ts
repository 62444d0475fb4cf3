import { check } from '../../src/check.ts'
import { computeZones } from './facts.ts'
import { judgeZones } from './judge-zones.ts'

/**
 * Nova lists availability zones, and at least one of them is available. (ours; the standard asks no cloud to have several)
 *
 * Whether each is a fire zone with power, connection and core routers of its own, no API tells: availability-zones-check
 * stays with an attestation.
 */
export const computeZonesCheck = check({
  id: 'scs-0121-compute-zones',
  title: 'The compute service lists its availability zones, and one at least is available',
  section: 'scs-0121-v1#standard',
  needs: { computeZones },
  judge: ({ computeZones }) =>
    judgeZones(computeZones, 'the compute service', 'openstack availability zone list --compute'),
})
