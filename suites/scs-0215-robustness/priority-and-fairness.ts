import { check } from '../../src/check.ts'
import { controlPlane } from '../../src/kubernetes/control-plane.ts'
import { fairness } from './facts.ts'

/**
 * Clause (RECOMMENDED): the API server queues requests by priority and fairness.
 *
 * It puts a header on every answer it has handled, which shows it at work. Off is what was started with
 * `--enable-priority-and-fairness=false`, or has neither the header nor a FlowSchema. Schemas without the header may lack
 * it for what stands between us and the API server.
 */
export const priorityAndFairness = check({
  id: 'scs-0215-priority-and-fairness',
  title: 'API priority and fairness is active (recommended)',
  section: 'scs-0215-v1#kube-api-rate-limiting-1',
  needs: { fairness, controlPlane },
  judge({ fairness: { flowSchemas, atWork }, controlPlane }) {
    const off = controlPlane.processes.filter(({ flags }) => flags?.['enable-priority-and-fairness'] === 'false')
    const remedy = 'start kube-apiserver without --enable-priority-and-fairness=false'
    const expected = 'API priority and fairness is active'
    const violations = off.map(({ component, source }) => ({
      subject: `${component} (${source})`,
      expected,
      actual: '--enable-priority-and-fairness=false',
      remedy,
    }))
    if (violations.length === 0 && !atWork && (flowSchemas ?? []).length === 0) {
      const actual = 'no FlowSchema, and no answer says by which it was let through'
      violations.push({ subject: 'the API server', expected, actual, remedy })
    }
    const examined = (flowSchemas ?? []).map((name) => `flow schema ${name}`)
    if (violations.length > 0 || atWork) return { examined, violations }
    const message =
      'there are FlowSchemas, but no answer says by which it was let through; does a proxy take headers away? Else have it attested'
    return { examined, violations, undecided: { kind: 'manual', message } }
  },
})
