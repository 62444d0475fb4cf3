import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { authentication } from './authentication.ts'

const judge = (status: number, ...challenges: readonly string[]) =>
  verdictOf(authentication, { registryLook: { url: 'https://r', tls: null, status, challenges } })

t.test('401 with a way to log in, and without one', async (t) => {
  t.match(judge(401, 'Bearer'), { verdict: 'PASS', finding: { examined: ['GET https://r/v2/: 401 Bearer'] } })
  t.match(judge(401), { verdict: 'FAIL', finding: { violations: [{ actual: /without WWW-Authenticate/ }] } })
})

t.test('open to read, no registry, none named: each undecided', async (t) => {
  t.match(judge(200), { verdict: 'MISS', cause: { kind: 'manual', message: /nobody can push/ } })
  t.match(judge(404), { verdict: 'DNF', cause: { kind: 'malformed', message: /is the URL right/ } })
  t.match(verdictOf(authentication, { registryLook: null }), { verdict: 'MISS', cause: { kind: 'manual' } })
})
