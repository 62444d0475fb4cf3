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

/** The newest results of all subjects and scopes, or of those named. */
export function standing(
  database: Database,
  { subject, scopeUuid }: { readonly subject?: string | undefined; readonly scopeUuid?: string | undefined } = {},
): Promise<readonly StandingRow[]> {
  let query = database
    .selectFrom('standing')
    .innerJoin('report', 'report.id', 'standing.report_id')
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
  if (subject !== undefined) query = query.where('standing.subject', '=', subject)
  if (scopeUuid !== undefined) query = query.where('standing.scope_uuid', '=', scopeUuid)
  return query.execute()
}
