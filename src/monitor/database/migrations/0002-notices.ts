import { sql, type Kysely } from 'kysely'

/** Causes of results that are DNF; what has been told of subjects, and notices on their way. */
export async function notices(database: Kysely<unknown>): Promise<void> {
  const { schema } = database
  await schema.alterTable('result').addColumn('cause', 'text').execute()
  await schema
    .createTable('notice_state')
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('scope_uuid', 'text', (column) => column.notNull())
    .addColumn('item', 'text', (column) => column.notNull())
    .addColumn('told', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('notice_state_pkey', ['subject', 'scope_uuid', 'item'])
    .execute()
  await schema
    .createTable('notice')
    .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('content', 'json', (column) => column.notNull())
    .execute()
  await schema
    .createTable('notice_delivery')
    .addColumn('notice_id', 'integer', (column) => column.notNull().references('notice.id'))
    .addColumn('contact', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_attempt_at', 'timestamptz')
    .addColumn('outcome', 'text')
    .addPrimaryKeyConstraint('notice_delivery_pkey', ['notice_id', 'contact'])
    .execute()
  await schema
    .createIndex('notice_delivery_due')
    .on('notice_delivery')
    .column('next_attempt_at')
    .where(sql.ref('next_attempt_at'), 'is not', null)
    .execute()
  await schema
    .createTable('notice_round')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('next_at', 'timestamptz', (column) => column.notNull())
    .execute()
  await sql`insert into notice_round (id, next_at) values (1, 'epoch')`.execute(database)
}
