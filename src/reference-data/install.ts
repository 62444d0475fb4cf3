import { dirname, join } from 'node:path'
import { makeFolder } from '../make-folder.ts'
import { replaceFile } from '../replace-file.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Puts a document into a folder, as a whole or not at all, also when the machine stops.
 * @returns the path of the file
 * @throws UsageError where it cannot be written
 */
export function install(folder: string, name: string, text: string): string {
  const path = join(folder, `${name}.json`)
  try {
    makeFolder(dirname(path))
    replaceFile(path, text, { durable: true })
    return path
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new UsageError(`${path}: cannot be written (${code}); name another folder by --output`, { cause: error })
  }
}
