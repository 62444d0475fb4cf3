import { sql, type Kysely } from 'kysely'

/** Accounts, submissions, reports, their results, and the newest result of each testcase. */
export async function reports(database: Kysely<unknown>): Promise<void> {
  const { schema } = database
  await schema
    .createTable('account')
    .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('subject', 'text', (column) => column.notNull().unique())
    .addColumn('roles', sql`text[]`, (column) => column.notNull())
    .addColumn('group', 'text')
    .execute()
  await schema
    .createTable('api_key')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('api_key_pkey', ['account_id', 'hash'])
    .execute()
  await schema
    .createTable('public_key')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('public_key_pkey', ['account_id', 'name'])
    .execute()
  await schema
    .createTable('delegation')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addColumn('delegate_id', 'integer', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('delegation_pkey', ['account_id', 'delegate_id'])
    .execute()
  await schema
    .createTable('submission')
    .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('received_at', 'timestamptz', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('content_type', 'text', (column) => column.notNull())
    .addColumn('signature', 'text')
    .addColumn('body', 'bytea', (column) => column.notNull())
    .execute()
  await schema
    .createTable('report')
    .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('uuid', 'uuid', (column) => column.notNull().unique())
    .addColumn('submission_id', 'integer', (column) => column.notNull().references('submission.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('scope_uuid', 'uuid', (column) => column.notNull())
    .addColumn('checked_at', 'timestamptz', (column) => column.notNull())
    // json, not jsonb: it keeps the order of keys, and takes U+0000 within texts
    .addColumn('document', 'json', (column) => column.notNull())
    .addColumn('redaction_key', 'bytea', (column) => column.notNull())
    .execute()
  await schema.createIndex('report_by_subject').on('report').columns(['subject', 'checked_at desc']).execute()
  await schema.createIndex('report_by_time').on('report').column('checked_at desc').execute()
  await schema
    .createTable('result')
    .addColumn('report_id', 'integer', (column) => column.notNull().references('report.id'))
    .addColumn('testcase', 'text', (column) => column.notNull())
    .addColumn('result', 'smallint', (column) => column.notNull())
    .addColumn('checked_at', 'timestamptz', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addColumn('approval', 'boolean', (column) => column.notNull())
    .addPrimaryKeyConstraint('result_pkey', ['report_id', 'testcase'])
    .execute()
  await schema.createIndex('result_by_time').on('result').column('checked_at desc').execute()
  await schema
    .createTable('standing')
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('scope_uuid', 'uuid', (column) => column.notNull())
    .addColumn('testcase', 'text', (column) => column.notNull())
    .addColumn('report_id', 'integer', (column) => column.notNull().references('report.id'))
    .addColumn('result', 'smallint', (column) => column.notNull())
    .addColumn('checked_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('standing_pkey', ['subject', 'scope_uuid', 'testcase'])
    .execute()
}
