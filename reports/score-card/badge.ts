import type { Level, ScoreCard } from '../../src/report.ts'
import { drawBadge } from '../shared/badge-picture.ts'
import { clip, visible } from '../shared/visible.ts'

const levels = ['compatible', 'open', 'sovereign'] as const satisfies readonly Level[]
const layers = { iaas: 'IaaS', kaas: 'KaaS' } satisfies Record<ScoreCard['layer'], string>

/** A badge (SVG) of the highest level that is reached, else of the lowest that was judged; and the day of which the card speaks. */
export function cardAsBadge({ subject, layer, at, level }: ScoreCard): string {
  const reached = levels.findLast((name) => level[name].verdict === 'PASS')
  const name = reached ?? levels.find((one) => level[one].version !== undefined) ?? 'compatible'
  const { verdict, version = '', tentative } = level[name]
  return drawBadge({
    what: visible(`SCS-${name} ${layers[layer]} ${version}`),
    verdict: tentative ? 'tentative' : verdict,
    day: at.slice(0, 10),
    subject: clip(visible(subject), 300),
  })
}
