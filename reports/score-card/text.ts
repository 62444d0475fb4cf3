import type { ScoreCard } from '../../src/report.ts'
import { outlook } from '../shared/summary.ts'
import { visible } from '../shared/visible.ts'
import { pointed, table } from '../text/layout.ts'
import { certainty, remarkable, sourceLines, standings, standingsHead } from './certainty.ts'

/** A score card for a terminal. */
export function cardAsText(card: ScoreCard): string {
  const levels = Object.entries(card.level).map(([name, level]) => {
    const open = level.missing.length > 0 ? [`${level.missing.length} open`] : []
    return [
      `SCS-${name}`,
      level.verdict,
      visible([level.version, ...open, ...outlook(level)].filter(Boolean).join('; ')),
    ]
  })
  const blocks = card.cards.map((one) => {
    const rows = remarkable(one).map(([id, result]) => [
      visible(id),
      result.verdict,
      result.checkedAt?.slice(0, 10) ?? '-',
      certainty(result).join(', '),
    ])
    const open =
      rows.length > 0 ? table([['TESTCASE', 'VERDICT', 'JUDGED', ''], ...rows]) : 'Every testcase passed, for certain.'
    return `${visible(one.scope.name)}\n\n${table([standingsHead, ...standings(one)])}\n\n${open}`
  })
  const sources = sourceLines(card).map((line) => pointed(visible(line)))
  return `${[
    `${visible(card.subject)} (${card.layer}) on ${card.at.slice(0, 16).replace('T', ' ')} UTC`,
    table([['Level', 'Verdict', ''], ...levels]),
    ...blocks,
    `SOURCES\n\n${sources.join('\n')}`,
  ].join('\n\n')}\n`
}
