import { check, type Finding, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { notHandedIn } from '../../src/provider/not-handed-in.ts'
import { availability, type Kept, type Unread } from './facts.ts'
import type { Figure } from './read-results.ts'

const dayMs = 86_400_000
const leastHours = 648
/** Ways to write 30 days. */
const thirtyDays = /^(?:30 ?d(?:ays?)?|720 ?h(?:ours?)?|P30D|2592000(?:s| seconds)?)$/i

/**
 * There are figures of availability over 30 days: by the health monitor itself (a metric with availability in its name and a
 * label window="30d"), or from what a Prometheus has kept of probes and API calls.
 *
 * How high they have to be no document of SCS says, so no figure is too low; they are shown. A figure must be a share between 0
 * and 1. What is kept must reach back 30 days: where it does not, there may be more of it elsewhere, and that is undecided.
 * Where it does, tests that run constantly (scs-0004-w1) leave something behind in nearly every hour: fewer than nine of ten is a
 * violation. Figures over other times only are one as well: they were looked for, and these were found in their stead. Neither is
 * one where another source, or another job, has whole figures: then there are figures, and what these lack is a note. A figure
 * whose time is not told may be over 30 days: undecided. A zone of availability is no figure.
 */
export const availabilityCheck = check({
  id: 'scs-0004-availability',
  title: 'There are figures of availability over 30 days',
  section: 'scs-0004-w1#optional-health-monitor',
  needs: { availability, referenceTime },
  judge({ availability, referenceTime }): Finding {
    if (!availability) {
      return notHandedIn(
        'neither a health monitor nor a Prometheus is handed in: name one by healthMonitor or prometheus',
      )
    }
    const { monitor, prometheus } = availability
    const parts = [
      ...(monitor ? [judged(monitor.figures, (figures) => judgeFigures(monitor.url, figures))] : []),
      ...(prometheus ? [judged(prometheus.kept, (kept) => judgeKept(kept, Date.parse(referenceTime)))] : []),
    ]
    const examined = parts.flatMap((part) => part.examined)
    const isGood = parts.some((part) => part.isGood)
    const lacking = parts.flatMap((part) => part.lacking)
    // One source with figures is enough, whatever the other lacks.
    const violations = [...parts.flatMap((part) => part.violations), ...(isGood ? [] : lacking)]
    const spared = isGood ? lacking.map(({ subject, actual }) => `${subject}: ${actual}`) : []
    const open = parts.flatMap(({ undecided }) => (undecided ? [undecided] : []))
    const notes = [...parts.flatMap((part) => part.notes), ...spared, ...open.map(({ message }) => message)]
    const finding = { examined, violations, notes }
    if (violations.length > 0 || isGood) return finding
    const message =
      'there is no figure of availability in what is handed in by healthMonitor or prometheus in the file of --provider (docs/provider-file.md)'
    return { ...finding, undecided: open[0] ?? { kind: 'manual', message } }
  },
})

interface Part {
  readonly examined: readonly string[]
  readonly violations: readonly Violation[]
  /** What is missing to figures over 30 days, which another source may have. */
  readonly lacking: readonly Violation[]
  readonly notes: readonly string[]
  readonly isGood: boolean
  readonly undecided?: NonNullable<Finding['undecided']>
}

const nothing: Part = { examined: [], violations: [], lacking: [], notes: [], isGood: false }

function judged<T extends readonly unknown[]>(told: T | Unread, judge: (told: T) => Part): Part {
  return 'cause' in told ? { ...nothing, undecided: { kind: told.cause, message: told.message } } : judge(told)
}

function judgeFigures(url: string, figures: readonly Figure[]): Part {
  const over = figures.filter(({ window }) => window !== null && thirtyDays.test(window))
  if (over.length === 0 && figures.length > 0) {
    if (figures.some(({ window }) => window === null)) {
      const message = `health monitor ${url} does not tell over which time its figures of availability are: add a label window="30d"`
      return { ...nothing, undecided: { kind: 'malformed', message } }
    }
    const windows = [...new Set(figures.map(({ window }) => window))]
    const expected = 'a figure of availability over 30 days (label window="30d")'
    return {
      ...nothing,
      lacking: [{ subject: `health monitor ${url}`, expected, actual: `figures over ${windows.join(', ')}` }],
    }
  }
  return sharesOf(over)
}

function judgeKept(kept: readonly Kept[], now: number): Part {
  const young = kept.filter(({ sinceMs }) => now - sinceMs < 29 * dayMs)
  const old = kept.filter((one) => !young.includes(one))
  const gaps = old
    .filter(({ hours }) => hours < leastHours)
    .map(({ of, hours }) => ({
      subject: of,
      expected: `values in at least ${leastHours} of the last 720 hours`,
      actual: `values in ${hours}`,
      remedy: 'let the monitor run all the time',
    }))
  const shares = sharesOf(old)
  const [first] = young
  const isWhole = old.some(
    ({ of, hours }) => hours >= leastHours && !shares.violations.some(({ subject }) => subject === of),
  )
  const part = { ...shares, lacking: gaps, isGood: isWhole }
  if (!first || old.length > 0) return part
  const days = Math.floor((now - first.sinceMs) / dayMs)
  const message = `${first.of} reaches back ${days} of 30 days: name a store that keeps them (Thanos, Mimir), or come again later`
  return { ...part, undecided: { kind: 'dependency', message } }
}

function sharesOf(figures: readonly { readonly of: string; readonly ratio: number | null }[]): Part {
  const isShare = (ratio: number | null): ratio is number => ratio !== null && ratio >= 0 && ratio <= 1
  const bad = figures.filter(({ ratio }) => !isShare(ratio))
  const good = figures.flatMap(({ of, ratio }) => (isShare(ratio) ? [{ of, ratio }] : []))
  return {
    examined: figures.map(({ of }) => of),
    violations: bad.map(({ of, ratio }) => ({
      subject: of,
      expected: 'a share between 0 and 1',
      actual: String(ratio ?? 'no number'),
    })),
    lacking: [],
    notes: good.map(({ of, ratio }) => `availability over 30 days by ${of}: ${(ratio * 100).toFixed(3)} %`),
    isGood: good.length > 0,
  }
}
