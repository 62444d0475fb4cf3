import { validityAt } from '../../certification/versions.ts'
import type { Target, Validity, Verdict } from '../../report.ts'
import type { Scope, ScopeTestcase } from '../../scope.ts'
import { targets } from '../../scope-draft.ts'
import type { Status } from './all-status.ts'
import { suspicion, type Suspicion } from './suspicion.ts'
import { countVerdicts, worstFirst, type VerdictCounts } from './verdict-counts.ts'
import { verdictOf } from './verdict-of.ts'

/** A version that demands the testcase. */
export interface Demand {
  readonly version: string
  readonly validity: Validity
  readonly target: Target
}

export interface SubjectVerdict {
  readonly subject: string
  readonly verdict: Verdict
  /** When the result was made, when it expires, and the report that says so; absent where there is none that counts. */
  readonly known?: { readonly checkedAt: string; readonly expiresAt: string; readonly report: string }
}

/** A testcase as one scope demands it, over all subjects that are judged by that scope. */
export interface TestcaseOverSubjects {
  readonly scope: Scope
  readonly testcase: ScopeTestcase
  readonly demands: readonly Demand[]
  readonly counts: VerdictCounts
  readonly suspicion?: Suspicion
  /** What wants looking at first, then by name. */
  readonly subjects: readonly SubjectVerdict[]
}

/** Undefined where the scope does not know the testcase. Pure. */
export function testcaseOverSubjects(
  scope: Scope,
  id: string,
  status: Status,
  at: Date,
): TestcaseOverSubjects | undefined {
  const testcase = scope.testcases.find((one) => one.id === id)
  if (!testcase) return undefined
  const uuid = scope.uuid.toLowerCase()
  const subjects = Object.entries(status)
    .flatMap(([subject, byScope]): SubjectVerdict[] => {
      const own = byScope[uuid]
      if (!own) return []
      const known = own.results[id]
      if (!known) return [{ subject, verdict: 'MISS' }]
      const { checked_at: checkedAt, expires_at: expires, report } = known
      return [{ subject, verdict: verdictOf(known.result), known: { checkedAt, expiresAt: expires, report } }]
    })
    .toSorted((one, other) => rank[one.verdict] - rank[other.verdict] || (one.subject < other.subject ? -1 : 1))
  const counts = countVerdicts(subjects.map(({ verdict }) => verdict))
  const suspect = suspicion(counts)
  const demands = demandsFor(scope, id, at)
  return { scope, testcase, demands, counts, ...(suspect ? { suspicion: suspect } : {}), subjects }
}

/** In the order of the scope. */
export function demandsFor(scope: Scope, testcase: string, at: Date): readonly Demand[] {
  const validities = validityAt(scope, at.toISOString().slice(0, 10))
  return scope.versions.flatMap((one) =>
    targets
      .filter((target) => one.targets[target]?.includes(testcase))
      .map((target) => ({ version: one.version, validity: validities[one.version] ?? 'deprecated', target })),
  )
}

const rank = Object.fromEntries(worstFirst.map((verdict, index) => [verdict, index])) as Readonly<
  Record<Verdict, number>
>
