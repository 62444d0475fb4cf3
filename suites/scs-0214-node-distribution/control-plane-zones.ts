import { check } from '../../src/check.ts'
import { nodes } from '../../src/kubernetes/facts.ts'
import { byRole, judgeZones } from './judge-zones.ts'

/**
 * The control plane is spread over failure zones; the standard's SHOULD.
 *
 * Zones are what the labels say: the standard leaves to the provider what a zone is. A control plane that the cluster does
 * not show is for the provider to attest.
 */
export const controlPlaneZones = check({
  id: 'scs-0214-control-plane-zones',
  title: 'The nodes of the control plane are in at least two failure zones',
  section: 'scs-0214-v2#decision',
  needs: { nodes },
  judge({ nodes }) {
    const { controlPlane } = byRole(nodes)
    if (controlPlane.length > 0) return judgeZones(controlPlane, 'control plane')
    const message =
      'the cluster shows no node of its control plane (label node-role.kubernetes.io/control-plane); let the provider attest its zones'
    return { examined: [], violations: [], undecided: { kind: 'manual', message } }
  },
})
