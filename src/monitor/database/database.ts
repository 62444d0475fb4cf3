import type { Dialect, Kysely } from 'kysely'
import { UsageError } from '../../usage-error.ts'
import { migrations } from './migrations.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/** Where reports are kept: a PostgreSQL server, or a folder of this machine. */
export type Place = { readonly postgres: string } | { readonly folder: string }

/**
 * Opens the database and brings its tables up to date. Close it with `destroy()`.
 *
 * @param told is told what goes wrong with idle connections
 * @throws UsageError where there is none, or one that a later version has written
 */
export async function openDatabase(place: Place, told: (text: string) => void): Promise<Database> {
  const name = 'folder' in place ? place.folder : 'the PostgreSQL server'
  const { Kysely } = await import('kysely')
  const database = new Kysely<Tables>({ dialect: await dialectFor(place, told) })
  try {
    await bringUpToDate(database)
    return database
  } catch (error) {
    await database.destroy().catch(() => {}) // what is told below is what went wrong first
    const said = error instanceof Error ? error.message || String('code' in error ? error.code : error) : String(error)
    throw new UsageError(`${name}: cannot be used as the database of the monitor (${said})`, { cause: error })
  }
}

async function dialectFor(place: Place, told: (text: string) => void): Promise<Dialect> {
  if ('folder' in place) return (await import('./embedded.ts')).embedded(place.folder)
  return (await import('./postgres.ts')).postgres(place.postgres, told)
}

async function bringUpToDate(database: Database): Promise<void> {
  const { Migrator } = await import('kysely/migration')
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  const isLater = error instanceof Error && /previously executed migration/.test(error.message)
  throw isLater ? new Error('a later version of scs-conformance has written it; use that one', { cause: error }) : error
}
