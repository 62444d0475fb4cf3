import type { Verdict } from '../../report.ts'

export type VerdictCounts = Readonly<Record<Verdict, number>>

/** The order in which they are shown: what wants looking at comes first (scs-0003-v2). */
export const worstFirst = ['FAIL', 'MISS', 'DNF', 'PASS'] as const satisfies readonly Verdict[]

export function countVerdicts(given: Iterable<Verdict>): VerdictCounts {
  const counts = { FAIL: 0, MISS: 0, DNF: 0, PASS: 0 }
  for (const verdict of given) counts[verdict] += 1
  return counts
}

/** `3 FAIL, 1 MISS`; empty where all passed. */
export function notPassedInWords(counts: VerdictCounts): string {
  return worstFirst
    .filter((verdict) => verdict !== 'PASS' && counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`)
    .join(', ')
}
