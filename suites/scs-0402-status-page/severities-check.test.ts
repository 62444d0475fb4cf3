import fc from 'fast-check'
import t from 'tap'
import { judgeProvider } from '../../testbed/judge-provider.ts'
import type { StatusPage } from './facts.ts'
import { severitiesCheck } from './severities-check.ts'

type Listed = readonly (readonly [name: string | null, value: number | null])[]

function verdict(listed: Listed, isWhole = true) {
  const items = listed.map(([name, value]) => ({ name, value }))
  const page = { asked: [], severities: { items, isWhole } } as unknown as StatusPage // of the rest nothing is read
  return severitiesCheck.judge({ statusPage: page })
}

const sound: Listed = [
  ['operational', 33],
  ['limited', 66],
  ['broken', 100],
]

t.test('the example of the decision, with and without maintenance, in any order', async (t) => {
  for (const listed of [sound, [['maintenance', 0], ...sound] as const, sound.toReversed(), [['all', 100]] as const])
    t.strictSame(verdict(listed).violations, [])
})

t.test('a gap above, an overlap, names', async (t) => {
  for (const [listed, violation] of [
    [sound.slice(0, 2), { expected: 'one with the value 100', actual: '67 to 100 belong to none' }],
    [[], { expected: 'one with the value 100', actual: 'there is no severity' }],
    [
      [...sound, ['down', 66]],
      { subject: 'severities limited, down', expected: 'ranges that do not overlap', actual: 'all of them end at 66' },
    ],
    [[...sound, ['limited', 50]], { subject: 'severity limited', expected: 'a name of its own' }],
    [[...sound, [null, 50]], { subject: 'severity without name', expected: 'a name' }],
    [[...sound, ['open', null]], { subject: 'severity open', expected: 'a value, its upper bound' }],
  ] as const) {
    const { violations } = verdict(listed as Listed)
    t.match(violations, [violation])
    t.equal(violations.length, 1)
  }
})

t.test('every value from 0 to 100 belongs to exactly one severity, or there is a violation', async () => {
  const value = fc.integer({ min: 0, max: 100 })
  fc.assert(
    fc.property(fc.array(value, { maxLength: 6 }), (values) => {
      const { violations } = verdict(values.map((value, at) => [`s${at}`, value]))
      const ascending = values.toSorted((a, b) => a - b)
      const owners = (of: number) =>
        ascending.filter(
          (upper, at) => of <= upper && (at === 0 || of > (ascending[at - 1] ?? 0) || upper === ascending[at - 1]),
        )
      const isCovered = Array.from({ length: 100 }, (_, at) => at + 1).every((of) => owners(of).length === 1)
      const isTwiceZero = values.filter((one) => one === 0).length > 1
      return (violations.length === 0) === (isCovered && !isTwiceZero)
    }),
  )
})

t.test('not decided: no list, one that is not whole; what is seen of it decides all the same', async (t) => {
  t.match(verdict(sound.slice(0, 2), false), {
    violations: [],
    undecided: { kind: 'malformed', message: /not every severity/ },
  })
  t.notOk(verdict([...sound, ['down', 66]], false).undecided)
  t.match(await judgeProvider(severitiesCheck, null), { verdict: 'MISS' })
  const faults = [{ path: '^/severities', action: { status: 503 } }]
  t.match(await judgeProvider(severitiesCheck, { statusPage: {} }, { faults }), {
    verdict: 'DNF',
    cause: { kind: 'unreachable' },
  })
  t.match(await judgeProvider(severitiesCheck, { statusPage: {} }), { verdict: 'PASS' })
})
