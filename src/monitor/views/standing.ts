import type { Database } from '../database/database.ts'
import type { ResultValue } from '../database/tables.ts'

/** The newest result of a testcase, expired or not. */
export interface StandingRow {
  readonly subject: string
  readonly scopeUuid: string
  readonly testcase: string
  readonly result: ResultValue
  readonly checkedAt: Date
  /** Uuid of the report that says so. */
  readonly report: string
}

/** The newest results of these subjects, in the order of subject, scope and testcase. */
export function standing(
  database: Database,
  { subjects }: { readonly subjects: readonly string[] },
): Promise<readonly StandingRow[]> {
  return database
    .selectFrom('standing')
    .innerJoin('report', 'report.id', 'standing.report_id')
    .where('standing.subject', 'in', subjects)
    .select([
      'standing.subject',
      'standing.scope_uuid as scopeUuid',
      'standing.testcase',
      'standing.result',
      'standing.checked_at as checkedAt',
      'report.uuid as report',
    ])
    .orderBy('standing.subject')
    .orderBy('standing.scope_uuid')
    .orderBy('standing.testcase')
    .execute()
}
