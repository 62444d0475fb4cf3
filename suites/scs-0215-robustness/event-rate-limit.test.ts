import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { hidden, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import { eventRateLimit } from './event-rate-limit.ts'

const metrics = (...admissionPlugins: readonly string[]) => ({
  seen: { admissionPlugins, auditEvents: null },
  hidden: null,
})
const judge = (controlPlane: object, apiServerMetrics: object = metrics('NodeRestriction')) =>
  verdictOf(eventRateLimit, { controlPlane, apiServerMetrics })

t.test('by flags', async (t) => {
  const server = (plugins: string) => started(['kube-apiserver', { 'enable-admission-plugins': plugins }])
  t.equal(judge(server('NodeRestriction,EventRateLimit')).verdict, 'PASS')
  t.match(judge(server('NodeRestriction')), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: /=NodeRestriction$/ }] },
  })
  t.match(judge(started(['kube-apiserver', {}])), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: 'not enabled' }] },
  })
})

t.test('by metrics, where no flags are seen; what they do not name is not off', async (t) => {
  t.match(judge(hidden, metrics('EventRateLimit')), { verdict: 'PASS', finding: { examined: [/metrics/] } })
  t.match(judge(hidden), { verdict: 'MISS' })
  t.match(judge(refused, { seen: null, hidden: 'forbidden', message: 'no' }), {
    verdict: 'DNF',
    cause: { kind: 'forbidden' },
  })
})
