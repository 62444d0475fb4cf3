import t from 'tap'
import { loadScope } from '../../../standards.ts'
import { allStatus } from '../all-status.ts'
import type { StandingRow } from '../standing.ts'
import { releaseOf, type ReleaseQuestion } from './release.ts'

const scope = await loadScope('scs-compatible-iaas')
const scopes = new Map([[scope.uuid, scope]])
const at = new Date('2026-06-11T12:00:00Z')
const version = scope.versions.find((one) => one.version === 'v5.1') ?? { version: '', targets: {} }
const { main = [] } = version.targets
const [first = ''] = main
const question: ReleaseQuestion = { scope, version, since: '2026-06-05', minimum: 2, groups: [] }
const none = new Map<string, string>()

const passing = (subject: string, day: string) => main.map((testcase) => row(subject, testcase, 1, day))
function row(subject: string, testcase: string, result: 1 | 0 | -1, day = '2026-06-10'): StandingRow {
  const checkedAt = new Date(`${day}T02:00:00Z`)
  return { subject, scopeUuid: scope.uuid, testcase, result, checkedAt, report: '00000000-0000-4000-8000-000000000001' }
}
const release = (rows: readonly StandingRow[], by: Partial<ReleaseQuestion> = {}, groups = none) =>
  releaseOf({ ...question, ...by }, allStatus(scopes, rows, at), groups, at)

t.test('what was made since the day counts, what is older or has expired does not', async (t) => {
  const rows = [...passing('new', '2026-06-10'), ...passing('edge', '2026-06-05'), ...passing('old', '2026-06-04')]
  const found = release(rows)
  t.match(found, {
    decision: 'go',
    version: 'v5.1',
    validity: 'effective',
    scope: { id: 'scs-compatible-iaas' },
    counts: { PASS: 2 * main.length, FAIL: 0, DNF: 0, MISS: 0 },
    participants: [
      { subject: 'edge', verdict: 'PASS', newest: '2026-06-05T02:00:00.000Z', counts: { PASS: main.length } },
      { subject: 'new', verdict: 'PASS' },
    ],
    absent: ['old'],
  })
  const [next, current] = found.versions
  t.match(next, { version: 'next', validity: 'draft', ran: 0, passed: 0 }, 'it demands more')
  t.match(current, { version: 'v5.1', validity: 'effective', ran: 2, passed: 2 })
  t.match(release([...rows, row('new', first, -1, '2026-06-11')]).versions[1], { ran: 2, passed: 1 })
  t.equal(found.testcases.length, main.length)
  t.match(release(rows, { since: '2026-06-06' }), { decision: 'no-go', participants: [{ subject: 'new' }] })
  const lastYear = release(passing('expired', '2026-01-01'), { since: '2025-01-01', minimum: 1 })
  t.match(lastYear, { decision: 'no-go', participants: [], absent: ['expired'] })
})

t.test('a testcase that was not run is missing coverage, of whoever ran something', async (t) => {
  const rows = [...passing('a', '2026-06-10'), ...passing('b', '2026-06-10').slice(1), row('c', first, 0)]
  t.match(release(rows), {
    decision: 'no-go',
    participants: [{ verdict: 'PASS' }, { verdict: 'MISS', counts: { MISS: 1 } }, { verdict: 'MISS' }],
    testcases: [
      { testcase: first, description: /./, counts: { PASS: 1, DNF: 1, MISS: 1, FAIL: 0 }, suspicion: 'both' },
    ],
  })
})

t.test('only the groups that are asked for', async (t) => {
  const rows = [...passing('a', '2026-06-10'), ...passing('b', '2026-06-10'), ...passing('c', '2026-06-10')]
  const groups = new Map([
    ['a', 'pco'],
    ['b', 'pco'],
  ])
  t.match(release(rows, {}, groups), { decision: 'go', participants: { length: 3 } })
  t.match(release(rows, { groups: ['pco'] }, groups), {
    decision: 'no-go',
    participants: [{ subject: 'a' }, { subject: 'b' }],
    reasons: [{ text: /^only 1 of 2 wanted subjects took part .*; subjects of one group count once$/ }],
  })
  t.match(release(rows, { groups: ['nobody'] }, groups), { decision: 'no-go', participants: { length: 0 } })
})
