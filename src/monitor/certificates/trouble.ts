import { expiresAt } from '../../certification/lifetimes.ts'
import type { Scope } from '../../scope.ts'
import type { KnownResult } from '../views/status.ts'
import type { Terms } from './terms.ts'

/** A condition of a certificate that is not met. */
export interface Trouble {
  readonly kind: 'failed' | 'undecided' | 'expired' | 'never tried' | 'not approved' | 'silence' | 'prerequisite'
  /** Where it is about one. */
  readonly testcase?: string
  /** ISO 8601, UTC; null where nobody knows. */
  readonly since: string | null
  /** One sentence. */
  readonly text: string
}

/** What is known of a testcase beside the result that counts. */
export interface Past {
  /** ISO 8601, UTC: the newest result of any kind. */
  readonly last: string
  /** ISO 8601, UTC: of the results after the last PASS the first; null where that was the last. */
  readonly notPassedSince: string | null
}

/** What is known of a subject with regard to the terms. */
export interface Known {
  /** By testcase: what counts and has not expired. */
  readonly results: Readonly<Record<string, KnownResult>>
  /** Testcases whose counting result somebody has taken the approval from. */
  readonly notApproved: ReadonlySet<string>
  readonly past: ReadonlyMap<string, Past>
  /** When the newest report on the scope was made, ISO 8601; null where there is none. */
  readonly lastReportAt: string | null
}

/**
 * Why the tests do not hold what the terms demand (scs-0004-v1, regulations 2 and 3): run at regular intervals, and all pass. A
 * result counts for its lifetime; what is missing is no PASS. Empty where all is well. Pure.
 */
export function troublesOf({ scope, testcases }: Terms, known: Known, at: Date): readonly Trouble[] {
  if (testcases.length === 0) return [{ kind: 'never tried', since: null, text: 'no testcase is demanded' }]
  const troubles = testcases.flatMap((testcase) => troubleWith(testcase, scope, known))
  const silent = silence(scope, known.lastReportAt, at)
  return silent ? [silent, ...troubles] : troubles
}

function troubleWith(testcase: string, scope: Scope, { results, notApproved, past }: Known): readonly Trouble[] {
  const result = Object.hasOwn(results, testcase) ? results[testcase] : undefined
  const before = past.get(testcase)
  if (!result) {
    const lifetime = scope.testcases.find(({ id }) => id === testcase)?.lifetime ?? 'week'
    if (!before) return [{ kind: 'never tried', testcase, since: null, text: `${testcase} has no result` }]
    const since = expiresAt(before.last, lifetime)
    return [{ kind: 'expired', testcase, since, text: `${testcase}: its last result expired on ${day(since)}` }]
  }
  const since = before?.notPassedSince ?? result.checked_at
  if (result.result === -1)
    return [{ kind: 'failed', testcase, since, text: `${testcase} does not pass since ${day(since)}; it fails` }]
  if (result.result === 0) {
    const text = `${testcase} does not pass since ${day(since)}; it cannot be decided`
    return [{ kind: 'undecided', testcase, since, text }]
  }
  if (!notApproved.has(testcase)) return []
  return [{ kind: 'not approved', testcase, since: null, text: `${testcase}: its PASS is not approved` }]
}

/** No report for so long that what it says with the shortest lifetime counts no more. */
function silence(scope: Scope, last: string | null, at: Date): Trouble | undefined {
  if (last === null) return { kind: 'silence', since: null, text: 'no report has come in' }
  const [end = last] = scope.testcases.map(({ lifetime }) => expiresAt(last, lifetime)).toSorted()
  if (Date.parse(end) > at.getTime()) return undefined
  return { kind: 'silence', since: last, text: `no report since ${day(last)}` }
}

export function day(moment: string): string {
  return moment.slice(0, 10)
}
