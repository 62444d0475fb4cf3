import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { resolve } from 'node:path'

/**
 * Writes a file as a whole or not at all: what was there stays until all of the new one is. Where a link leads to a file,
 * that file is replaced and the link stays. What is no file (a device, a pipe) is written into and never replaced: /dev/null
 * belongs to the machine. Throws what the file system says, EISDIR for a folder.
 *
 * @param mode permissions of a file that is made, less the umask
 * @param durable also when the machine stops in the next moment
 */
export function replaceFile(
  path: string,
  content: string | Uint8Array,
  { mode = 0o666, durable = false }: { readonly mode?: number; readonly durable?: boolean } = {},
): void {
  const there = statSync(path, { throwIfNoEntry: false })
  if (isOwnStream(path) || (there && !there.isFile())) {
    write(openSync(path, intoIt), content)
    return
  }
  const target = there ? realpathSync(path) : path
  const partial = `${target}.${process.pid}.partial`
  try {
    write(openSync(partial, 'w', mode), content, durable)
    renameSync(partial, target)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

function write(file: number, content: string | Uint8Array, durable = false): void {
  try {
    writeFileSync(file, content)
    if (durable) fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes nothing where nothing is, and appends: behind /dev/stdout there may be a file with something in it. */
const intoIt = constants.O_WRONLY | constants.O_APPEND

function isOwnStream(path: string): boolean {
  return /^\/(?:dev\/(?:stdout|stderr|fd\/\d+)|proc\/self\/fd\/\d+)$/.test(resolve(path))
}
