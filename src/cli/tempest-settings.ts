import { readFileSync } from 'node:fs'
import { fileReason } from '../file-reason.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'

/** Nobody becomes an administrator by it, and whoever signs in is named by --tempest-accounts. */
const notTheirs = /^\s*(admin_\w+|use_dynamic_credentials|test_accounts_file)\s*[=:]/

/** Reads the further settings of `--tempest-conf`; the redactor learns what in them is secret. UsageError with file and line. */
export function readTempestSettings(path: string, redactor: Redactor): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`--tempest-conf ${path}: cannot be read (${fileReason(error)})`, { cause: error })
  }
  const lines = text.split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    const key = notTheirs.exec(line)?.[1]
    if (key !== undefined) {
      throw new UsageError(
        `--tempest-conf ${path}:${index + 1}: ${key} cannot be set; Tempest runs as the ordinary users of --tempest-accounts`,
      )
    }
    const secret = /^\s*\w*(?:password|secret|token)\w*\s*[=:]\s*(\S.*?)\s*$/.exec(line)?.[1]
    if (secret !== undefined) redactor.learn(secret)
  }
  const first = lines.findIndex((line) => /^\s*[^#;\s]/.test(line))
  if (first !== -1 && !/^\s*\[/.test(lines[first] ?? ''))
    throw new UsageError(`--tempest-conf ${path}:${first + 1}: a section must come first, such as [network]`)
  return text
}
