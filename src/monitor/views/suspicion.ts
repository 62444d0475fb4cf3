import type { VerdictCounts } from './verdict-counts.ts'

/**
 * Where to look first, where a testcase does not pass. `test`: it fails or ends undecided on two subjects or more, and on most of those
 * that tried. `cloud`: it does so on one alone, while two others or more pass. `both`: neither says enough.
 */
export type Suspicion = 'test' | 'cloud' | 'both'

/** Undefined where nothing of what was tried went wrong; MISS tells nothing of either. Pure. */
export function suspicion({ PASS, FAIL, DNF }: VerdictCounts): Suspicion | undefined {
  const wrong = FAIL + DNF
  if (wrong === 0) return undefined
  if (wrong === 1) return PASS >= 2 ? 'cloud' : 'both'
  return wrong > PASS ? 'test' : 'both'
}
