import assert from 'node:assert/strict'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Database } from '../../src/monitor/database/database.ts'

/** Rows of these reports, without what differs each time: ids, keys, when they came in, their signatures. Of the body its length. */
async function rowsOf(database: Database, uuids: readonly string[]) {
  const { sql } = await import('kysely')
  const reports = await database
    .selectFrom('report')
    .innerJoin('submission', 'submission.id', 'report.submission_id')
    .where('uuid', 'in', uuids)
    .select(['uuid', 'kind', 'subject', 'scope_uuid', 'checked_at', 'account', 'content_type', 'body'])
    .select(sql<string>`document::text`.as('document'))
    .select(sql<number>`length(redaction_key)`.as('keyBytes'))
    .orderBy('uuid')
    .execute()
  const results = await database
    .selectFrom('result')
    .innerJoin('report', 'report.id', 'result.report_id')
    .where('uuid', 'in', uuids)
    .select(['uuid', 'testcase', 'result', 'result.checked_at', 'expires_at', 'approval'])
    .orderBy('uuid')
    .orderBy('testcase')
    .execute()
  const standing = await database
    .selectFrom('standing')
    .innerJoin('report', 'report.id', 'standing.report_id')
    .where('uuid', 'in', uuids)
    .select(['uuid', 'standing.subject', 'standing.scope_uuid', 'testcase', 'result', 'standing.checked_at'])
    .orderBy('uuid')
    .orderBy('testcase')
    .execute()
  const lengths = await Promise.all(reports.map(async ({ body }) => (await promisify(gunzip)(body)).length))
  return {
    reports: reports.map((one, index) => ({ ...one, body: lengths[index] })),
    results,
    standing,
  }
}

/** Throws where what was written by SQL is not what intake makes of the same reports. */
export async function checkSame(written: Database, taken: Database, uuids: readonly string[]): Promise<string> {
  const [one, other] = [await rowsOf(written, uuids), await rowsOf(taken, uuids)]
  assert.deepEqual(one, other)
  const { reports, results, standing } = one
  return `${reports.length} reports, ${results.length} results, ${standing.length} in the standing`
}
