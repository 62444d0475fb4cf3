import t from 'tap'
import { durationOf } from './duration.ts'
import { fact, type Fact, type Making } from './fact.ts'

const makes = (more: Partial<Making>): Making => ({ what: 'it', stays: 'seconds', cleanUpMs: 60_000, ...more })
const read = fact({ name: 'read', needs: {}, cost: { reads: 1 }, load: () => 1 })
const words = fact({ name: 'words', needs: { read }, load: () => 1 })
const vm = fact({
  name: 'VM',
  needs: { read },
  cost: { writes: 9, minutes: 5 },
  timeoutMs: 600_000,
  makes: makes({ room: { instances: 1 } }),
  load: () => 1,
})
const backup = fact({
  name: 'backup',
  needs: {},
  cost: { writes: 4, minutes: 2 },
  timeoutMs: 240_000,
  makes: makes({ room: { volumes: 1 } }),
  load: () => 1,
})
const pod = fact({
  name: 'pod',
  needs: {},
  cost: { writes: 1, minutes: 9 },
  timeoutMs: 720_000,
  makes: makes({}),
  load: () => 1,
})

function duration(facts: readonly Fact[], given: readonly Fact[] = []) {
  const { oneAfterAnotherMinutes: usual, atMostMinutes: most } = durationOf(
    [{ needs: Object.fromEntries(facts.map((one) => [one.name, one])) }],
    new Set(given),
  )
  return [usual, most]
}

t.test(
  'what only reads takes its deadline, what it needs before that, and what asks nothing takes no time',
  async (t) => {
    t.same(duration([]), [0, 0])
    t.same(duration([words]), [0, 2])
    t.same(duration([words], [read]), [0, 0], 'what is given takes none either')
  },
)

t.test('what holds room of the quota may run one after the other, all else side by side', async (t) => {
  t.same(duration([backup]), [2, 5])
  t.same(duration([backup, vm]), [7, 2 + 5 + 11])
  t.same(duration([pod, backup]), [9, 13 + 5])
  t.same(duration([pod, backup, vm], [vm]), [9, 18])
})
