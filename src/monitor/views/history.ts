import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

/** What the last report of a day says. */
export interface Tally {
  readonly scopeUuid: string
  readonly checkedAt: Date
  readonly pass: number
  readonly fail: number
  readonly dnf: number
}

/** What became of a subject since a moment, oldest first: of each scope and day (UTC) the last report. */
export async function tallies(database: Database, subject: string, since: Date): Promise<readonly Tally[]> {
  const { rows } = await sql<Tally>`
    select distinct on (scope_uuid, (checked_at at time zone 'UTC')::date)
      scope_uuid as "scopeUuid", checked_at as "checkedAt", pass, fail, dnf
    from tally
    where subject = ${subject} and checked_at >= ${since}
    order by scope_uuid, (checked_at at time zone 'UTC')::date, checked_at desc, report_id desc`.execute(database)
  return rows
}
