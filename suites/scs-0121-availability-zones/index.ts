import type { Suite } from '../../src/check.ts'
import { computeZonesCheck } from './compute-zones.ts'
import { networkZonesCheck } from './network-zones.ts'
import { volumeZonesCheck } from './volume-zones.ts'

export const suite: Suite = {
  id: 'scs-0121-availability-zones',
  checks: [computeZonesCheck, volumeZonesCheck, networkZonesCheck],
}
