import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import type { Flags } from '../../src/kubernetes/flags.ts'
import { hidden, refused, started } from '../control-plane-flags/sample-control-plane.ts'
import { authorizationModes } from './authorization-modes.ts'
import { reviews, reviewsForbidden } from './sample-reviews.ts'

const judge = (controlPlane: object, accessReviews: object = reviewsForbidden) =>
  verdictOf(authorizationModes, { controlPlane, accessReviews })
const server = (flags: Flags) => started(['kube-apiserver', flags])
const mode = (modes: string) => server({ 'authorization-mode': modes })

t.test('by flags', async (t) => {
  for (const modes of ['Node,RBAC', 'RBAC,Node,Webhook', 'Node,ABAC'])
    t.equal(judge(mode(modes)).verdict, 'PASS', modes)
  for (const modes of ['RBAC', 'Node', 'Node,RBAC,AlwaysAllow', 'AlwaysAllow']) {
    t.match(
      judge(mode(modes)),
      { verdict: 'FAIL', finding: { violations: [{ actual: modes.replaceAll(',', ', ') }] } },
      modes,
    )
  }
  t.match(judge(server({})), { verdict: 'FAIL', finding: { violations: [{ actual: 'AlwaysAllow' }] } }, 'the default')
})

t.test('by the reasons of those who decide, where flags are hidden or point to a file', async (t) => {
  for (const controlPlane of [hidden, server({ 'authorization-config': '/f' })]) {
    t.match(judge(controlPlane, reviews()), { verdict: 'PASS', finding: { examined: [/access reviews/] } })
    t.equal(
      judge(controlPlane, reviews({ nodeReadsSecret: { allowed: false, reason: '', evaluationError: '' } })).verdict,
      'MISS',
    )
    t.equal(judge(controlPlane).verdict, 'MISS')
  }
  t.equal(judge(refused).verdict, 'DNF')
})

t.test('somebody unknown may do everything', async (t) => {
  const open = reviews({ nobodyDoesAll: { allowed: true, reason: '', evaluationError: '' } })
  t.match(judge(hidden, open), { verdict: 'FAIL', finding: { violations: [{ subject: 'the API server' }] } })
  t.equal(judge(mode('Node,RBAC'), open).verdict, 'FAIL')
})
