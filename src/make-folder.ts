import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Like `mkdir -p`. Node's own `recursive` never returns below folders such as /proc, which are there but in which none can be made.
 * Throws what the file system says; a file of that name is told only by what is done in it then.
 *
 * @param mode permissions of each folder that is made, less the umask
 */
export function makeFolder(path: string, mode = 0o777): void {
  const folder = resolve(path)
  if (existsSync(folder)) return
  makeFolder(dirname(folder), mode)
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    if (!existsSync(folder)) throw error // else made by another run in the same moment
  }
}
