import { validityAt, versionsInForce } from '../../certification/versions.ts'
import type { Target, Validity } from '../../report.ts'
import type { Scope, ScopeTestcase } from '../../scope.ts'
import { targets } from '../../scope-draft.ts'
import { UsageError } from '../../usage-error.ts'
import type { Status } from './all-status.ts'
import { countVerdicts, type VerdictCounts } from './verdict-counts.ts'
import { verdictOf } from './verdict-of.ts'

export interface CountedTestcase {
  readonly testcase: ScopeTestcase
  /** Over all subjects that are judged by the scope. */
  readonly counts: VerdictCounts
}

export interface VersionOverview {
  readonly version: string
  readonly validity: Validity
  /** YYYY-MM-DD; absent for a draft. */
  readonly stabilizedAt?: string
  /** Since when it has this validity, by the timeline: YYYY-MM-DD; absent before the timeline begins. */
  readonly since?: string
  /** Whether the timeline names it at this moment. */
  readonly inForce: boolean
  readonly targets: readonly { readonly target: Target; readonly testcases: readonly CountedTestcase[] }[]
  /** Subjects of which this is the best version that they reach; by name. */
  readonly reachedBy: readonly string[]
}

/** A scope over all subjects that are judged by it. */
export interface ScopeOverview {
  readonly scope: Scope
  /** As the scope orders them. */
  readonly versions: readonly VersionOverview[]
  /** Subjects that reach none; by name. */
  readonly unreached: readonly string[]
}

/** Pure. */
export function scopeOverview(scope: Scope, status: Status, at: Date): ScopeOverview {
  const uuid = scope.uuid.toLowerCase()
  const day = at.toISOString().slice(0, 10)
  const all = Object.entries(status)
    .flatMap(([subject, { [uuid]: own }]) => (own ? [{ subject, own }] : []))
    .toSorted((one, other) => (one.subject < other.subject ? -1 : 1))
  const counted = new Map(
    scope.testcases.map((testcase) => [
      testcase.id,
      { testcase, counts: countVerdicts(all.map(({ own }) => verdictOf(own.results[testcase.id]?.result ?? null))) },
    ]),
  )
  const validities = validityAt(scope, day)
  const inForce = namedOn(scope, day)
  return {
    scope,
    versions: scope.versions.map(({ version, stabilizedAt, targets: demanded }) => {
      const validity = validities[version] ?? 'deprecated'
      const since = sinceWhen(scope, version, validity, day)
      return {
        version,
        validity,
        ...(stabilizedAt === undefined ? {} : { stabilizedAt }),
        ...(since === undefined ? {} : { since }),
        inForce: inForce.has(version),
        targets: targets.flatMap((target) => {
          const testcases = (demanded[target] ?? []).flatMap((id) => counted.get(id) ?? [])
          return testcases.length === 0 ? [] : [{ target, testcases }]
        }),
        reachedBy: all.filter(({ own }) => own.best_passed === version).map(({ subject }) => subject),
      }
    }),
    unreached: all.filter(({ own }) => own.best_passed === null).map(({ subject }) => subject),
  }
}

function namedOn(scope: Scope, day: string): ReadonlySet<string> {
  try {
    return new Set(versionsInForce(scope, day).map(({ version }) => version))
  } catch (error) {
    if (error instanceof UsageError) return new Set() // its timeline has not begun
    throw error
  }
}

/** The first day of those entries of the timeline, one after another up to now, by which it is what it is. */
function sinceWhen(scope: Scope, version: string, validity: Validity, day: string): string | undefined {
  const past = scope.timeline
    .map(({ date }) => date)
    .filter((date) => date <= day)
    .toSorted()
  const other = past.findLastIndex((date) => validityAt(scope, date)[version] !== validity)
  return past[other + 1]
}
