import t from 'tap'
import { loadScope } from '../../standards.ts'
import { allStatus } from './all-status.ts'
import { metrics } from './metrics.ts'
import type { StandingRow } from './standing.ts'
import { scopeStatus } from './status.ts'

const scope = await loadScope('scs-compatible-iaas')
const scopes = new Map([[scope.uuid, scope]])
const at = new Date('2026-06-11T12:00:00Z')
const main = scope.versions.find(({ version }) => version === 'v5.1')?.targets.main ?? []
const [first = '', second = ''] = main

const row = (testcase: string, result: 1 | 0 | -1, checkedAt = '2026-06-11T10:00:00Z'): StandingRow => ({
  subject: 'mycloud',
  scopeUuid: scope.uuid,
  testcase,
  result,
  checkedAt: new Date(checkedAt),
  report: '00000000-0000-4000-8000-000000000001',
})
const passing = main.map((testcase) => row(testcase, 1))
const but = (other: StandingRow) => [...passing.filter(({ testcase }) => testcase !== other.testcase), other]

t.test('a version passes where all its testcases do, and only there', async (t) => {
  const status = (rows: readonly StandingRow[]) => scopeStatus(scope, rows, at)
  t.match(status(passing), {
    result: 1,
    best_passed: 'v5.1',
    validity: 'effective',
    passed: ['v5.1'],
    passed_str: 'v5.1',
  })
  t.match(status(but(row(first, -1))), {
    result: -1,
    best_passed: null,
    validity: null,
    passed: [],
    buckets: { '-1': [first] },
  })
  t.match(status(but(row(first, 0))), { result: 0, passed: [], buckets: { '0': [first] } })
  t.match(
    status(passing.slice(1)),
    { result: null, passed: [], buckets: { null: [first] } },
    'absence of evidence never passes',
  )
  t.match(status([]), { result: null, passed: [], results: {} })
  t.match(status(but(row(first, -1)).slice(1)), { result: -1 }, 'FAIL before MISS')
})

t.test('a version that demands nothing is passed by nobody', async (t) => {
  const demanding = (ids: readonly string[]) => ({
    ...scope,
    versions: scope.versions.map((one) => (one.version === 'v5.1' ? { ...one, targets: { main: ids } } : one)),
  })
  t.match(scopeStatus(demanding([first]), [row(first, 1)], at), { result: 1, passed: ['v5.1'] })
  const nothing = scopeStatus(demanding([]), [row(first, 1)], at)
  t.match(nothing, { result: null, best_passed: null, versions: { 'v5.1': { result: null } } })
  t.same(nothing.passed, [])
})

t.test('a result that has expired counts as MISS, from that moment on', async (t) => {
  const rows = but(row(second, 1, '2026-06-01T00:00:00Z')) // a week: until the Monday after the coming Monday
  t.match(scopeStatus(scope, rows, new Date('2026-06-14T23:59:59Z')), {
    results: { [second]: { expires_at: '2026-06-15T00:00:00.000Z' } },
  })
  const later = scopeStatus(scope, rows, new Date('2026-06-15T00:00:00Z'))
  t.equal(later.results[second], undefined)
  t.equal(later.result, null)
})

t.test('what the scope does not know says nothing, and a day before its timeline has no version', async (t) => {
  t.match(scopeStatus(scope, [...passing, row('scs-9999-unknown', -1)], at), { result: 1 })
  t.match(scopeStatus(scope, passing, new Date('2000-01-01T00:00:00Z')), {
    result: null,
    relevant: [],
    best_passed: null,
  })
  t.same(allStatus(scopes, [{ ...row(first, 1), scopeUuid: '00000000-0000-4000-8000-000000000009' }], at), {
    mycloud: {},
  })
})

t.test('metrics are Prometheus text, whatever a subject is called', async (t) => {
  const name = 'my "cloud"\\\n'
  const status = allStatus(scopes, [{ ...row(first, -1), subject: name }], at)
  const text = metrics(name, scopes, status)
  const labels = `subject="my \\"cloud\\"\\\\\\n",scope="scs-compatible-iaas"`
  t.ok(text.includes(`\nscs_testcase_result{${labels},testcase="${first}"} -1\n`))
  t.ok(text.includes(`\nscs_version_verdict{${labels},version="v5.1",validity="effective",verdict="FAIL"} 1\n`))
  t.ok(text.includes(`\nscs_version_verdict{${labels},version="v5.1",validity="effective",verdict="PASS"} 0\n`))
  for (const line of text.trimEnd().split('\n')) t.match(line, /^(# (HELP|TYPE) \w+ .+|\w+\{.*\} -?[\d.]+)$/)
  t.match(metrics('nobody', scopes, {}), /^# HELP/)
})
