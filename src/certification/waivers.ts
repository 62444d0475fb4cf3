import type { Report, Waiver, WaiverUse } from '../report.ts'

/** A waiver as its file has it, with the expression that its pattern or id makes. */
export interface WaiverRule extends Waiver {
  readonly matches: (id: string) => boolean
}

/** @throws SyntaxError where its pattern is no regular expression. */
export function waiverRule({ id, pattern, ...rest }: Waiver): WaiverRule {
  if (pattern === undefined) return { ...rest, ...(id === undefined ? {} : { id }), matches: (other) => other === id }
  const whole = new RegExp(`^(?:${pattern})$`)
  return { pattern, ...rest, matches: (other) => whole.test(other) }
}

/**
 * What became of each waiver on a subject: used where a testcase that it names has no PASS; unused where all have (it can go);
 * expired after its last day; unknown where it names no testcase of the scope. Waivers for other subjects are left out.
 */
export function useWaivers(
  rules: readonly WaiverRule[],
  { subject, results, referenceDate }: Pick<Report, 'subject' | 'results' | 'referenceDate'>,
): readonly WaiverUse[] {
  return rules.flatMap(({ matches, ...waiver }): WaiverUse[] => {
    if (waiver.subject !== undefined && waiver.subject !== subject) return []
    const named = Object.entries(results).filter(([id]) => matches(id))
    const testcases = named.flatMap(([id, { verdict }]) => (verdict === 'PASS' ? [] : [id]))
    if (named.length === 0) return [{ ...waiver, state: 'unknown', testcases }]
    if (referenceDate > waiver.expires) return [{ ...waiver, state: 'expired', testcases }]
    return [{ ...waiver, state: testcases.length > 0 ? 'used' : 'unused', testcases }]
  })
}

/** The testcases that do not count for the exit code. They keep their verdicts, and so does the level. */
export function waivedIn({ waivers = [] }: Pick<Report, 'waivers'>): ReadonlySet<string> {
  return new Set(waivers.flatMap(({ state, testcases }) => (state === 'used' ? testcases : [])))
}
