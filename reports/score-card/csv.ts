import type { ScoreCard } from '../../src/report.ts'
import { csvText } from '../shared/csv-text.ts'
import { demandsById, demandsIn, named } from '../shared/demands.ts'
import { clip, visible } from '../shared/visible.ts'
import { certainty } from './certainty.ts'

const head = [
  'scope',
  'testcase',
  'verdict',
  'title',
  'versions',
  'judged',
  'expires',
  'by',
  'source',
  'remarks',
] as const

/** For spreadsheets: a row for each testcase of each scope; `by` tells a report from the word of a person. */
export function cardAsCsv({ cards, sources }: ScoreCard): string {
  const known = new Map(sources.map((source) => [source.id, source]))
  const rows = cards.flatMap(({ scope, versions, results }) => {
    const demands = demandsById(demandsIn(versions))
    return Object.entries(results).map(([id, result]) => {
      const { verdict, title, checkedAt, expiresAt, source } = result
      const by = source === null ? undefined : known.get(source)
      return [
        scope.name,
        id,
        verdict,
        title,
        (demands.get(id) ?? []).map(named).join('; '),
        checkedAt ?? '',
        expiresAt ?? '',
        by?.kind ?? '',
        by?.file ?? source ?? '',
        certainty(result).join('; '),
      ]
    })
  })
  return csvText([head, ...rows.map((row) => row.map((cell) => clip(visible(cell), longest)))])
}

/** Letters of a cell; nobody reads on. */
const longest = 2000
