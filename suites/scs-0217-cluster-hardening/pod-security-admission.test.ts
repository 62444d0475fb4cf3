import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { podSecurityAdmission } from './pod-security-admission.ts'

const metrics = (...admissionPlugins: readonly string[]) => ({
  seen: { admissionPlugins, auditEvents: null },
  hidden: null,
})
const judge = (outcome: string, apiServerMetrics: object = metrics()) =>
  verdictOf(podSecurityAdmission, {
    podSecurityTrial: { enforced: { outcome, said: 'w' }, leftovers: ['x stays'] },
    apiServerMetrics,
  })

t.test('refused by the controller, or let in', async (t) => {
  t.match(judge('PodSecurity'), { verdict: 'PASS', finding: { notes: ['x stays'] } })
  t.match(judge('accepted'), { verdict: 'FAIL', finding: { violations: [{ actual: 'it was accepted' }] } })
})

t.test('another policy was first: by metrics, or by attestation', async (t) => {
  t.equal(judge('other', metrics('PodSecurity')).verdict, 'PASS')
  t.match(judge('other'), { verdict: 'MISS', cause: { kind: 'manual', message: /another policy/ } })
})

t.test('let in though the controller is at work: the user may be exempt', async (t) => {
  t.match(judge('accepted', metrics('PodSecurity')), { verdict: 'MISS', cause: { message: /exempt/ } })
})

t.test('let in, and nothing tells whether the controller is at work: no violation was seen', async (t) => {
  const unseen = (hidden: string) => ({ seen: null, hidden, message: 'GET /metrics: no' })
  t.match(judge('accepted', unseen('forbidden')), {
    verdict: 'DNF',
    cause: { kind: 'forbidden', message: /\/metrics/ },
  })
  t.match(judge('accepted', unseen('absent')), { verdict: 'MISS', cause: { kind: 'manual' } })
  t.equal(judge('PodSecurity', unseen('forbidden')).verdict, 'PASS')
})
