import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import type { ResultValue } from '../database/tables.ts'
import type { CertificateDocument } from './certificate.ts'

/** What one report says of the testcases that a certificate takes. */
export interface HistoryEntry {
  readonly report: string
  /** ISO 8601, UTC */
  readonly checkedAt: string
  readonly results: Readonly<Record<string, ResultValue>>
}

/** The history of all test and check results (scs-0004-v1, regulation 4), the newest report first. */
export async function historyOf(
  database: Database,
  { subject, scope, testcases }: CertificateDocument,
  { limit, skip }: { readonly limit: number; readonly skip: number },
): Promise<readonly HistoryEntry[]> {
  const reports = await database
    .selectFrom('report')
    .where('subject', '=', subject)
    .where('scope_uuid', '=', scope.uuid)
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(skip)
    .select(['id', 'uuid', 'checked_at'])
    .execute()
  if (reports.length === 0) return []
  const results = await database
    .selectFrom('result')
    .where(
      'report_id',
      'in',
      reports.map(({ id }) => id),
    )
    .where(
      'testcase',
      'in',
      testcases.map(({ id }) => id),
    )
    .orderBy('testcase')
    .select(['report_id', 'testcase', 'result'])
    .execute()
  const byReport = Map.groupBy(results, ({ report_id }) => report_id)
  return reports.map(({ id, uuid, checked_at }) => ({
    report: uuid,
    checkedAt: checked_at.toISOString(),
    results: Object.fromEntries((byReport.get(id) ?? []).map(({ testcase, result }) => [testcase, result])),
  }))
}

/** How often a testcase had each result in a month. */
export interface MonthOfResults {
  readonly testcase: string
  /** YYYY-MM, in UTC */
  readonly month: string
  readonly pass: number
  readonly dnf: number
  readonly fail: number
}

/** The months that are shown, the oldest first: this one and the 18 before it, so that 18 months are there on any day. YYYY-MM */
export function shownMonths(at: Date): readonly string[] {
  return Array.from({ length: 19 }, (_, n) =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 18 + n, 1)).toISOString().slice(0, 7),
  )
}

/** Results of the shown months, counted. */
export async function monthlyResults(
  database: Database,
  { subject, scope, testcases }: CertificateDocument,
  at: Date,
): Promise<readonly MonthOfResults[]> {
  const [first = ''] = shownMonths(at)
  const rows = await database
    .selectFrom('report')
    .innerJoin('result', 'result.report_id', 'report.id')
    .where('report.subject', '=', subject)
    .where('report.scope_uuid', '=', scope.uuid)
    .where('report.checked_at', '>=', new Date(`${first}-01T00:00:00Z`))
    .where(
      'result.testcase',
      'in',
      testcases.map(({ id }) => id),
    )
    .groupBy(['result.testcase', monthOf, 'result.result'])
    .select((select) => [
      'result.testcase',
      monthOf.as('month'),
      'result.result',
      select.fn.countAll<string | number>().as('count'),
    ])
    .execute()
  return [...Map.groupBy(rows, ({ testcase, month }) => `${month} ${testcase}`).values()].flatMap((group) => {
    const [one] = group
    if (!one) return []
    const count = (value: ResultValue) => Number(group.find(({ result }) => result === value)?.count ?? 0)
    return [{ testcase: one.testcase, month: one.month, pass: count(1), dnf: count(0), fail: count(-1) }]
  })
}

const monthOf = sql<string>`to_char(report.checked_at at time zone 'UTC', 'YYYY-MM')`
