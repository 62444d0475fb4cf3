import { validityAt } from '../../../certification/versions.ts'
import type { Validity } from '../../../report.ts'
import type { Scope } from '../../../scope.ts'
import type { ScopeStatus } from '../status.ts'

/** How many subjects ran a version of a scope since a day. */
export interface VersionRun {
  readonly version: string
  readonly validity: Validity
  /** They have a result for every testcase of `main`. */
  readonly ran: number
  /** All of these are PASS. */
  readonly passed: number
}

/**
 * In the order of the scope. A report says by which scope it was made, not by which version: who has a result for all that a version
 * demands has run it. Pure.
 *
 * @param since YYYY-MM-DD, UTC
 */
export function versionsRun(
  scope: Scope,
  subjects: readonly ScopeStatus[],
  since: string,
  at: Date,
): readonly VersionRun[] {
  const validities = validityAt(scope, at.toISOString().slice(0, 10))
  return scope.versions.map(({ version, targets: { main = [] } }) => {
    const complete = subjects.filter(({ results }) => main.every((id) => (results[id]?.checked_at ?? '') >= since))
    const passing = complete.filter(({ results }) => main.every((id) => results[id]?.result === 1))
    const [ran, passed] = main.length === 0 ? [0, 0] : [complete.length, passing.length]
    return { version, validity: validities[version] ?? 'deprecated', ran, passed }
  })
}
