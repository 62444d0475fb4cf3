import fc from 'fast-check'
import t from 'tap'
import type { Verdict } from '../report.ts'
import type { Scope } from '../scope.ts'
import { scoreCard, type Observation } from './score-card.ts'

const standard = { id: 'scs-0100-v3', title: 'Flavor naming', url: 'https://docs.example/v3' }
const scope: Scope = {
  id: 'scs-compatible-iaas', uuid: 'u', name: 'SCS-compatible IaaS', url: 'https://example.org/scope', digest: 'sha256:00',
  level: 'compatible', layer: 'iaas',
  testcases: ['a', 'b'].map((id) => ({ id, description: id, lifetime: 'week', section: 'light', manual: false, standard })),
  versions: [{ version: 'v1', stabilizedAt: '2024-01-01', targets: { main: ['a', 'b'] } }],
  timeline: [{ date: '2024-01-01', versions: { v1: 'effective' } }],
} // prettier-ignore
const at = '2026-06-12T12:00:00.000Z'

function seen(
  testcase: string,
  verdict: Observation['verdict'],
  checkedAt: string,
  rest: Partial<Observation> = {},
): Observation {
  return { testcase, verdict, checkedAt: `2026-06-${checkedAt}:00:00.000Z`, source: checkedAt, ...rest }
}

/** The result of testcase a. */
function resultOf(...observations: readonly Observation[]) {
  return scoreCard('cloud', 'iaas', [scope], observations, at).cards[0]?.results['a']
}

t.test('the newest result counts, whatever it says; behind it stands the last PASS', async (t) => {
  t.match(resultOf(seen('a', 'PASS', '10T10'), seen('a', 'DNF', '11T10')), {
    verdict: 'DNF',
    lastPassAt: '2026-06-10T10:00:00.000Z',
  })
  t.match(resultOf(seen('a', 'FAIL', '10T10'), seen('a', 'PASS', '11T10')), { verdict: 'PASS', flaky: true })
  t.match(resultOf(seen('a', 'PASS', '10T10'), seen('a', 'PASS', '11T10')), { verdict: 'PASS', flaky: undefined })
  t.match(resultOf(seen('a', 'PASS', '11T10', { attempts: 2 })), { verdict: 'PASS', flaky: true })
  t.match(
    resultOf(seen('a', 'PASS', '11T10'), seen('a', 'FAIL', '13T10')),
    { verdict: 'PASS' },
    'what is not known yet',
  )
})

t.test('a level that takes a tentative result says so, until an assessor has confirmed it', async (t) => {
  const rungWith = (rest: Partial<Observation>) =>
    scoreCard('cloud', 'iaas', [scope], [seen('a', 'PASS', '11T10', rest), seen('b', 'PASS', '11T10')], at).level.compatible // prettier-ignore
  t.match(rungWith({ tentative: true }), { verdict: 'PASS', tentative: ['a'] })
  t.match(rungWith({}), { verdict: 'PASS', tentative: undefined })
})

t.test('a result counts until it expires', async (t) => {
  t.match(resultOf(seen('a', 'PASS', '01T10')), {
    verdict: 'PASS',
    expiresAt: '2026-06-15T00:00:00.000Z',
    expiresSoon: true,
  })
  const old = { ...seen('a', 'PASS', '01T10'), checkedAt: '2026-05-25T10:00:00.000Z' }
  t.match(resultOf(old), { verdict: 'MISS', expired: true, lastPassAt: '2026-05-25T10:00:00.000Z' })
  t.match(resultOf({ ...old, expiresAt: '2026-09-01T00:00:00.000Z' }), { verdict: 'PASS', expiresSoon: undefined })
  t.match(resultOf(), { verdict: 'MISS', checkedAt: null, expired: undefined })
})

t.test('a tentative result says so', async (t) => {
  t.match(resultOf(seen('a', 'PASS', '11T10', { tentative: true })), { verdict: 'PASS', tentative: true })
})

t.test('several partial reports make one level', async (t) => {
  const { level } = scoreCard('cloud', 'iaas', [scope], [seen('a', 'PASS', '10T10'), seen('b', 'PASS', '11T10')], at)
  t.match(level.compatible, { verdict: 'PASS', since: '2026-06-11T10:00:00.000Z', until: '2026-06-22T00:00:00.000Z' })
  const part = scoreCard('cloud', 'iaas', [scope], [seen('a', 'PASS', '10T10')], at)
  t.match(part.level.compatible, { verdict: 'MISS', missing: ['b'] })
})

const observations = fc.array(
  fc.record({
    testcase: fc.constantFrom('a', 'b'),
    verdict: fc.constantFrom<Exclude<Verdict, 'MISS'>>('PASS', 'FAIL', 'DNF'),
    checkedAt: fc.constantFrom('2026-05-20T00:00:00.000Z', '2026-06-08T00:00:00.000Z', '2026-06-11T00:00:00.000Z'),
    source: fc.constantFrom('x', 'y', 'z'),
  }),
)

t.test('merging does not depend on the order in which sources are named', async () => {
  fc.assert(
    fc.property(
      observations.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, mixed]) => {
        const card = (some: readonly Observation[]) => {
          const { cards, level } = scoreCard('cloud', 'iaas', [scope], some, at)
          return JSON.stringify([cards, level])
        }
        return card(all) === card(mixed)
      },
    ),
  )
})
