import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import type { ControlPlane } from '../../src/kubernetes/control-plane.ts'
import { hidden, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import { requestLimits } from './request-limits.ts'

const judge = (controlPlane: ControlPlane) => verdictOf(requestLimits, { controlPlane })
const flags = { 'max-requests-inflight': '800', 'max-mutating-requests-inflight': '400', 'min-request-timeout': '1800' }

t.test('limits are set, or those of Kubernetes hold', async (t) => {
  t.match(judge(started(['kube-apiserver', flags])), { verdict: 'PASS', finding: { notes: [] } })
  t.match(judge(started(['kube-apiserver', {}])), {
    verdict: 'PASS',
    finding: { notes: [/default of 400/, /200/, /1800/] },
  })
})

t.test('a limit that is switched off, on any of the API servers', async (t) => {
  const off = { ...flags, 'max-requests-inflight': '0' }
  t.match(judge(started(['kube-apiserver', flags], ['kube-apiserver', off])), {
    verdict: 'FAIL',
    finding: {
      violations: [{ subject: 'kube-apiserver (pod kube-apiserver-1)', actual: '--max-requests-inflight=0' }],
    },
  })
  t.equal(judge(started(['kube-apiserver', { ...flags, 'min-request-timeout': '-1' }])).verdict, 'FAIL')
})

t.test('not shown, not allowed to see', async (t) => {
  t.match(judge(hidden), { verdict: 'MISS', cause: { kind: 'manual' } })
  t.match(judge(started(['kube-apiserver', flags], ['kube-apiserver', null])), {
    verdict: 'MISS',
    cause: { kind: 'manual', message: /kube-apiserver-1\) does not show/ },
  })
  t.match(judge(refused), { verdict: 'DNF', cause: { kind: 'forbidden' } })
})
