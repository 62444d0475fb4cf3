import fc from 'fast-check'
import t from 'tap'
import type { Level, Verdict } from '../report.ts'
import type { Scope } from '../scope.ts'
import { ladder } from './ladder.ts'
import type { Judgement } from './rung.ts'

const standard = { id: 'scs-0100-v3', title: 'Flavor naming', url: 'https://docs.example/v3' }
const compatible: Scope = {
  id: 'scs-compatible-iaas', uuid: 'u', name: 'SCS-compatible IaaS', url: 'https://example.org/scope', digest: 'sha256:00',
  level: 'compatible', layer: 'iaas',
  testcases: ['a', 'b', 'c'].map((id) => ({
    id, description: id, remedy: `mend ${id}`, lifetime: 'week', section: 'light', manual: false, standard,
  })),
  versions: [
    { version: 'next', targets: { main: ['a', 'b', 'c'] } },
    { version: 'v4', stabilizedAt: '2024-02-28', targets: { main: ['a'] } },
    { version: 'v5', stabilizedAt: '2024-12-19', targets: { main: ['a', 'b'], recommended: ['c'] } },
  ],
  timeline: [
    { date: '2024-12-19', versions: { v5: 'effective', v4: 'effective' } },
    { date: '2025-02-01', versions: { next: 'draft', v5: 'effective', v4: 'warn' } },
    { date: '2026-07-01', versions: { next: 'effective', v5: 'warn' } },
    { date: '2027-01-01', versions: { next: 'effective' } },
  ],
} // prettier-ignore
const open: Scope = {
  ...compatible,
  id: 'scs-open-iaas',
  name: 'SCS-open IaaS',
  level: 'open',
  prerequisite: compatible.id,
}

/** A scope judged on a day, its testcases with these verdicts. */
function judged(scope: Scope, results: Readonly<Record<string, Verdict>>, referenceDate = '2026-01-15'): Judgement {
  const day = scope.timeline.findLast(({ date }) => date <= referenceDate)?.versions ?? {}
  const standings = Object.entries(results).map(([id, verdict], index) => {
    const startedAt = verdict === 'MISS' ? null : `2026-01-1${index}T00:00:00.000Z`
    return [id, { verdict, startedAt, expiresAt: startedAt && `2026-02-0${index + 1}T00:00:00.000Z` }] as const
  })
  const versions = Object.entries(day).map(([version, validity]) => ({ version, validity }))
  return { scope, referenceDate, versions, results: new Map(standings) }
}

t.test(
  'the newest effective version that passes gives the level, from its last result to the first that expires',
  async (t) => {
    const { compatible: rung } = ladder('iaas', [judged(compatible, { a: 'PASS', b: 'PASS', c: 'FAIL' })])
    t.same(rung, {
    verdict: 'PASS', version: 'v5', missing: [], since: '2026-01-11T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z',
    next: { version: 'next', from: '2026-07-01', missing: ['c'] },
  }) // prettier-ignore
  },
)

t.test('a proposal gives no level whatever passes, and says what it would take, with remedies', async (t) => {
  const timeline = [{ date: '2025-01-01', versions: { next: 'draft' as const } }]
  const proposal: Scope = { ...open, name: 'SCS-open IaaS (draft proposal)', proposal: true, timeline }
  const below = judged(compatible, { a: 'PASS', b: 'PASS' })
  const rung = (verdict: Verdict) =>
    ladder('iaas', [below, judged(proposal, { a: 'PASS', b: 'PASS', c: verdict })]).open
  const missing = ['next of SCS-open IaaS (draft proposal) gives no level, since nobody has formalised it']
  t.same(rung('PASS'), { verdict: 'MISS', proposal: true, missing, next: { version: 'next', missing: [] } })
  t.same(rung('FAIL'), {
    verdict: 'MISS',
    proposal: true,
    missing,
    remedies: { c: 'mend c' },
    next: { version: 'next', missing: ['c'] },
  })
  const held = ladder('iaas', [judged(compatible, { a: 'FAIL' }), judged(proposal, { a: 'PASS' })]).open
  t.match(held, { verdict: 'FAIL', proposal: true, missing: [/^SCS-compatible IaaS is not reached/, ...missing] })
})

t.test('a version that demands nothing gives no level', async (t) => {
  const versions = (main: readonly string[]) => [{ version: 'v5', targets: { main } }]
  const rung = (main: readonly string[], verdict: Verdict) =>
    ladder('iaas', [judged({ ...compatible, versions: versions(main) }, { a: verdict })]).compatible
  t.match(rung(['a'], 'PASS'), { verdict: 'PASS', version: 'v5' })
  t.match(rung(['a'], 'DNF'), { verdict: 'DNF', version: 'v5' })
  t.match(rung([], 'PASS'), { verdict: 'MISS', missing: ['v5 of SCS-compatible IaaS demands no testcase in main'] })
})

t.test('a level is as tentative as what it takes, here and below; one that is not reached takes nothing', async (t) => {
  const unsure = (judgement: Judgement, ...ids: readonly string[]): Judgement => {
    const results = [...judgement.results].map(([id, one]) => [id, ids.includes(id) ? { ...one, tentative: true as const } : one] as const) // prettier-ignore
    return { ...judgement, results: new Map(results) }
  }
  const both = { a: 'PASS', b: 'PASS', c: 'PASS' } as const
  const tentativeIn = (...judgements: readonly Judgement[]) => {
    return Object.values(ladder('iaas', judgements)).map(({ verdict, tentative }) => [verdict, tentative])
  }
  t.same(tentativeIn(unsure(judged(compatible, both), 'b', 'c'), unsure(judged(open, both), 'b', 'a')), [
    ['PASS', ['b']],
    ['PASS', ['b', 'a']],
    ['MISS', undefined],
  ])
  t.same(tentativeIn(unsure(judged(compatible, both), 'c'), judged(open, both))[1], ['PASS', undefined])
  t.same(tentativeIn(unsure(judged(compatible, { ...both, a: 'FAIL' }), 'b'), unsure(judged(open, both), 'b')), [
    ['FAIL', undefined],
    ['FAIL', undefined],
    ['FAIL', undefined],
  ])
})

t.test('a version in its last months counts too, after the effective ones', async (t) => {
  const passing = { a: 'PASS', b: 'FAIL' } as const
  t.match(ladder('iaas', [judged(compatible, passing, '2024-12-31')]).compatible, { verdict: 'PASS', version: 'v4' })
  t.match(ladder('iaas', [judged(compatible, passing)]).compatible, { verdict: 'PASS', version: 'v4' })
  t.match(ladder('iaas', [judged(compatible, { a: 'PASS', b: 'PASS' }, '2026-08-01')]).compatible, {
    version: 'v5', until: '2026-02-01T00:00:00.000Z', next: undefined,
  }) // prettier-ignore
})

t.test('a version that ends before its results do, ends the level', async (t) => {
  const late = judged(compatible, { a: 'PASS', b: 'PASS' }, '2026-08-01')
  const results = new Map([...late.results].map(([id, one]) => [id, { ...one, expiresAt: '2027-09-01T00:00:00.000Z' }]))
  t.match(ladder('iaas', [{ ...late, results }]).compatible, { verdict: 'PASS', until: '2027-01-01T00:00:00.000Z' })
})

t.test('where none passes, the newest effective version says what is missing and what to do', async (t) => {
  const rung = ladder('iaas', [judged(compatible, { a: 'DNF', b: 'FAIL' })]).compatible
  t.match(rung, { verdict: 'FAIL', version: 'v5', missing: ['a', 'b'], remedies: { a: 'mend a', b: 'mend b' } })
  t.equal(rung.since, undefined)
  t.match(ladder('iaas', [judged(compatible, { b: 'PASS' })]).compatible, { verdict: 'MISS', missing: ['a'] })
})

t.test('drafts and deprecated versions reach no level', async (t) => {
  const versions = [{ version: 'next', validity: 'draft' }, { version: 'v4', validity: 'deprecated' }] as const // prettier-ignore
  const all = judged(compatible, { a: 'PASS', b: 'PASS', c: 'PASS' })
  t.match(ladder('iaas', [{ ...all, versions }]).compatible, {
    verdict: 'MISS',
    missing: ['no version of SCS-compatible IaaS that is in force was tested (next is a draft, v4 is deprecated)'],
  })
})

t.test('a level needs the one below', async (t) => {
  const whole = { a: 'PASS', b: 'PASS' } as const
  const reached = ladder('iaas', [judged(open, whole), judged(compatible, whole)])
  t.match(reached, { compatible: { verdict: 'PASS' }, open: { verdict: 'PASS' }, sovereign: { verdict: 'MISS' } })
  const held = ladder('iaas', [judged(open, whole), judged(compatible, { a: 'FAIL', b: 'PASS' })])
  t.match(held.open, { verdict: 'FAIL', version: 'v5', missing: ['SCS-compatible IaaS is not reached (FAIL)'] })
  t.equal(held.open.since, undefined)
  t.match(ladder('iaas', [judged(open, whole)]), {
    compatible: { verdict: 'MISS', missing: ['this run tested SCS-open IaaS, which says nothing about SCS-compatible IaaS'] },
    open: { verdict: 'MISS' },
  }) // prettier-ignore
  t.match(ladder('kaas', [judged(compatible, whole)]).compatible.verdict, 'MISS', 'of another layer')
})

t.test('of several scopes of one level all must be reached', async (t) => {
  const other: Scope = { ...compatible, id: 'our-compatible-iaas', versions: [{ version: 'v1', targets: { main: ['c'] } }], timeline: [{ date: '2024-01-01', versions: { v1: 'effective' } }] } // prettier-ignore
  const rung = (own: Readonly<Record<string, Verdict>>, others: Readonly<Record<string, Verdict>>) => {
    const all = [judged(compatible, own), judged(other, others)]
    const { compatible: found } = ladder('iaas', all)
    t.same(ladder('iaas', all.toReversed()).compatible, found, 'in any order')
    return found
  }
  const both = { a: 'PASS', b: 'PASS' } as const
  t.same(rung(both, { x: 'MISS', y: 'MISS', c: 'PASS' }), {
    verdict: 'PASS', version: 'v5', missing: [], since: '2026-01-12T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z',
    next: { version: 'next', from: '2026-07-01', missing: ['c'] },
  }, 'from the last of all results to the first that expires') // prettier-ignore
  t.match(rung(both, { c: 'DNF' }), {
    verdict: 'DNF',
    version: 'v1',
    missing: [
      'each scope of SCS-compatible IaaS must be reached (our-compatible-iaas DNF, scs-compatible-iaas PASS)',
      'c',
    ],
    remedies: { c: 'mend c' },
    since: undefined,
    until: undefined,
  })
  t.match(rung({ a: 'FAIL', b: 'PASS' }, { c: 'MISS' }), {
    verdict: 'FAIL',
    version: 'v5',
    missing: [/must be/, 'a', 'c'],
  })
  t.match(rung(both, {}).verdict, 'MISS', 'one that nobody has looked at is not passed over')
  const unsure = { ...judged(other, { c: 'PASS' }), results: new Map([['c', { verdict: 'PASS', startedAt: null, expiresAt: null, tentative: true } as const]]) } // prettier-ignore
  t.match(ladder('iaas', [judged(compatible, both), unsure]).compatible, { verdict: 'PASS', tentative: ['c'] })
})

const verdicts = fc.constantFrom<Verdict>('FAIL', 'MISS', 'DNF', 'PASS')
const results = fc.record({ a: verdicts, b: verdicts, c: verdicts })

t.test('no rung is better than the one below it, and the order of the reports does not matter', async () => {
  const rank = (verdict: Verdict) => ['FAIL', 'MISS', 'DNF', 'PASS'].indexOf(verdict)
  const sovereign: Scope = { ...open, id: 'scs-sovereign-iaas', level: 'sovereign', prerequisite: open.id }
  fc.assert(
    fc.property(
      fc.tuple(results, results, results),
      fc.constantFrom('2024-12-31', '2026-01-15', '2026-08-01'),
      (given, day) => {
        const all = [compatible, open, sovereign].map((scope, i) => judged(scope, given[i] ?? {}, day))
        const rungs = ladder('iaas', all)
        const order = (['compatible', 'open', 'sovereign'] satisfies Level[]).map((level) => rank(rungs[level].verdict))
        return (
          order.every((value, i) => i === 0 || value <= (order[i - 1] ?? 3)) &&
          JSON.stringify(ladder('iaas', all.toReversed())) === JSON.stringify(rungs)
        )
      },
    ),
  )
})
