import fc from 'fast-check'
import t from 'tap'
import type { Verdict } from '../../../report.ts'
import { decide, type Wanted } from './decision.ts'
import type { Evidence } from './evidence.ts'

const testcases = ['scs-0100-syntax-check', 'scs-0101-entropy-avail', 'scs-0102-image-recency']
const [first = '', second = ''] = testcases
const wanted: Wanted = { version: 'v5.1', testcases, since: '2026-10-01', minimum: 3 }
const all = (verdict: Verdict) => Object.fromEntries(testcases.map((id) => [id, verdict]))

function evidence(subject: string, verdicts: Readonly<Record<string, Verdict>>, party = subject): Evidence {
  const known = Object.entries(verdicts).filter(([, verdict]) => verdict !== 'MISS')
  return { subject, party, verdicts: new Map(known), newest: undefined }
}
const passing = (...names: readonly string[]) => names.map((name) => evidence(name, all('PASS')))
const texts = (given: readonly Evidence[], by = wanted) =>
  decide(by, given).reasons.map(({ weighs, text }) => `${weighs}: ${text}`)

t.test('go: enough subjects pass all, and it says so', async (t) => {
  t.equal(decide(wanted, passing('a', 'b', 'c')).decision, 'go')
  t.same(texts(passing('a', 'b', 'c')), ['for: 3 subjects passed all of v5.1 since 2026-10-01; 3 wanted'])
  t.same(texts(passing('a', 'b')), ['against: only 2 of 3 wanted subjects took part since 2026-10-01'])
})

t.test('no-go: nobody, nothing, too few', async (t) => {
  t.same(texts([]), ['against: no subject has run any of v5.1 since 2026-10-01'])
  t.same(texts([evidence('a', {})]), ['against: no subject has run any of v5.1 since 2026-10-01'])
  t.same(texts(passing('a', 'b', 'c'), { ...wanted, testcases: [] }), [
    'against: v5.1 demands nothing: there is nothing to be sure of',
  ])
  const partly = [...passing('a', 'b'), evidence('c', { [first]: 'PASS' })]
  t.match(texts(partly), [
    'against: only 2 of 3 wanted subjects passed all of v5.1 since 2026-10-01',
    `note: 2 of 3 subjects passed ${second} (1 MISS)`,
    /^note: 2 of 3/,
  ])
})

t.test('subjects of one group count once', async (t) => {
  const regions = ['a', 'b', 'c'].map((name) => evidence(name, all('PASS'), 'group g'))
  t.same(texts(regions), [
    'against: only 1 of 3 wanted subjects took part since 2026-10-01; subjects of one group count once',
  ])
  t.equal(decide(wanted, [...regions, ...passing('d', 'e')]).decision, 'go')
})

t.test('a testcase that goes wrong on most: the test; on one alone: that cloud', async (t) => {
  const failing = { ...all('PASS'), [first]: 'FAIL' as const }
  const undecided = { ...all('PASS'), [first]: 'DNF' as const }
  const few = [...passing('a', 'b', 'c'), evidence('d', failing), evidence('e', failing), evidence('f', undecided)]
  t.match(texts(few), [
    `against: 3 of 6 subjects passed ${first} (2 FAIL, 1 DNF)`,
    'for: 3 subjects passed all of v5.1 since 2026-10-01; 3 wanted',
  ])
  t.match(texts([...few, evidence('g', failing)]), [
    `against: 3 of 7 subjects passed ${first} (3 FAIL, 1 DNF): it goes wrong on most that tried, look at the test first`,
    /^for/,
  ])
  t.match(texts([...passing('a', 'b', 'c'), evidence('d', failing)]), [
    /^for/,
    `note: 3 of 4 subjects passed ${first} (1 FAIL): it goes wrong on d alone, look at that cloud first`,
  ])
  t.match(texts([evidence('a', undecided), evidence('b', undecided)])[1], `no subject passed ${first} (2 DNF)`)
})

const verdict = fc.constantFrom<Verdict>('PASS', 'FAIL', 'DNF', 'MISS')
const someone = fc
  .record({
    verdicts: fc.record(Object.fromEntries(testcases.map((id) => [id, verdict]))),
    party: fc.constantFrom('x', 'y', 'z', 'u', 'v'),
  })
  .map(({ verdicts, party }) => evidence(party, verdicts, party))
const mostlyPassing = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('x', 'y', 'z', 'u', 'v').map((party) => evidence(party, all('PASS'), party)),
  },
  { weight: 1, arbitrary: someone },
)
const everybody = fc.array(mostlyPassing, { maxLength: 8 })
const goes = (given: readonly Evidence[], minimum = 2) => decide({ ...wanted, minimum }, given).decision === 'go'
const put = (given: readonly Evidence[], n: number, testcase: string, worse: Verdict | undefined) =>
  given.map((one, index) => {
    if (index !== n % given.length) return one
    const verdicts = new Map(one.verdicts)
    if (worse) verdicts.set(testcase, worse)
    else verdicts.delete(testcase)
    return { ...one, verdicts }
  })

t.test('a FAIL or a DNF, of whomever, never turns no-go into go', async () => {
  const bad = fc.constantFrom<Verdict>('FAIL', 'DNF')
  fc.assert(
    fc.property(
      everybody,
      fc.nat(),
      fc.constantFrom(...testcases),
      bad,
      someone,
      (given, n, testcase, worse, other) => {
        if (goes(given)) return true
        const newcomer = evidence(other.subject, { [testcase]: worse }, other.party)
        return !goes([...given, newcomer]) && !goes(put(given, n, testcase, worse))
      },
    ),
  )
})

t.test('nor does a result that goes missing, while its subject still takes part', async () => {
  fc.assert(
    fc.property(everybody, fc.nat(), fc.constantFrom(...testcases), (given, n, testcase) => {
      const without = put(given, n, testcase, undefined)
      const same = without.every(({ verdicts }, index) => verdicts.size > 0 || given[index]?.verdicts.size === 0)
      return goes(given) || !same || !goes(without)
    }),
  )
})

t.test('without enough parties that pass all there is no go, whatever else is there', async () => {
  fc.assert(
    fc.property(everybody, fc.integer({ min: 1, max: 6 }), (given, minimum) => {
      const complete = given.filter(({ verdicts }) => testcases.every((id) => verdicts.get(id) === 'PASS'))
      return new Set(complete.map(({ party }) => party)).size >= minimum || !goes(given, minimum)
    }),
  )
})

t.test('one more that passes all never turns go into no-go, nor do fewer that are wanted', async () => {
  fc.assert(
    fc.property(everybody, (given) => {
      if (!goes(given, 2)) return true
      return goes([...given, ...passing('newcomer')], 2) && goes(given, 1)
    }),
  )
})

t.test(
  'it does not matter in what order subjects are named; no-go always has a reason, go has none against',
  async (t) => {
    fc.assert(
      fc.property(everybody, (given) => {
        const { decision, reasons } = decide(wanted, given)
        if (decide(wanted, given.toReversed()).decision !== decision) return false
        return (decision === 'no-go') === reasons.some(({ weighs }) => weighs === 'against') && reasons.length > 0
      }),
    )
    const [go = 0, all = 0] = fc
      .sample(everybody, { numRuns: 300, seed: 1 })
      .reduce<readonly number[]>(([yes = 0, n = 0], one) => [yes + Number(goes(one)), n + 1], [])
    t.ok(go > 20 && go < all - 20, 'both happen among what is tried')
  },
)
