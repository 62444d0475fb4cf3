import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { answer, learnOn } from '../../testbed/literal-kubernetes.ts'
import { anonymousAnswers } from './anonymous-answers.ts'
import { anonymousRequests } from './anonymous-requests.ts'

const status = (code: number, reason: string) => answer(code, { kind: 'Status', reason })
const no = status(403, 'Forbidden')

/** What is said of a server that answers a read and a write in this way, and refuses the others. */
async function verdict(read: ReturnType<typeof answer>, write: ReturnType<typeof answer>) {
  const rbac = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'
  const replies = {
    'GET /api/v1/namespaces': read,
    'POST /api/v1/namespaces': write,
    [`GET ${rbac}`]: no,
    [`POST ${rbac}`]: no,
  }
  const { learned, calls } = await learnOn(anonymousAnswers, replies)
  return { ...verdictOf(anonymousRequests, { anonymousAnswers: learned }), calls }
}

t.test('refused, whether or not the server has anonymous users', async (t) => {
  t.match(await verdict(no, no), {
    verdict: 'PASS',
    finding: { examined: ['GET /api/v1/namespaces: 403', /./, /./, /./] },
  })
  const unknown = status(401, 'Unauthorized')
  t.match(await verdict(unknown, unknown), { verdict: 'PASS', calls: [/^GET/, /^GET/, /^POST/, /^POST/] })
})

t.test('let in, to read or to write', async (t) => {
  t.match(await verdict(answer(200, { kind: 'NamespaceList', items: [] }), no), {
    verdict: 'FAIL',
    finding: { violations: [{ subject: 'GET /api/v1/namespaces without credentials', actual: '200' }] },
  })
  for (const code of [400, 415, 422, 201]) {
    t.match(await verdict(no, status(code, 'BadRequest')), {
      verdict: 'FAIL',
      finding: { violations: [{ actual: /at who writes/ }] },
    })
  }
})

t.test('what comes from somewhere else, or is trouble, says nothing', async (t) => {
  t.match(await verdict(no, answer(400, 'a page')), { verdict: 'DNF', cause: { kind: 'malformed', message: /proxy/ } })
  t.match(await verdict(answer(200, 'a login page'), no), { verdict: 'DNF', cause: { message: /200, .*proxy/ } })
  t.match(await verdict(no, answer(200, { login: '/' })), { verdict: 'DNF', cause: { kind: 'malformed' } })
  t.match(await verdict(status(400, 'BadRequest'), no), { verdict: 'DNF' }, 'a read that is complained about')
  t.match(await verdict(status(503, 'ServiceUnavailable'), no), { verdict: 'DNF', cause: { kind: 'unreachable' } })
})
