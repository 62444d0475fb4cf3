import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { authenticatedSecrets } from './authenticated-secrets.ts'
import { reviews, reviewsForbidden } from './sample-reviews.ts'

const judge = (accessReviews: object) => verdictOf(authenticatedSecrets, { accessReviews })

t.test('no access, or some', async (t) => {
  t.match(judge(reviews()), { verdict: 'PASS', finding: { examined: [/^get/, /^list/] } })
  const anybodyGetsSecrets = {
    allowed: true,
    reason: 'RBAC: allowed by ClusterRoleBinding "oops"',
    evaluationError: '',
  }
  t.match(judge(reviews({ anybodyGetsSecrets })), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'group system:authenticated', actual: /^may get them \(RBAC: .*oops/ }] },
  })
})

t.test('not allowed to ask, nobody to ask', async (t) => {
  t.match(judge(reviewsForbidden), { verdict: 'DNF', cause: { kind: 'forbidden', message: /POST: 403/ } })
  t.match(judge({ ...reviewsForbidden, hidden: 'absent' }), { verdict: 'DNF', cause: { kind: 'dependency' } })
})

t.test('an authorizer that could not answer: its no is none, a yes of another one stays', async (t) => {
  const evaluationError = 'webhook: connection refused'
  const unsure = { allowed: false, reason: '', evaluationError }
  t.match(judge(reviews({ anybodyListsSecrets: unsure })), {
    verdict: 'DNF',
    cause: { kind: 'dependency', message: /connection refused/ },
  })
  t.equal(judge(reviews({ anybodyGetsSecrets: { ...unsure, allowed: true } })).verdict, 'FAIL')
})
