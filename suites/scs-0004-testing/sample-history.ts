import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EarlierResult } from '../../src/provider/history.ts'

const dayMs = 86_400_000

const today = '2026-11-24T12:00:00.000Z'

/** A moment so many days before another, ISO 8601. */
export function daysAgo(days: number, from = today): string {
  return new Date(Date.parse(from) - days * dayMs).toISOString()
}

/** Results of one run, by testcase. */
export type Results = Readonly<Record<string, EarlierResult['verdict']>>

/** An official report of that many days ago. */
export function officialReport(days: number, results: Results, subject = 'testbed', from = today): string {
  const at = daysAgo(days, from)
  const values = { PASS: 1, DNF: 0, FAIL: -1, MISS: undefined } as const
  const lines = Object.entries(results).flatMap(([id, verdict]) =>
    values[verdict] === undefined ? [] : [`        ${id}: ${values[verdict]}`],
  )
  return `spec: { uuid: 50393e6f-2ae1-4c5c-a62c-3b75f2abef3f, name: SCS-compatible IaaS }
checked_at: ${at.slice(0, 19).replace('T', ' ')}
reference_date: ${at.slice(0, 10)}
subject: ${subject}
run:
  uuid: 00000000-0000-4000-8000-${String(days).padStart(12, '0')}
  invocations:
    one:
      results:
${lines.join('\n')}
`
}

/** Writes files below a folder, by path; gives the folder. */
export function laid(base: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(base, path, '..'), { recursive: true })
    writeFileSync(join(base, path), text)
  }
  return base
}
