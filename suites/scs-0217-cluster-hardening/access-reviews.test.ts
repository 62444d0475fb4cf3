import t from 'tap'
import type { Call } from '../../src/kubernetes/client.ts'
import { answer, learnOn } from '../../testbed/literal-kubernetes.ts'
import { accessReviews } from './access-reviews.ts'

const path = 'POST /apis/authorization.k8s.io/v1/subjectaccessreviews'

t.test('each question with its own answer', async (t) => {
  const said = ({ body }: Call) => {
    const { spec } = body as { spec: { user: string; resourceAttributes?: { verb: string } } }
    return { status: { allowed: spec.resourceAttributes?.verb === 'list', reason: spec.user } }
  }
  t.match((await learnOn(accessReviews, { [path]: said })).learned, {
    seen: {
      nobodyDoesAll: { allowed: false },
      nodeReadsSecret: { allowed: false, reason: /^system:node:/ },
      anybodyListsSecrets: { allowed: true },
    },
    hidden: null,
  })
  t.match((await learnOn(accessReviews, { [path]: { status: { allowed: true } } })).learned, {
    seen: { nobodyDoesAll: { allowed: true, reason: '', evaluationError: '' } },
  })
})

t.test('an authorizer that could not answer says so', async (t) => {
  const status = { allowed: false, evaluationError: 'webhook: connection refused' }
  t.match((await learnOn(accessReviews, { [path]: { status } })).learned, {
    seen: { anybodyGetsSecrets: { allowed: false, evaluationError: /refused/ } },
  })
})

t.test('not allowed to ask, no answer, another answer', async (t) => {
  t.match((await learnOn(accessReviews, { [path]: answer(403, { message: 'no' }) })).learned, {
    seen: null,
    hidden: 'forbidden',
  })
  t.match((await learnOn(accessReviews, { [path]: 500 })).learned, { kind: 'unreachable' })
  t.match((await learnOn(accessReviews, { [path]: { status: {} } })).learned, { kind: 'malformed' })
})
