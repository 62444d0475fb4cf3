import { check } from '../../src/check.ts'
import { sources } from './facts.ts'
import { judgeHosts } from './judge-hosts.ts'
import { placementOf } from './placement.ts'

/**
 * The control plane is on several physical machines.
 *
 * Seen, best first, by Nova's hostId of the server behind each node, a machine that is a node's own (Ironic, Metal3), the
 * label topology.scs.community/host-id, different failure domains (Nova availability zones) of Cluster API's Machines. Two
 * nodes that are surely apart are enough. All surely together, or a control plane of one node, is a violation; a node that
 * is not seen could be elsewhere, so then it is undecided.
 *
 * Server groups prove nothing, not even hard anti-affinity: see source-notes.ts. Nova's hostId is a hash of the compute
 * service; where one service runs many machines, equal hashes do not mean one machine. Ironic is told by its flavors; a
 * vCenter cluster below Nova is not, and is taken for one machine.
 */
export const controlPlaneHosts = check({
  id: 'scs-0214-control-plane-hosts',
  title: 'The nodes of the control plane are on at least two physical machines',
  section: 'scs-0214-v2#decision',
  needs: sources,
  judge: (facts) => judgeHosts(placementOf(facts)),
})
