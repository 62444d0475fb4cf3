import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

/** Since when results of a subject are what they are. */
export interface Streak {
  readonly subject: string
  /** When the first of them was made. */
  readonly since: Date
  /** Whether one before it was another; else it may be so for longer than was looked back. */
  readonly changed: boolean
}

/** So far back is looked: every report of that time is looked at. */
export const lookBackDays = 56

/**
 * Since when the results of a testcase are what they are, of these subjects; those without a result since `from` are left out.
 * Of two of the same moment the worse one counts, as everywhere.
 */
export async function sinceWhen(
  database: Database,
  {
    scopeUuid,
    testcase,
    subjects,
    from,
  }: {
    readonly scopeUuid: string
    readonly testcase: string
    readonly subjects: readonly string[]
    readonly from: Date
  },
): Promise<readonly Streak[]> {
  if (subjects.length === 0) return []
  const { rows } = await sql<Streak>`select asked.subject, streak.since, streak.changed
    from unnest(${[...subjects]}::text[]) as asked(subject) cross join lateral (
      select min(checked_at) filter (where not differs) as since, bool_or(differs) as changed from (
        select checked_at, bool_or(result <> newest) over (order by checked_at desc, result) as differs from (
          select result.checked_at, result.result,
            first_value(result.result) over (order by result.checked_at desc, result.result) as newest
          from report join result on result.report_id = report.id and result.testcase = ${testcase}
          where report.subject = asked.subject and report.scope_uuid = ${scopeUuid} and report.checked_at >= ${from}
        ) as made
      ) as judged
    ) as streak where streak.since is not null`.execute(database)
  return rows
}
