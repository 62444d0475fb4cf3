import { sql, type Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'

/**
 * Counts the results of these reports, in the transaction that keeps them, so that none is counted twice or not at all. Last in it: rows
 * that others count in as well are held for as short as possible, and taken in one order.
 */
export async function countByWeek(transaction: Transaction<Tables>, reports: readonly number[]): Promise<void> {
  await sql`insert into testcase_week as counted (scope_uuid, testcase, week, part, pass, dnf, fail)
    select report.scope_uuid, result.testcase, date_trunc('week', result.checked_at at time zone 'UTC')::date,
      pg_backend_pid() % 16, count(*) filter (where result.result = 1), count(*) filter (where result.result = 0),
      count(*) filter (where result.result = -1)
    from result join report on report.id = result.report_id
    where report.id = any(${[...reports]}::integer[])
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (scope_uuid, testcase, week, part) do update set
      pass = counted.pass + excluded.pass, dnf = counted.dnf + excluded.dnf, fail = counted.fail + excluded.fail`.execute(
    transaction,
  )
}
