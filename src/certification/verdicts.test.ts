import fc from 'fast-check'
import t from 'tap'
import { worst, type Verdict } from '../report.ts'
import type { Scope } from '../scope.ts'
import { targetVerdict, versionVerdicts } from './verdicts.ts'
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
const [next, v5, v3]: VersionInForce[] = [
  { version: 'next', validity: 'draft' },
  { version: 'v5', validity: 'effective' },
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

function inForce(...versions: readonly (VersionInForce | undefined)[]): readonly VersionInForce[] {
  return versions.flatMap((version) => version ?? [])
}
