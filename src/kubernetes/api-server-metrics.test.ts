import t from 'tap'
import { answer, learnOn, literalKubernetes } from '../../testbed/literal-kubernetes.ts'
import { apiServerMetrics } from './api-server-metrics.ts'
import { kubernetes } from './facts.ts'

const plugin = (name: string) =>
  `apiserver_admission_controller_admission_duration_seconds_count{name="${name}",operation="CREATE",rejected="false",type="admit"} 3\n`
const page = `# HELP x\n${plugin('NodeRestriction')}${plugin('EventRateLimit')}${plugin('NodeRestriction')}apiserver_audit_event_total 1.2e+03`

t.test('what has been at work', async (t) => {
  const { learned } = await learnOn(apiServerMetrics, { 'GET /metrics': page })
  t.same(learned, {
    seen: { admissionPlugins: ['EventRateLimit', 'NodeRestriction'], auditEvents: 1200 },
    hidden: null,
  })
})

t.test('read in pieces that end anywhere', async (t) => {
  const whole = literalKubernetes({})
  const inPieces = {
    ...whole,
    stream: async (_: object, onText: (text: string) => void) => page.split('').forEach(onText),
  }
  const { learned } = await learnOn(apiServerMetrics, {}, [[kubernetes, inPieces]])
  t.match(learned, { seen: { admissionPlugins: ['EventRateLimit', 'NodeRestriction'], auditEvents: 1200 } })
})

t.test('nothing of the kind, not allowed, not there, not answering', async (t) => {
  const learn = async (reply: Parameters<typeof learnOn>[1][string]) =>
    (await learnOn(apiServerMetrics, { 'GET /metrics': reply })).learned
  t.same(await learn('up 1\n'), { seen: { admissionPlugins: [], auditEvents: null }, hidden: null })
  t.match(await learn(answer(403, { message: 'no' })), { seen: null, hidden: 'forbidden', message: /403: no/ })
  t.match(await learn(404), { seen: null, hidden: 'absent' })
  t.match(await learn(500), { kind: 'unreachable' })
})
