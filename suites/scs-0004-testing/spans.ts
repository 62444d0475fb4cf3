/** A stretch of time, ISO 8601 UTC, without its end. */
export interface Span {
  readonly from: string
  readonly until: string
}

/** What several stretches cover together: no two of them touch, the earliest first. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = []
  for (const { from, until } of spans.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    const last = all.at(-1)
    if (last && from <= last.until) all[all.length - 1] = { from: last.from, until: max(last.until, until) }
    else all.push({ from, until })
  }
  return all
}

/** What of a stretch is not covered. */
export function gapsIn({ from, until }: Span, covered: readonly Span[]): readonly Span[] {
  const gaps: Span[] = []
  let at = from
  for (const span of joined(covered)) {
    if (span.until <= at) continue
    if (span.from >= until) break
    if (span.from > at) gaps.push({ from: at, until: span.from })
    at = span.until
  }
  return at < until ? [...gaps, { from: at, until }] : gaps
}

function max(one: string, other: string): string {
  return one > other ? one : other
}
