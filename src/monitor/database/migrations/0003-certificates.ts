import { sql, type Kysely } from 'kysely'

/**
 * Certificates, and what was done with them later. Rows are only added: the database refuses to change or delete them. They refer
 * to no account and no report, so they stay whatever becomes of those.
 */
export async function certificates(database: Kysely<unknown>): Promise<void> {
  const { schema } = database
  await schema
    .createTable('certificate')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('scope_uuid', 'uuid', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('granted_at', 'timestamptz', (column) => column.notNull())
    .addColumn('valid_until', 'timestamptz', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    // text, not json: its bytes are what was signed
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('signature', 'text')
    // of two that are granted at the same time the second finds its number taken
    .addUniqueConstraint('certificate_number', ['subject', 'scope_uuid', 'version', 'number'])
    .execute()
  await schema.createIndex('certificate_by_time').on('certificate').columns(['granted_at desc', 'id']).execute()
  await schema
    .createTable('certificate_act')
    .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('certificate_id', 'uuid', (column) => column.notNull().references('certificate.id'))
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('revocation')`))
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addUniqueConstraint('certificate_act_once', ['certificate_id', 'kind'])
    .execute()
  await sql`create function certificates_stay() returns trigger language plpgsql as
    $$ begin raise exception 'certificates and acts on them are only added to'; end $$`.execute(database)
  for (const table of ['certificate', 'certificate_act']) {
    await sql`create trigger certificates_stay before update or delete or truncate on ${sql.table(table)}
      for each statement execute function certificates_stay()`.execute(database)
  }
}
