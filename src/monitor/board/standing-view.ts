import type { Validity, Verdict } from '../../report.ts'
import { remembered } from '../views/remembered.ts'
import type { ScopeStatus } from '../views/status.ts'
import { countVerdicts, type VerdictCounts } from '../views/verdict-counts.ts'
import { verdictOf } from '../views/verdict-of.ts'

/** How a subject stands with regard to one scope, for one glance. */
export interface Glance {
  /** Of the version that decides: the best that passes, else the best one. Where there are only drafts, MISS, as on /status. */
  readonly verdict: Verdict
  /** Of the same version; where there are only drafts, one of them. Empty where the scope has no version at that time. */
  readonly version: string
  readonly validity: Validity | undefined
  /** How many testcases of its `main` have which verdict. */
  readonly counts: VerdictCounts
  /** When the newest result that still counts was made, and when the first of them expires; ISO 8601. Absent where there is none. */
  readonly newest?: string
  readonly firstToExpire?: string
  /** The other versions that the timeline names, drafts that decide nothing among them. */
  readonly others: readonly { readonly version: string; readonly verdict: Verdict; readonly validity: Validity }[]
}

const glances = remembered<ScopeStatus, Glance>(1)

/** Pure. */
export function glanceOf(status: ScopeStatus): Glance {
  return glances(status, '', () => glance(status))
}

function glance({ relevant, best_passed: passed, versions, results, result: decided }: ScopeStatus): Glance {
  const version = passed ?? relevant[0] ?? Object.keys(versions)[0] ?? ''
  const shown = versions[version]
  const main = shown?.targets.main?.testcases ?? []
  const given = main.map((id) => verdictOf(results[id]?.result ?? null))
  const known = Object.values(results)
  const [newest] = known.map(({ checked_at: at }) => at).toSorted((a, b) => (a < b ? 1 : -1))
  const [firstToExpire] = main.flatMap((id) => results[id]?.expires_at ?? []).toSorted()
  return {
    verdict: verdictOf(decided),
    version,
    validity: shown?.validity,
    counts: countVerdicts(given),
    ...(newest === undefined ? {} : { newest }),
    ...(firstToExpire === undefined ? {} : { firstToExpire }),
    others: Object.entries(versions).flatMap(([name, { result, validity }]) =>
      name === version && relevant.length > 0 ? [] : [{ version: name, verdict: verdictOf(result), validity }],
    ),
  }
}
