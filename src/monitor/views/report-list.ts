import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

/** A report in a list. */
export interface ListedReport {
  readonly uuid: string
  readonly kind: 'official' | 'own'
  readonly scopeUuid: string
  readonly checkedAt: Date
  /** How many results it has of each kind. */
  readonly pass: number
  readonly fail: number
  readonly dnf: number
}

/** How many reports there are about a subject. */
export async function countReports(database: Database, subject: string): Promise<number> {
  const { n } = await database
    .selectFrom('report')
    .where('subject', '=', subject)
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow()
  return n
}

/** The newest reports about a subject. */
export function listReports(
  database: Database,
  subject: string,
  { size, skip }: { readonly size: number; readonly skip: number },
): Promise<readonly ListedReport[]> {
  const counted = (kind: 'pass' | 'fail' | 'dnf') => sql<number>`coalesce(${sql.ref(`tally.${kind}`)}, 0)`.as(kind)
  return database
    .selectFrom('report')
    .leftJoin('tally', 'tally.report_id', 'report.id')
    .where('report.subject', '=', subject)
    .select(['report.uuid', 'report.kind', 'report.scope_uuid as scopeUuid', 'report.checked_at as checkedAt'])
    .select([counted('pass'), counted('fail'), counted('dnf')])
    .orderBy('report.checked_at', 'desc')
    .orderBy('report.id', 'desc')
    .limit(size)
    .offset(skip)
    .execute()
}
