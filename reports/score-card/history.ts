import { scaleUtc } from 'd3-scale'
import type { CardResult, ScoreCard, Verdict } from '../../src/report.ts'
import type { Tongue } from '../language/tongue.ts'
import { clip } from '../shared/visible.ts'

/** What became of testcases over time, in pixels of the view box. Pure: the template draws what this says. */
export interface HistoryPicture {
  readonly width: number
  readonly height: number
  /** The lower end of the lines that mark days. */
  readonly bottom: number
  readonly ticks: readonly { readonly x: number; readonly label: string }[]
  readonly rows: readonly HistoryRow[]
  /** How many testcases with a history are not drawn. */
  readonly left: number
}

interface HistoryRow {
  readonly id: string
  readonly label: string
  readonly y: number
  /** A verdict, from its result to the next one, or until it expires. */
  readonly bands: readonly { readonly x: number; readonly width: number; readonly verdict: Verdict }[]
  readonly marks: readonly { readonly d: string; readonly verdict: Verdict; readonly text: string }[]
}

const [width, labels, row, head, margin] = [900, 290, 22, 26, 40]
const mostLetters = 38
const mostRows = 60

/** Told apart by their form too, not by colour alone. */
const forms = {
  PASS: (x, y) => `M${x - 5},${y}a5,5 0 1,0 10,0a5,5 0 1,0 -10,0`,
  FAIL: (x, y) => `M${x - 5},${y - 5}h10v10h-10z`,
  DNF: (x, y) => `M${x},${y - 6}l6,10.5h-12z`,
  MISS: (x, y) => `M${x},${y - 6}l6,6l-6,6l-6,-6z`,
} satisfies Record<Verdict, (x: number, y: number) => string>

/** The form of a verdict around a point, as an SVG path. */
export function formOf(verdict: Verdict, x: number, y: number): string {
  return forms[verdict](x, y)
}

/** Another verdict, or none since a result had expired when the next one came. */
function isChanged(verdict: Verdict, history: CardResult['history']): boolean {
  return history.some(({ verdict: past, expiresAt }, n) => {
    const next = history[n - 1]
    return past !== verdict || (next !== undefined && expiresAt < next.checkedAt)
  })
}

/** Draws the testcases that have ever been other than today; null where there are none. */
export function historyOf(
  results: ReadonlyMap<string, CardResult>,
  { at, sources }: ScoreCard,
  { day, moment, words }: Tongue,
): HistoryPicture | null {
  const files = new Map(sources.map(({ id, file }) => [id, file]))
  const judged = [...results].filter(([, { history }]) => history.length > 0)
  const changed = judged.filter(([, { verdict, history }]) => isChanged(verdict, history))
  const drawn = changed.slice(0, mostRows)
  if (drawn.length === 0) return null
  const first = drawn.flatMap(([, { history }]) => history.map(({ checkedAt }) => Date.parse(checkedAt)))
  const x = scaleUtc([Math.min(...first), Date.parse(at)], [labels, width - margin])
  const bottom = head + drawn.length * row
  const px = (iso: string): number => Math.round(x(Date.parse(iso)) * 10) / 10
  return {
    width,
    height: bottom + 10,
    bottom,
    ticks: x.ticks(3).map((date) => ({ x: Math.round(x(date) * 10) / 10, label: day(date.toISOString()) })),
    rows: drawn.map(([id, { history }], i) => {
      const y = head + i * row + row / 2
      return {
        id,
        label: clip(id, mostLetters),
        y,
        bands: history.map(({ checkedAt, expiresAt, verdict }, n) => {
          const [end = at] = [history[n - 1]?.checkedAt ?? at, expiresAt, at].toSorted()
          const from = px(checkedAt)
          return { x: from, width: Math.max(0, Math.round((px(end) - from) * 10) / 10), verdict }
        }),
        marks: history.map(({ checkedAt, verdict, source }) => ({
          d: formOf(verdict, px(checkedAt), y),
          verdict,
          text: `${verdict}, ${words.history.entry(moment(checkedAt), files.get(source) ?? source)}`,
        })),
      }
    }),
    left: judged.length - drawn.length,
  }
}
