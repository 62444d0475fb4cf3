import type { TargetVerdict, Verdict } from '../../src/report.ts'

/** Most urgent first, as everywhere on the page. */
export const verdicts = ['FAIL', 'DNF', 'MISS', 'PASS'] as const satisfies readonly Verdict[]

/** A part of a bar; `x` and `share` in percent of its width. */
export interface Part {
  readonly verdict: Verdict
  readonly n: number
  readonly x: string
  readonly share: string
}

/** The parts of a bar whose whole width stands for `whole` testcases, by default for these. */
export function partsOf(
  counts: Pick<TargetVerdict, 'pass' | 'fail' | 'dnf' | 'miss'>,
  whole?: number,
): readonly Part[] {
  const numbers = { FAIL: counts.fail, DNF: counts.dnf, MISS: counts.miss, PASS: counts.pass } satisfies Record<
    Verdict,
    number
  >
  const total = whole ?? verdicts.reduce((sum, verdict) => sum + numbers[verdict], 0)
  let before = 0
  return verdicts.map((verdict) => {
    const n = numbers[verdict]
    const percent = (of: number): string => ((100 * of) / Math.max(1, total)).toFixed(2)
    const part = { verdict, n, x: percent(before), share: percent(n) }
    before += n
    return part
  })
}

/** How many of them have which verdict. */
export function countsOf(all: Iterable<Verdict>): Pick<TargetVerdict, 'pass' | 'fail' | 'dnf' | 'miss'> {
  const counts = { pass: 0, fail: 0, dnf: 0, miss: 0 }
  const keys = { PASS: 'pass', FAIL: 'fail', DNF: 'dnf', MISS: 'miss' } as const
  for (const verdict of all) counts[keys[verdict]] += 1
  return counts
}
