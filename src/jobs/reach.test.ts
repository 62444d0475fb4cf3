import t from 'tap'
import { patiently, watchReach } from './reach.ts'

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
const denied = Object.assign(new Error('permission denied'), { code: '42501' })

function failing(...errors: readonly Error[]) {
  const left = [...errors]
  return async () => {
    const error = left.shift()
    if (error) throw error
    return 'done'
  }
}

t.test('what cannot be reached is asked again, which is told once', async (t) => {
  const said: string[] = []
  const reach = watchReach((text) => said.push(text))
  const { signal } = new AbortController()
  const both = [failing(refused), failing(refused)].map((act) => patiently(act, reach, signal))
  t.same(await Promise.all(both), ['done', 'done'])
  t.match(said, [/^PostgreSQL cannot be reached \(connect ECONNREFUSED .*\); trying again/, /can be reached again/])
  t.equal(said.length, 2)
})

t.test('what will not work later either is an error at once, and so is all when it is to end', async (t) => {
  const said: string[] = []
  const reach = watchReach((text) => said.push(text))
  await t.rejects(patiently(failing(denied), reach, new AbortController().signal), denied)
  await t.rejects(patiently(failing(refused), reach, AbortSignal.abort()), refused)
  await t.rejects(patiently(failing(refused), reach, undefined), refused)
  t.same(said, [])
})
