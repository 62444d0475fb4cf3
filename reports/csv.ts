import type { ReportFormat } from '../src/report.ts'
import { demandsById, demandsIn, named } from './shared/demands.ts'
import { forTools, legible } from './shared/legible.ts'

const head = [
  'testcase',
  'verdict',
  'title',
  'standard',
  'url',
  'versions',
  'cause',
  'message',
  'violations',
  'examined',
  'judged',
  'expires',
] as const

/**
 * For spreadsheets (RFC 4180, but for its line ends): a row a testcase. Texts from a cloud that a spreadsheet would take for a formula get an
 * apostrophe before them.
 */
export const format: ReportFormat = {
  name: 'csv',
  extension: '.csv',
  render(given) {
    const { results, versions } = legible(given, forTools)
    const demands = demandsById(demandsIn(versions))
    const rows = Object.entries(results).map(
      ([id, { verdict, title, standard, cause, violations, examined, startedAt, expiresAt }]) => {
        const seen = violations.map(
          ({ subject, expected, actual }) => `${subject}: expected ${expected}, actual ${actual}`,
        )
        const count = 'count' in examined ? examined.count : examined.length
        return [
          id,
          verdict,
          title,
          standard.id,
          standard.url,
          (demands.get(id) ?? []).map(named).join('; '),
          cause?.kind,
          cause?.message,
          seen.join('\n'),
          String(count),
          startedAt ?? '',
          expiresAt ?? '',
        ]
      },
    )
    return [head, ...rows].map((row) => `${row.map((cell) => quoted(cell ?? '')).join(',')}\n`).join('')
  },
}

function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
