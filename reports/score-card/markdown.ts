import type { ScoreCard } from '../../src/report.ts'
import { marks } from '../markdown/findings.ts'
import { code, folded, prose, table } from '../markdown/markup.ts'
import { outlook } from '../shared/summary.ts'
import { certainty, remarkable, sourceLines, standings, standingsHead } from './certainty.ts'

/** A score card for a forge or a wiki. */
export function cardAsMarkdown(card: ScoreCard): string {
  const levels = Object.entries(card.level).map(([name, level]) => {
    return [
      `SCS-${name}`,
      `${marks[level.verdict]} ${level.verdict}`,
      prose([level.version, ...outlook(level)].filter(Boolean).join('; ')),
    ]
  })
  const blocks = card.cards.flatMap((one) => {
    const rows = remarkable(one).map(([id, result]) => [
      code(id),
      `${marks[result.verdict]} ${result.verdict}`,
      result.checkedAt?.slice(0, 10) ?? '',
      prose(certainty(result).join(', ')),
    ])
    const open =
      rows.length > 0 ? table(['Testcase', 'Verdict', 'Judged', ''], rows) : 'Every testcase passed, for certain.'
    return [
      `### ${prose(one.scope.name)}`,
      table(
        standingsHead,
        standings(one).map((row) => row.map(prose)),
      ),
      open,
    ]
  })
  const blocksAll = [
    `## Score card of ${prose(card.subject)}, ${card.at.slice(0, 10)}`,
    table(['Level', 'Verdict', ''], levels),
    ...blocks,
    folded(
      'Sources',
      sourceLines(card).map((line) => `- ${prose(line)}`),
    ),
  ]
  return `${blocksAll.join('\n\n')}\n`
}
