import t from 'tap'
import { loadScope } from '../../standards.ts'
import { allStatus } from './all-status.ts'
import { scopeOverview } from './scope-overview.ts'
import type { StandingRow } from './standing.ts'
import { testcaseOverSubjects } from './testcase-over-subjects.ts'

const scope = await loadScope('scs-compatible-iaas')
const scopes = new Map([[scope.uuid, scope]])
const at = new Date('2026-06-11T12:00:00Z')
const main = scope.versions.find(({ version }) => version === 'v5.1')?.targets.main ?? []
const [first = ''] = main
const row = (subject: string, testcase: string, result: 1 | 0 | -1): StandingRow => ({
  subject,
  scopeUuid: scope.uuid,
  testcase,
  result,
  checkedAt: new Date('2026-06-10T02:00:00Z'),
  report: '00000000-0000-4000-8000-000000000001',
})
const passing = (subject: string) => main.map((testcase) => row(subject, testcase, 1))
const but = (subject: string, result: 1 | 0 | -1) => [...passing(subject).slice(1), row(subject, first, result)]
const expired = { ...row('silent', first, 1), checkedAt: new Date('2026-01-01T00:00:00Z') }
const status = allStatus(
  scopes,
  [...passing('good'), ...passing('better'), ...but('bad', -1), ...but('slow', 0), expired],
  at,
)

t.test('a scope: its versions, what they demand, who passes it, who reaches them', async (t) => {
  const { versions, unreached } = scopeOverview(scope, status, at)
  t.match(
    versions.map(({ version, validity, stabilizedAt, since, inForce }) => ({
      version,
      validity,
      stabilizedAt,
      since,
      inForce,
    })),
    [
      { version: 'next', validity: 'draft', stabilizedAt: undefined, since: '2025-09-09', inForce: true },
      { version: 'v5.1', validity: 'effective', stabilizedAt: '2024-12-19', since: '2024-12-19', inForce: true },
      { version: 'v4', validity: 'deprecated', since: '2025-07-01', inForce: false },
      { version: 'v3', validity: 'deprecated', inForce: false },
    ],
  )
  const current = versions.find(({ version }) => version === 'v5.1')
  t.same(current?.reachedBy, ['better', 'good'])
  t.same(unreached, ['bad', 'silent', 'slow'])
  t.same(
    current?.targets.map(({ target }) => target),
    ['main', 'preview'],
  )
  const [counted, another] = current?.targets[0]?.testcases ?? []
  t.match(counted, { testcase: { id: first }, counts: { PASS: 2, FAIL: 1, DNF: 1, MISS: 1 } })
  t.match(another, { counts: { PASS: 4, FAIL: 0, DNF: 0, MISS: 1 } })
  t.match(scopeOverview(scope, {}, at).versions[1], { reachedBy: [] }, 'nobody is judged by it')
})

t.test('before its timeline begins a scope has no version in force', async (t) => {
  const { versions } = scopeOverview(scope, status, new Date('2000-01-01T00:00:00Z'))
  t.match(versions[1], { validity: 'deprecated', inForce: false, since: undefined })
})

t.test('a testcase: every subject by verdict, what wants looking at first', async (t) => {
  const view = testcaseOverSubjects(scope, first, status, at)
  t.match(view, {
    counts: { PASS: 2, FAIL: 1, DNF: 1, MISS: 1 },
    suspicion: 'both',
    subjects: [
      { subject: 'bad', verdict: 'FAIL', known: { checkedAt: '2026-06-10T02:00:00.000Z', report: /^0000/ } },
      { subject: 'silent', verdict: 'MISS', known: undefined },
      { subject: 'slow', verdict: 'DNF' },
      { subject: 'better', verdict: 'PASS' },
      { subject: 'good', verdict: 'PASS' },
    ],
  })
  t.match(view?.demands[0], { version: 'next', validity: 'draft', target: 'main' })
  t.match(view?.testcase.standard, { id: /^scs-|^opc/, title: /./, url: /^https:/ })
  t.equal(testcaseOverSubjects(scope, 'scs-9999-unknown', status, at), undefined)
  const elsewhere = { x: { '00000000-0000-4000-8000-000000000009': Object.values(status['good'] ?? {})[0] } }
  t.match(testcaseOverSubjects(scope, first, elsewhere as never, at), { subjects: [] }, 'judged by another scope')
})
