import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../make-folder.ts'
import type { Redactor } from '../redact.ts'

/**
 * Writes what the tests of others leave into the folder of the report: texts without secrets, bytes as they are. That a file
 * cannot be written is told, and costs no verdict.
 */
export function keeper(
  folder: string | undefined,
  redactor: Redactor,
): (path: string, content: string | Uint8Array) => void {
  return (path, content) => {
    if (folder === undefined) return
    const target = join(folder, path)
    try {
      makeFolder(dirname(target))
      writeFileSync(target, typeof content === 'string' ? redactor.redact(content) : content)
    } catch (error) {
      process.stderr.write(`scs-conformance: ${target} could not be written: ${String(error)}\n`)
    }
  }
}
