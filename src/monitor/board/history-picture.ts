import { worstFirst, type VerdictCounts } from '../views/verdict-counts.ts'
import { scaleLinear, scaleUtc } from 'd3-scale'
import { expiresAt } from '../../certification/lifetimes.ts'
import { validityAt } from '../../certification/versions.ts'
import type { Verdict } from '../../report.ts'
import type { Scope } from '../../scope.ts'
import type { Tally } from '../views/history.ts'

/** The share of verdicts by day, in pixels of the view box, and as numbers. */
export interface HistoryPicture {
  readonly width: number
  readonly height: number
  /** Where the lines of time begin and end. */
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
  readonly months: readonly { readonly x: number; readonly label: string }[]
  readonly shares: readonly { readonly y: number; readonly label: string }[]
  readonly bars: readonly { readonly verdict: Verdict; readonly x: number; readonly y: number; readonly width: number; readonly height: number }[] // prettier-ignore
  /** The last day of each month, newest first. */
  readonly table: readonly { readonly day: string; readonly counts: VerdictCounts }[]
}

const [width, height, top, bottom, left, right] = [960, 190, 8, 164, 44, 952]
export const dayMs = 24 * 60 * 60_000
/** 18 months, as scs-0004 wants the history to be public; the longest are of 550 days. */
export const historyDays = 550

/**
 * Draws the days since the first report: each report counts until the next one, or until its results expire, and then all is MISS.
 * What a report does not say of the testcases that the scope names at that time is MISS. Null where there is no report. Pure.
 */
export function historyPicture(scope: Scope, tallies: readonly Tally[], now: number): HistoryPicture | null {
  const days = daysOf(scope, tallies, now)
  const [first] = days
  if (!first) return null
  const from = Date.parse(first.day)
  const x = scaleUtc([from, from + days.length * dayMs], [left, right])
  const y = scaleLinear([0, 1], [bottom, top])
  const bars = runsOf(days).flatMap(({ counts, start, length }) => {
    const all = worstFirst.reduce((sum, verdict) => sum + counts[verdict], 0)
    let below = 0
    // PASS at the bottom
    return worstFirst.toReversed().flatMap((verdict) => {
      const [lower, upper] = [below / all, (below + counts[verdict]) / all]
      below += counts[verdict]
      if (counts[verdict] === 0) return []
      const [begin, end] = [x(from + start * dayMs), x(from + (start + length) * dayMs)]
      return [
        { verdict, x: tenth(begin), y: tenth(y(upper)), width: tenth(end - begin), height: tenth(y(lower) - y(upper)) },
      ]
    })
  })
  return {
    width,
    height,
    top,
    bottom,
    left,
    right,
    bars,
    months: x.ticks(6).map((date) => ({ x: tenth(x(date)), label: labels.format(date) })),
    shares: y.ticks(4).map((share) => ({ y: tenth(y(share)), label: `${Math.round(share * 100)} %` })),
    table: days.filter(({ day }, n) => day.slice(0, 7) !== days[n + 1]?.day.slice(0, 7)).toReversed(),
  }
}

const labels = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' })

interface Day {
  /** YYYY-MM-DD */
  readonly day: string
  readonly counts: VerdictCounts
}

function daysOf(scope: Scope, tallies: readonly Tally[], now: number): readonly Day[] {
  const [first] = tallies
  if (!first) return []
  const days: Day[] = []
  let next = 0
  for (let at = Math.floor(first.checkedAt.getTime() / dayMs) * dayMs; at <= now; at += dayMs) {
    const end = Math.min(at + dayMs, now + 1)
    while ((tallies[next]?.checkedAt.getTime() ?? Infinity) < end) next++
    const last = tallies[next - 1]
    const day = new Date(at).toISOString().slice(0, 10)
    if (last) days.push({ day, counts: countsAt(scope, day, last, end) })
  }
  return days
}

function countsAt(scope: Scope, day: string, { checkedAt, pass, fail, dnf }: Tally, end: number): VerdictCounts {
  const named = namedAt(scope, day)
  const expired = Date.parse(expiresAt(checkedAt.toISOString(), 'week')) <= end - dayMs
  const judged = pass + fail + dnf
  return expired
    ? { FAIL: 0, MISS: Math.max(named, judged), DNF: 0, PASS: 0 }
    : { FAIL: fail, MISS: Math.max(0, named - judged), DNF: dnf, PASS: pass }
}

/** How many testcases the versions name that the timeline names for that day. */
function namedAt(scope: Scope, day: string): number {
  const validities = validityAt(scope, day)
  const inForce = scope.versions.filter(({ version }) => ['effective', 'warn'].includes(validities[version] ?? ''))
  return new Set(inForce.flatMap(({ targets }) => Object.values(targets).flat())).size
}

/** Days of the same counts as one: a bar each would be much to draw. */
function runsOf(days: readonly Day[]) {
  const runs: { readonly counts: VerdictCounts; readonly start: number; length: number }[] = []
  for (const [start, { counts }] of days.entries()) {
    const last = runs.at(-1)
    if (last && worstFirst.every((verdict) => last.counts[verdict] === counts[verdict])) last.length += 1
    else runs.push({ counts, start, length: 1 })
  }
  return runs
}

function tenth(n: number): number {
  return Math.round(n * 10) / 10
}
