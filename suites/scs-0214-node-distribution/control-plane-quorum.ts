import { check } from '../../src/check.ts'
import { sources } from './facts.ts'
import { hostNames } from './host-names.ts'
import { controlPlaneOf, nodeName, remedy } from './judge-hosts.ts'
import { openQuestion } from './open-question.ts'
import { placementOf } from './placement.ts'
import { some } from './some.ts'
import { spreadOf } from './spread.ts'

/**
 * Whichever physical machine is lost, more than half of the control plane is left, so that etcd keeps its quorum.
 *
 * Ours, beyond the standard, after Kubernetes' advice on high availability; two nodes never are enough. Counted are nodes
 * of the control plane: an etcd outside of them is not seen. A node that is not seen may be on any machine, so PASS needs
 * the majority also then; FAIL needs half or more seen together.
 */
export const controlPlaneQuorum = check({
  id: 'scs-0214-control-plane-quorum',
  title: 'Losing any one physical machine leaves a majority of the control plane',
  section: 'scs-0214-v2#decision',
  needs: sources,
  judge(facts) {
    const placement = placementOf(facts)
    const controlPlane = controlPlaneOf(placement)
    const { count, atLeast, atMost } = spreadOf(controlPlane)
    const told = { examined: controlPlane.map(({ name }) => nodeName(name)), notes: placement.notes }
    if (count > 0 && 2 * atMost < count) return { ...told, violations: [] }
    if (count === 0 || 2 * atLeast < count) return { ...told, violations: [], undecided: openQuestion(placement) }
    const hosts = hostNames(placement.places)
    const placed = controlPlane.map((place) => `${nodeName(place.name)} on ${hosts.get(place) ?? 'a host not seen'}`)
    const expected = `at most ${Math.max(0, Math.ceil(count / 2) - 1)} of ${count} nodes on one machine`
    const violation = { subject: 'control plane', expected, actual: `${atLeast} on one: ${some(placed)}`, remedy }
    return { ...told, violations: [violation] }
  },
})
