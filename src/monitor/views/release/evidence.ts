import type { Verdict } from '../../../report.ts'
import type { Status } from '../all-status.ts'
import { verdictOf } from '../verdict-of.ts'

/** What a subject has shown since a date. */
export interface Evidence {
  readonly subject: string
  /** Its group, or itself where it has none: subjects of one group are of one product, and count once. */
  readonly party: string
  /** By testcase; one that is not there is MISS. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** When the newest of these results was made: ISO 8601, UTC; undefined where there is none. */
  readonly newest: string | undefined
}

/**
 * Of every subject that was ever judged by this scope: those of its newest results that have not expired and that were made on this day
 * or later. Older ones say nothing of what is to be released. Pure.
 *
 * @param since YYYY-MM-DD, UTC
 * @param groups of subjects that have one
 */
export function evidenceSince(
  status: Status,
  scopeUuid: string,
  testcases: readonly string[],
  since: string,
  groups: ReadonlyMap<string, string>,
): readonly Evidence[] {
  return Object.entries(status).flatMap(([subject, byScope]) => {
    const one = byScope[scopeUuid]
    if (!one) return []
    const verdicts = new Map<string, Verdict>()
    let newest: string | undefined
    for (const testcase of testcases) {
      const known = one.results[testcase]
      if (!known || known.checked_at < since) continue
      verdicts.set(testcase, verdictOf(known.result))
      if (newest === undefined || known.checked_at > newest) newest = known.checked_at
    }
    const group = groups.get(subject)
    // apart from each other: a group may be called as a subject is
    return [{ subject, party: group === undefined ? `subject ${subject}` : `group ${group}`, verdicts, newest }]
  })
}
