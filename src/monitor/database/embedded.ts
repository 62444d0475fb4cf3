import { join } from 'node:path'
import type * as Pglite from '@electric-sql/pglite'
import { PGliteDialect, type Dialect } from 'kysely'
import { fileReason } from '../../file-reason.ts'
import { makeFolder } from '../../make-folder.ts'
import { UsageError } from '../../usage-error.ts'
import { lockFolder } from './folder-lock.ts'

/**
 * PostgreSQL within this process, its files in this folder, which no other process may use meanwhile.
 * @throws UsageError where PGlite is not installed, or another process uses the folder
 */
export async function embedded(folder: string): Promise<Dialect> {
  const { PGlite } = await load()
  try {
    makeFolder(folder, 0o700)
  } catch (error) {
    throw new UsageError(`${folder}: cannot be made (${fileReason(error)}); name another with --store`, {
      cause: error,
    })
  }
  const release = await lockFolder(folder)
  const open = async () => {
    try {
      const pglite = new PGlite(join(folder, 'pglite'))
      await pglite.waitReady
      const close = pglite.close.bind(pglite)
      pglite.close = () => close().finally(release)
      return pglite
    } catch (error) {
      release()
      throw error
    }
  }
  return new PGliteDialect({ pglite: open })
}

/** An optional dependency: it takes 27 MB. */
async function load(): Promise<typeof Pglite> {
  try {
    return await import('@electric-sql/pglite')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    throw new UsageError(
      'PGlite, in which reports are kept where no PostgreSQL is named, is not installed: npm install @electric-sql/pglite, or name a server with --postgres URL',
      { cause: error },
    )
  }
}
