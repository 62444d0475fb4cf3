import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import type { Flags } from '../../src/kubernetes/flags.ts'
import { hidden, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import { auditLog } from './audit-log.ts'

const metrics = (auditEvents: number | null) => ({ seen: { admissionPlugins: [], auditEvents }, hidden: null })
const judge = (controlPlane: object, apiServerMetrics: object = metrics(0)) =>
  verdictOf(auditLog, { controlPlane, apiServerMetrics })
const server = (flags: Flags) => judge(started(['kube-apiserver', flags]))

t.test('a policy and a place', async (t) => {
  const policy = { 'audit-policy-file': '/p' }
  t.equal(server({ ...policy, 'audit-log-path': '/l' }).verdict, 'PASS')
  t.equal(server({ ...policy, 'audit-webhook-config-file': '/w' }).verdict, 'PASS')
  t.match(server(policy), { verdict: 'FAIL', finding: { violations: [{ actual: /^no --audit-log-path/ }] } })
  t.match(server({ 'audit-log-path': '/l' }), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: 'no --audit-policy-file' }] },
  })
})

t.test('events that were counted, where no flags are seen', async (t) => {
  t.equal(judge(hidden, metrics(12)).verdict, 'PASS')
  for (const none of [0, null]) t.equal(judge(hidden, metrics(none)).verdict, 'MISS')
  t.equal(judge(refused, { seen: null, hidden: 'absent', message: '' }).verdict, 'DNF')
})
