import type { Suite } from '../../src/check.ts'
import { controlPlaneHosts } from './control-plane-hosts.ts'
import { controlPlaneQuorum } from './control-plane-quorum.ts'
import { controlPlaneZones } from './control-plane-zones.ts'
import { labels } from './labels.ts'
import { nodeDistributionCheck } from './node-distribution-check.ts'
import { workerZones } from './worker-zones.ts'

export const suite: Suite = {
  id: 'scs-0214-node-distribution',
  checks: [nodeDistributionCheck, labels, controlPlaneHosts, controlPlaneQuorum, controlPlaneZones, workerZones],
}
