import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

/** How many results of a testcase were made in a week, over all subjects. */
export interface Week {
  /** Its Monday, YYYY-MM-DD, UTC */
  readonly monday: string
  readonly pass: number
  readonly dnf: number
  readonly fail: number
}

const weekMs = 7 * 86_400_000
/** As long as results are public by scs-0004: 18 months, which are 550 days at the most; the first week may be a part of one. */
export const historyWeeks = 80

/** Every week from the first one that has results, but for no more than 18 months, to that of `at`; none where there are no results. */
export async function testcaseHistory(
  database: Database,
  scopeUuid: string,
  testcase: string,
  at: Date,
): Promise<readonly Week[]> {
  const last = mondayOf(at)
  const first = new Date(last.getTime() - (historyWeeks - 1) * weekMs)
  const { rows } = await sql<Week>`select to_char(week, 'YYYY-MM-DD') as monday, sum(pass)::integer as pass,
      sum(dnf)::integer as dnf, sum(fail)::integer as fail
    from testcase_week
    where scope_uuid = ${scopeUuid} and testcase = ${testcase} and week >= ${dayOf(first)}::date
    group by week order by week`.execute(database)
  return withoutGaps(rows, last)
}

/** With the weeks that have no results, up to this Monday. Pure. */
export function withoutGaps(weeks: readonly Week[], last: Date): readonly Week[] {
  const [earliest] = weeks
  if (!earliest) return []
  const byMonday = new Map(weeks.map((week) => [week.monday, week]))
  const count = Math.max(0, Math.round((last.getTime() - Date.parse(earliest.monday)) / weekMs)) + 1
  return Array.from({ length: count }, (_, n) => {
    const monday = dayOf(new Date(Date.parse(earliest.monday) + n * weekMs))
    return byMonday.get(monday) ?? { monday, pass: 0, dnf: 0, fail: 0 }
  })
}

export function mondayOf(at: Date): Date {
  const day = (at.getUTCDay() + 6) % 7
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() - day))
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
