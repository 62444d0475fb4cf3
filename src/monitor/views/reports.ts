import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import type { KeptReport } from './public-report.ts'

/** A report by its uuid. */
export async function findReport(
  database: Database,
  uuid: string,
): Promise<(KeptReport & { readonly subject: string }) | undefined> {
  return database
    .selectFrom('report')
    .where('uuid', '=', uuid)
    .select(['kind', 'subject', 'redaction_key as redactionKey', documentText.as('document')])
    .executeTakeFirst()
}

/** What one answer may hold. */
const mostAnswerBytes = 64 * 2 ** 20

/**
 * The newest reports as JSON texts, of one subject or of all.
 * @throws Refusal 422 where they are too large for one answer
 */
export async function recentReports(
  database: Database,
  { subject, limit, skip }: { readonly subject?: string | undefined; readonly limit: number; readonly skip: number },
): Promise<readonly string[]> {
  let query = database
    .selectFrom('report')
    .select(['id', 'checked_at'])
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(skip)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  // Measured after they were chosen: what is skipped is not read.
  const chosen = await database
    .selectFrom(query.as('chosen'))
    .innerJoin('report', 'report.id', 'chosen.id')
    .select(['report.id', sql<number>`octet_length(report.document::text)`.as('bytes')])
    .orderBy('chosen.checked_at', 'desc')
    .orderBy('chosen.id', 'desc')
    .execute()
  const bytes = chosen.reduce((sum, one) => sum + one.bytes, 0)
  if (bytes > mostAnswerBytes && chosen.length > 1) {
    throw new Refusal(
      422,
      `these reports are larger than ${mostAnswerBytes / 2 ** 20} MiB together; ask for fewer, with limit`,
    )
  }
  if (chosen.length === 0) return []
  const ids = chosen.map(({ id }) => id)
  const rows = await database
    .selectFrom('report')
    .where('id', 'in', ids)
    .select(['id', documentText.as('document')])
    .execute()
  return rows.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)).map(({ document }) => document)
}

/** What was posted with a report in it, as it was posted. */
export interface Original {
  readonly subject: string
  readonly contentType: string
  readonly body: Uint8Array
}

/** With its signature before it, as the protocol has it; a bundle has its own. */
export async function originalOf(database: Database, uuid: string): Promise<Original | undefined> {
  const row = await database
    .selectFrom('report')
    .innerJoin('submission', 'submission.id', 'report.submission_id')
    .where('report.uuid', '=', uuid)
    .select(['report.subject', 'submission.content_type as contentType', 'submission.signature', 'submission.body'])
    .executeTakeFirst()
  if (!row) return undefined
  const { subject, contentType, signature, body } = row
  if (signature === null) return { subject, contentType, body }
  return { subject, contentType, body: Buffer.concat([Buffer.from(`${signature}&`), await promisify(gunzip)(body)]) }
}

const documentText = sql<string>`report.document::text`
