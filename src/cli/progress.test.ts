import t from 'tap'
import { longFacts, makePace } from './progress.ts'

t.test('progress of a long fact, with the time that is left by its pace', async (t) => {
  const pace = makePace()
  const at = (done: number, minutes: number, total: number | null = 400) =>
    pace({ doing: 'e2e tests', done, total }, minutes * 60_000)
  t.equal(pace({ doing: 'waiting for the pod', done: 0, total: null }, 0), 'waiting for the pod …')
  t.equal(at(0, 0), 'e2e tests 0/400 (0 %)')
  t.equal(at(100, 10), 'e2e tests 100/400 (25 %), about 30 min left')
  t.equal(at(300, 20), 'e2e tests 300/400 (75 %), about 7 min left')
  t.equal(at(400, 30), 'e2e tests 400/400 (100 %)')
  t.equal(at(401, 30), 'e2e tests 401/400 (100 %)')
  t.equal(at(0, 0, 0), 'e2e tests …')
})

t.test(
  'several long facts at a time: each tells when it goes on, not each time that another one has spoken',
  async (t) => {
    const told: string[] = []
    const on = longFacts((line) => told.push(line))
    const say = (fact: string, doing: string) =>
      on({ type: 'fact-progress', fact, progress: { doing, done: 0, total: null } })
    for (let look = 0; look < 5; look++) {
      say('VM', 'waiting for the VM')
      say('backup', 'the backup is creating')
    }
    say('backup', 'deleting the backup')
    t.same(told, ['waiting for the VM …', 'the backup is creating …', 'deleting the backup …'])
  },
)
