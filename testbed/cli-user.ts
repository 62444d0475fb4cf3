import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../src/report.ts'
import { folder, scsConformance, type CliOptions } from './cli.ts'

export function reportIn(...path: readonly string[]): Report {
  return JSON.parse(readFileSync(join(...path, 'report.json'), 'utf8')) as Report
}

/** Files and environment of one user. */
export function cliUser() {
  const state = folder()
  const temporary = folder()
  const files = folder()
  const write = (name: string, text: string) => {
    const path = join(files, name)
    writeFileSync(path, text, { mode: 0o755 })
    return path
  }
  const env = { XDG_STATE_HOME: state, TMPDIR: temporary, HOME: folder() }
  const call = (args: readonly string[], options: CliOptions = {}) => scsConformance(args, { env, ...options })
  const left = () => {
    const ledgers = join(state, 'scs-conformance')
    return [
      ...(existsSync(ledgers) ? readdirSync(ledgers) : []),
      ...readdirSync(temporary).filter((name) => name.startsWith('scs-')),
    ]
  }
  return { write, call, left, files }
}
