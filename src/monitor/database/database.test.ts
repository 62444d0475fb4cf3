import t from 'tap'
import { folder } from '../../../testbed/cli.ts'
import { openDatabase } from './database.ts'
import { isDuplicate, refusalFor } from './failure.ts'
import { migrations } from './migrations.ts'

t.test('tables are made once; a database that a later version has written is refused', async (t) => {
  const place = { folder: folder() }
  const database = await openDatabase(place, () => {})
  await t.rejects(
    openDatabase(place, () => {}),
    { name: 'UsageError', message: /uses it; end that first/ },
  )
  await database
    .insertInto('account')
    .values({ subject: 'mycloud', roles: ['read_any'], group: null })
    .execute()
  const again = database.insertInto('account').values({ subject: 'mycloud', roles: [], group: null }).execute()
  await again.then(
    () => t.fail('twice'),
    (error: unknown) => t.equal(isDuplicate(error), true),
  )
  await database.destroy()

  const second = await openDatabase(place, () => {})
  t.match(await second.selectFrom('account').selectAll().execute(), [{ subject: 'mycloud', roles: ['read_any'] }])
  const { Migrator } = await import('kysely/migration')
  const later = { ...migrations, '9999-later': { up: async () => {} } }
  await new Migrator({ db: second, provider: { getMigrations: async () => later } }).migrateToLatest()
  await second.destroy()
  await t.rejects(
    openDatabase(place, () => {}),
    {
      name: 'UsageError',
      message: /cannot be used as the database of the monitor \(a later version of scs-conformance has written it/,
    },
  )
})

t.test('what a failure of the database means for whoever asked', async (t) => {
  const failure = (code: string, message = '') => Object.assign(new Error(message), { code })
  t.match(refusalFor(failure('53100')), { status: 507 })
  t.match(refusalFor(failure('XX000', 'could not write: No space left on device')), { status: 507 })
  for (const code of ['ECONNREFUSED', 'ECONNRESET', '57P01', '08006', '53300']) {
    t.match(refusalFor(failure(code)), { status: 503 }, code)
  }
  t.match(refusalFor(new Error('Connection terminated unexpectedly')), { status: 503 })
  t.equal(refusalFor(failure('42P01', 'relation does not exist')), undefined, 'our own fault')
  t.equal(refusalFor(failure('23505')), undefined)
  t.equal(refusalFor(undefined), undefined)
})
