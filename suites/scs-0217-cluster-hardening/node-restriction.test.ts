import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { hidden, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import { nodeRestriction } from './node-restriction.ts'

const metrics = (...admissionPlugins: readonly string[]) => ({
  seen: { admissionPlugins, auditEvents: null },
  hidden: null,
})
const judge = (controlPlane: object, apiServerMetrics: object = metrics('PodSecurity')) =>
  verdictOf(nodeRestriction, { controlPlane, apiServerMetrics })
const server = (enabled: string, disabled = '') =>
  started(['kube-apiserver', { 'enable-admission-plugins': enabled, 'disable-admission-plugins': disabled }])

t.test('by flags', async (t) => {
  t.equal(judge(server('PodSecurity,NodeRestriction')).verdict, 'PASS')
  t.match(judge(server('PodSecurity')), { verdict: 'FAIL', finding: { violations: [{ actual: /=PodSecurity$/ }] } })
  t.equal(judge(server('NodeRestriction', 'NodeRestriction')).verdict, 'FAIL')
  t.match(judge(started(['kube-apiserver', {}])), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: 'not enabled' }] },
  })
})

t.test('by metrics, where no flags are seen; what they do not name is not off', async (t) => {
  t.match(judge(hidden, metrics('NodeRestriction')), { verdict: 'PASS', finding: { examined: [/metrics/] } })
  t.equal(judge(hidden).verdict, 'MISS')
  t.equal(judge(refused, { seen: null, hidden: 'forbidden', message: 'no' }).verdict, 'DNF')
})
