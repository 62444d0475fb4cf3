import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { hidden, notAllSeen, started } from '../control-plane-flags/sample-control-plane.ts'
import { podSecurityBaseline } from './pod-security-baseline.ts'

const accepted = { outcome: 'accepted', said: '' }
const refusal = { outcome: 'other', said: 'denied' }
const policy = { namespace: 'web', policies: ['enforce: baseline'] }
const plain = started(['kube-apiserver', {}])

function judge(
  privileged: object,
  { harmless = accepted, policies = [] as readonly object[], controlPlane = plain } = {},
) {
  const podSecurityTrial = { privileged, harmless, enforced: refusal, leftovers: [] }
  return verdictOf(podSecurityBaseline, { podSecurityTrial, namespacePolicies: policies, controlPlane })
}

t.test('refused for being privileged, by whatever policy', async (t) => {
  t.equal(judge({ outcome: 'PodSecurity', said: 'violates' }).verdict, 'PASS')
  t.equal(judge(refusal).verdict, 'PASS')
  t.match(judge(refusal, { harmless: refusal }), { verdict: 'MISS', cause: { message: /harmless pod is refused too/ } })
})

t.test('warned of', async (t) => {
  const warned = { outcome: 'accepted', said: '299 - "would violate PodSecurity \\"baseline:latest\\""' }
  t.match(judge(warned), { verdict: 'PASS', finding: { notes: [/only warned of/] } })
})

t.test('let in silently: no policy anywhere', async (t) => {
  t.match(judge(accepted), { verdict: 'FAIL', finding: { violations: [{ subject: 'pods of the cluster' }] } })
})

t.test('let in silently, but there may be policies that do not show', async (t) => {
  t.match(judge(accepted, { policies: [policy] }), {
    verdict: 'MISS',
    cause: { kind: 'manual' },
    finding: { examined: [/./, 'namespace web: enforce: baseline'] },
  })
  t.equal(judge(accepted, { controlPlane: hidden }).verdict, 'MISS')
  t.equal(judge(accepted, { controlPlane: started(['kube-apiserver', null]) }).verdict, 'MISS')
  t.equal(
    judge(accepted, { controlPlane: started(['kube-apiserver', { 'admission-control-config-file': '/f' }]) }).verdict,
    'MISS',
  )
  t.equal(judge(accepted, { controlPlane: notAllSeen(started(['kube-apiserver', {}])) }).verdict, 'MISS')
})
