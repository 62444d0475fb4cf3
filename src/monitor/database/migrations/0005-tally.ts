import { sql, type Kysely } from 'kysely'

/**
 * How many results of each kind a report has, for the history of a subject: 18 months of it are 540 narrow rows then, and not 40,000
 * results. Kept by the database itself, whoever writes results, a statement of them at a time.
 */
export async function tally(database: Kysely<unknown>): Promise<void> {
  const { schema } = database
  await schema
    .createTable('tally')
    .addColumn('report_id', 'integer', (column) => column.primaryKey().references('report.id').onDelete('cascade'))
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('scope_uuid', 'uuid', (column) => column.notNull())
    .addColumn('checked_at', 'timestamptz', (column) => column.notNull())
    .addColumn('pass', 'integer', (column) => column.notNull())
    .addColumn('fail', 'integer', (column) => column.notNull())
    .addColumn('dnf', 'integer', (column) => column.notNull())
    .execute()
  const counted = sql`
    select report.id, report.subject, report.scope_uuid, report.checked_at,
      count(*) filter (where given.result = 1), count(*) filter (where given.result = -1), count(*) filter (where given.result = 0)`
  const grouped = sql`group by report.id`
  await sql`insert into tally ${counted} from result as given join report on report.id = given.report_id ${grouped}`.execute(
    database,
  )
  await schema.createIndex('tally_by_subject').on('tally').columns(['subject', 'checked_at desc']).execute()
  await sql`
    create function count_results() returns trigger language plpgsql as $$
    begin
      insert into tally ${counted} from added as given join report on report.id = given.report_id ${grouped}
      on conflict (report_id) do update
      set pass = tally.pass + excluded.pass, fail = tally.fail + excluded.fail, dnf = tally.dnf + excluded.dnf;
      return null;
    end $$`.execute(database)
  await sql`
    create trigger count_results after insert on result
    referencing new table as added for each statement execute function count_results()`.execute(database)
}
