import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { sql, type Transaction } from 'kysely'
import { expiresAt } from '../../certification/lifetimes.ts'
import type { Scope } from '../../scope.ts'
import type { Database } from '../database/database.ts'
import { isDuplicate } from '../database/failure.ts'
import type { Tables } from '../database/tables.ts'
import { Refusal } from '../refusal.ts'
import type { ContentType, ReceivedReport } from './received.ts'

/** What was posted, as it came. */
export interface Posted {
  readonly receivedAt: Date
  readonly account: string
  readonly type: ContentType
  readonly signature: string | null
  readonly bytes: Uint8Array
}

/** What was kept of a report. */
export interface Kept {
  readonly uuid: string
  readonly subject: string
  readonly scopeuuid: string
  /** Number of results. */
  readonly results: number
}

/**
 * Keeps all of these reports or, where one of them is there already, none: so that whoever got no answer may post again.
 * @throws Refusal 409 for a uuid that is known
 */
export async function keep(
  database: Database,
  posted: Posted,
  reports: readonly ReceivedReport[],
  scopes: ReadonlyMap<string, Scope>,
): Promise<readonly Kept[]> {
  const body = posted.type === 'application/zip' ? posted.bytes : await promisify(gzip)(posted.bytes)
  try {
    await database.transaction().execute(async (transaction) => {
      const { id } = await transaction
        .insertInto('submission')
        .values({
          received_at: posted.receivedAt,
          account: posted.account,
          content_type: posted.type,
          signature: posted.signature,
          body,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      // In one order, so that two that hold the same uuids wait for each other in turn and not in a circle.
      for (const report of reports.toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1))) {
        await keepReport(transaction, id, report, scopes.get(report.scopeUuid))
      }
    })
  } catch (error) {
    if (isDuplicate(error)) throw new Refusal(409, 'a report with this uuid is there already', { cause: error })
    throw error
  }
  return reports.map(({ uuid, subject, scopeUuid, results }) => ({
    uuid,
    subject,
    scopeuuid: scopeUuid,
    results: results.length,
  }))
}

async function keepReport(
  transaction: Transaction<Tables>,
  submission_id: number,
  report: ReceivedReport,
  scope: Scope | undefined,
): Promise<void> {
  const { uuid, kind, subject, scopeUuid, checkedAt, document } = report
  const { id: report_id } = await transaction
    .insertInto('report')
    .values({
      uuid,
      submission_id,
      kind,
      subject,
      scope_uuid: scopeUuid,
      checked_at: new Date(checkedAt),
      document,
      redaction_key: randomBytes(32),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (report.results.length === 0) return
  const lifetimes = new Map(scope?.testcases.map(({ id, lifetime }) => [id, lifetime]))
  // By testcase: rows of the standing are taken in one order by all.
  const results = report.results.toSorted((a, b) => (a.testcase < b.testcase ? -1 : 1))
  await transaction
    .insertInto('result')
    .values(
      results.map(({ testcase, result, checkedAt: at }) => ({
        report_id,
        testcase,
        result,
        checked_at: new Date(at),
        expires_at: new Date(expiresAt(at, lifetimes.get(testcase) ?? 'week')),
        approval: result === 1,
      })),
    )
    .execute()
  await transaction
    .insertInto('standing')
    .values(
      results.map(({ testcase, result, checkedAt: at }) => ({
        subject,
        scope_uuid: scopeUuid,
        testcase,
        report_id,
        result,
        checked_at: new Date(at),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['subject', 'scope_uuid', 'testcase'])
        .doUpdateSet((set) => ({
          report_id: set.ref('excluded.report_id'),
          result: set.ref('excluded.result'),
          checked_at: set.ref('excluded.checked_at'),
        }))
        // the newest counts, and of two of the same moment the worse one, whatever order they come in
        .where(sql<boolean>`(standing.checked_at, -standing.result) < (excluded.checked_at, -excluded.result)`),
    )
    .execute()
}
