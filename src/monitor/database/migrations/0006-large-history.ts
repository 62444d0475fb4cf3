import { sql, type Kysely } from 'kysely'

/**
 * For a history of half a million reports. A marker of each subject, which moves with its standing: whoever remembers where subjects
 * stand asks only for what has moved. Results are found through their reports: an index of all of them by time is of no use, one of
 * those that wait for approval is.
 */
export async function largeHistory(database: Kysely<unknown>): Promise<void> {
  const { schema } = database
  await sql`set local statement_timeout = 0`.execute(database)
  await sql`create sequence standing_marker`.execute(database)
  await schema
    .createTable('standing_change')
    .addColumn('subject', 'text', (column) => column.primaryKey())
    .addColumn('marker', 'bigint', (column) => column.notNull())
    .execute()
  await sql`
    insert into standing_change (subject, marker)
    select subject, nextval('standing_marker') from (select distinct subject from standing) as one
  `.execute(database)
  // Both are changed with every report, and hold few rows: room for the new row in the page of the old one, and vacuum early.
  await sql`alter table standing_change set (fillfactor = 20, autovacuum_vacuum_threshold = 1000)`.execute(database)
  await sql`alter table standing set (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05)`.execute(database)
  await schema.dropIndex('result_by_time').execute()
  await sql`create index result_not_approved on result (report_id, testcase) where not approval`.execute(database)
}
