import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import type { ResultValue } from '../database/tables.ts'
import { Refusal } from '../refusal.ts'

/** A result in the words of the official monitor. */
export interface ListedResult {
  readonly reportuuid: string
  readonly subject: string
  readonly checked_at: Date
  readonly expires_at: Date
  readonly scopeuuid: string
  /** Results no longer depend on the version of the scope; the official monitor writes this too. */
  readonly version: '*'
  readonly check: string
  readonly result: ResultValue
  readonly approval: boolean
}

const dayMs = 86_400_000
/** What is expired is listed for another week. */
const graceMs = 7 * dayMs
/** Reports that are older hold nothing that could be listed: the longest lifetime is a year, to the end of the month after the next. */
const oldestMs = graceMs + 430 * dayMs

/** Those of the newest reports first: a database that goes through reports from the newest on may stop when it has enough. */
export async function recentResults(
  database: Database,
  by: {
    readonly subject?: string | undefined
    readonly approved?: boolean | undefined
    readonly limit: number
    readonly skip: number
  },
  now: number,
): Promise<readonly ListedResult[]> {
  let query = database
    .selectFrom('result')
    .innerJoin('report', 'report.id', 'result.report_id')
    .where('result.expires_at', '>', new Date(now - graceMs))
    .where('report.checked_at', '>', new Date(now - oldestMs))
    .select([
      'report.uuid as reportuuid',
      'report.subject',
      'result.checked_at',
      'result.expires_at',
      'report.scope_uuid as scopeuuid',
      sql<'*'>`'*'`.as('version'),
      'result.testcase as check',
      'result.result',
      'result.approval',
    ])
    .orderBy('report.checked_at', 'desc')
    .orderBy('report.id', 'desc')
    .orderBy('result.testcase')
    .limit(by.limit)
    .offset(by.skip)
  if (by.subject !== undefined) query = query.where('report.subject', '=', by.subject)
  if (by.approved !== undefined) query = query.where('result.approval', '=', by.approved)
  return query.execute()
}

/** Names a result, and says whether it is approved. */
export interface Approval {
  readonly reportuuid: string
  readonly scopeuuid: string
  readonly check: string
  readonly approval: boolean
}

/**
 * Sets the approval of all of these results, or of none.
 * @throws Refusal 404 for a result that is not there
 */
export async function approve(database: Database, approvals: readonly Approval[]): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const { reportuuid, scopeuuid, check, approval } of approvals) {
      const { numUpdatedRows } = await transaction
        .updateTable('result')
        .from('report')
        .whereRef('report.id', '=', 'result.report_id')
        .where('report.uuid', '=', reportuuid)
        .where('report.scope_uuid', '=', scopeuuid)
        .where('result.testcase', '=', check)
        .set({ approval })
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) {
        throw new Refusal(
          404,
          `there is no result of ${check} by this scope in report ${reportuuid}; nothing was changed`,
        )
      }
    }
  })
}
