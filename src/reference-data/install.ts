import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../usage-error.ts'

/**
 * Puts a document into a folder, as a whole or not at all, also when the machine stops.
 * @returns the path of the file
 * @throws UsageError where it cannot be written
 */
export async function install(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, `${name}.json`)
  const partial = `${path}.${process.pid}.partial`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(partial, 'w')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
    return path
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {}) // what could not be made cannot be in the way
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new UsageError(`${path}: cannot be written (${code}); name another folder by --output`, { cause: error })
  }
}
