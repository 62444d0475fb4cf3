import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
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

/** The newest reports as JSON texts, of one subject or of all. */
export async function recentReports(
  database: Database,
  { subject, limit, skip }: { readonly subject?: string | undefined; readonly limit: number; readonly skip: number },
): Promise<readonly string[]> {
  let query = database
    .selectFrom('report')
    .select(documentText.as('document'))
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(skip)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  return (await query.execute()).map(({ document }) => document)
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
