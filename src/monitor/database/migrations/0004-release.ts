import { sql, type Kysely } from 'kysely'

/**
 * Results of each testcase by week, counted as they come in: of 38 million results nobody counts those of a year and a half while a page
 * waits. `part` keeps posts that come in at the same time out of each other's way; it is summed up.
 */
export async function release(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('testcase_week')
    .addColumn('scope_uuid', 'uuid', (column) => column.notNull())
    .addColumn('testcase', 'text', (column) => column.notNull())
    .addColumn('week', 'date', (column) => column.notNull())
    .addColumn('part', 'smallint', (column) => column.notNull())
    .addColumn('pass', 'integer', (column) => column.notNull())
    .addColumn('dnf', 'integer', (column) => column.notNull())
    .addColumn('fail', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('testcase_week_pkey', ['scope_uuid', 'testcase', 'week', 'part'])
    .modifyEnd(sql`with (fillfactor = 50)`)
    .execute()
  await sql`set local statement_timeout = 0`.execute(database) // a minute for 38 million results
  await sql`insert into testcase_week (scope_uuid, testcase, week, part, pass, dnf, fail)
    select report.scope_uuid, result.testcase, date_trunc('week', result.checked_at at time zone 'UTC')::date, 0,
      count(*) filter (where result.result = 1), count(*) filter (where result.result = 0),
      count(*) filter (where result.result = -1)
    from result join report on report.id = result.report_id
    group by 1, 2, 3`.execute(database)
}
