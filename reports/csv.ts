import type { ReportFormat } from '../src/report.ts'
import { csvText } from './shared/csv-text.ts'
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

/** For spreadsheets: a row a testcase. */
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
          cause?.kind ?? '',
          cause?.message ?? '',
          seen.join('\n'),
          String(count),
          startedAt ?? '',
          expiresAt ?? '',
        ]
      },
    )
    return csvText([head, ...rows])
  },
}
