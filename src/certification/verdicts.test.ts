import fc from 'fast-check'
import t from 'tap'
import { worst, type Verdict } from '../report.ts'
import type { Scope } from '../scope.ts'
import { levelsOf, targetVerdict, versionVerdicts } from './verdicts.ts'
import type { VersionInForce } from './versions.ts'

const standard = { id: 'scs-0100-v3', title: 'Flavor naming', url: 'https://docs.example/v3' }
const scope: Scope = {
  id: 'scs-compatible-iaas',
  uuid: 'u',
  name: 'SCS-compatible IaaS',
  url: 'https://example.org/scope',
  digest: 'sha256:00',
  level: 'compatible',
  layer: 'iaas',
  testcases: ['a', 'b', 'c', 'd'].map((id) => ({
    id,
    description: id,
    lifetime: 'week',
    section: 'light',
    manual: false,
    standard,
  })),
  versions: [
    { version: 'next', targets: { main: ['a', 'b', 'c'], preview: ['d'] } },
    { version: 'v4', stabilizedAt: '2024-02-28', targets: { main: ['a'] } },
    { version: 'v5', stabilizedAt: '2024-12-19', targets: { main: ['a', 'b'], recommended: ['c'] } },
    { version: 'v3', stabilizedAt: '2024-02-28', targets: {} },
  ],
  timeline: [],
}
const [next, v5, v4, v4Warn, v3]: VersionInForce[] = [
  { version: 'next', validity: 'draft' },
  { version: 'v5', validity: 'effective' },
  { version: 'v4', validity: 'effective' },
  { version: 'v4', validity: 'warn' },
  { version: 'v3', validity: 'deprecated' },
]

t.test('counts each target of each version, in the order of the scope', (t) => {
  const verdicts = new Map<string, Verdict>([
    ['a', 'PASS'],
    ['b', 'DNF'],
    ['d', 'FAIL'],
  ])
  const result = versionVerdicts(scope, verdicts, inForce(v5, next, v3))
  t.same(Object.keys(result), ['next', 'v5', 'v3'])
  t.same(result['next'], {
    validity: 'draft',
    targets: {
      main: { verdict: 'MISS', pass: 1, fail: 0, dnf: 1, miss: 1, testcases: ['a', 'b', 'c'] },
      preview: { verdict: 'FAIL', pass: 0, fail: 1, dnf: 0, miss: 0, testcases: ['d'] },
    },
  })
  t.match(result['v5'], { targets: { main: { verdict: 'DNF' }, recommended: { verdict: 'MISS' } } })
  t.same(result['v3'], { validity: 'deprecated', targets: {} })
  t.end()
})

t.test('the level is reached by the newest effective version that passes', (t) => {
  const all = passed('a', 'b')
  t.same(levelsOf(scope, all, inForce(v4, v5)).compatible, { verdict: 'PASS', version: 'v5', missing: [] })
  t.same(levelsOf(scope, passed('a'), inForce(v5, v4)).compatible, { verdict: 'PASS', version: 'v4', missing: [] })
  t.end()
})

t.test('a version in its last months counts too, after the effective ones', (t) => {
  t.same(levelsOf(scope, passed('a', 'b'), inForce(v4Warn, v5)).compatible, {
    verdict: 'PASS',
    version: 'v5',
    missing: [],
  })
  t.same(levelsOf(scope, passed('a'), inForce(v5, v4Warn)).compatible, { verdict: 'PASS', version: 'v4', missing: [] })
  t.same(levelsOf(scope, passed(), inForce(v4Warn)).compatible, { verdict: 'MISS', version: 'v4', missing: ['a'] })
  t.end()
})

t.test('where none passes, the newest effective version says what is missing', (t) => {
  const verdicts = new Map<string, Verdict>([
    ['a', 'DNF'],
    ['b', 'FAIL'],
  ])
  t.same(levelsOf(scope, verdicts, inForce(v4, v5)).compatible, { verdict: 'FAIL', version: 'v5', missing: ['a', 'b'] })
  t.same(levelsOf(scope, passed('b'), inForce(v4, v5)).compatible, { verdict: 'MISS', version: 'v5', missing: ['a'] })
  t.end()
})

t.test('drafts and deprecated versions reach no level', (t) => {
  t.same(levelsOf(scope, passed('a', 'b', 'c', 'd'), inForce(next, v3)).compatible, {
    verdict: 'MISS',
    missing: ['no version of SCS-compatible IaaS that is in force was tested (next is a draft, v3 is deprecated)'],
  })
  t.end()
})

t.test('the other rungs are not reached, and it is said why', (t) => {
  const { open, sovereign } = levelsOf(scope, passed('a', 'b'), inForce(v5))
  t.same(open, { verdict: 'MISS', missing: ['no scope is formalised for SCS-open IaaS yet'] })
  t.same(sovereign, { verdict: 'MISS', missing: ['no scope is formalised for SCS-sovereign IaaS yet'] })
  const ladder = levelsOf(
    { ...scope, level: 'open', layer: 'kaas', name: 'SCS-open KaaS' },
    passed('a', 'b'),
    inForce(v5),
  )
  t.match(ladder.open, { verdict: 'PASS', version: 'v5' })
  t.same(ladder.compatible, {
    verdict: 'MISS',
    missing: ['this run tested SCS-open KaaS, which says nothing about SCS-compatible KaaS'],
  })
  t.end()
})

const verdicts = fc.constantFrom<Verdict>('FAIL', 'MISS', 'DNF', 'PASS')

t.test(
  'verdicts form a lattice: the worst is associative, commutative and idempotent, PASS is neutral, FAIL absorbs',
  async () => {
    fc.assert(
      fc.property(verdicts, verdicts, verdicts, (a, b, c) => {
        const associative = worst([worst([a, b]), c]) === worst([a, worst([b, c])])
        const commutative = worst([a, b]) === worst([b, a])
        const idempotent = worst([a, a]) === a
        const bounded = worst([a, 'PASS']) === a && worst([a, 'FAIL']) === 'FAIL' && worst([]) === 'PASS'
        return associative && commutative && idempotent && bounded
      }),
    )
  },
)

t.test('a group passes exactly when all do, its counts add up, and a better verdict never makes it worse', async () => {
  const rank = (verdict: Verdict) => ['FAIL', 'MISS', 'DNF', 'PASS'].indexOf(verdict)
  const ids = ['a', 'b', 'c', 'd', 'e']
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...ids), verdicts), fc.constantFrom(...ids), (given, id) => {
      const map = new Map(Object.entries(given))
      const { verdict, pass, fail, dnf, miss } = targetVerdict(ids, map)
      const better = targetVerdict(ids, map.set(id, 'PASS'))
      return (
        pass + fail + dnf + miss === ids.length &&
        (verdict === 'PASS') === (pass === ids.length) &&
        rank(better.verdict) >= rank(verdict)
      )
    }),
  )
})

function passed(...ids: readonly string[]): ReadonlyMap<string, Verdict> {
  return new Map(ids.map((id) => [id, 'PASS']))
}

function inForce(...versions: readonly (VersionInForce | undefined)[]): readonly VersionInForce[] {
  return versions.flatMap((version) => version ?? [])
}
