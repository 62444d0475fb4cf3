import { validityAt } from '../../../certification/versions.ts'
import type { Validity, Verdict } from '../../../report.ts'
import { worst } from '../../../report.ts'
import type { Scope, ScopeVersion } from '../../../scope.ts'
import type { Status } from '../all-status.ts'
import { suspicion, type Suspicion } from '../suspicion.ts'
import { countVerdicts, type VerdictCounts } from '../verdict-counts.ts'
import { decide, takingPart, type Decision } from './decision.ts'
import { evidenceSince, type Evidence } from './evidence.ts'
import { versionsRun, type VersionRun } from './versions-run.ts'

/** What is asked of the release board. */
export interface ReleaseQuestion {
  readonly scope: Scope
  readonly version: ScopeVersion
  /** YYYY-MM-DD, UTC */
  readonly since: string
  /** So many have to pass all of it. */
  readonly minimum: number
  /** Only subjects of these groups are looked at; all where there are none. */
  readonly groups: readonly string[]
}

export interface TestcaseCoverage {
  readonly testcase: string
  /** What is stated about the subject, in one sentence. */
  readonly description: string
  /** Over the subjects that take part. */
  readonly counts: VerdictCounts
  readonly suspicion?: Suspicion
}

export interface Participant {
  readonly subject: string
  /** Of all testcases together. */
  readonly verdict: Verdict
  readonly counts: VerdictCounts
  /** When the newest of its results was made: ISO 8601, UTC */
  readonly newest: string
}

/** Whether there is evidence enough to release a version of a scope, or what is tested by it. */
export interface Release extends Decision {
  readonly scope: { readonly id: string; readonly uuid: string; readonly name: string }
  readonly version: string
  readonly validity: Validity
  readonly since: string
  readonly minimum: number
  readonly groups: readonly string[]
  /** All versions of the scope, with how many ran them. */
  readonly versions: readonly VersionRun[]
  /** All testcases of all who take part. */
  readonly counts: VerdictCounts
  /** Of target `main`, as the scope orders them. */
  readonly testcases: readonly TestcaseCoverage[]
  /** By name. */
  readonly participants: readonly Participant[]
  /** Subjects that were judged by this scope before, and not since. */
  readonly absent: readonly string[]
}

/** Pure. `groups` are those of subjects that have one. */
export function releaseOf(
  { scope, version: { version, targets }, since, minimum, groups: wanted }: ReleaseQuestion,
  status: Status,
  groups: ReadonlyMap<string, string>,
  at: Date,
): Release {
  const ids = targets.main ?? []
  const all = evidenceSince(status, scope.uuid.toLowerCase(), ids, since, groups)
  const asked = wanted.length === 0 ? all : all.filter(({ subject }) => wanted.includes(groups.get(subject) ?? ''))
  const standing = asked.flatMap(({ subject }) => status[subject]?.[scope.uuid.toLowerCase()] ?? [])
  const sorted = asked.toSorted((one, other) => (one.subject < other.subject ? -1 : 1))
  const taking = takingPart(sorted)
  const descriptions = new Map(scope.testcases.map(({ id, description }) => [id, description]))
  const participants = taking.map((one) => participant(one, ids))
  return {
    ...decide({ version, testcases: ids, since, minimum }, sorted),
    scope: { id: scope.id, uuid: scope.uuid, name: scope.name },
    version,
    validity: validityAt(scope, at.toISOString().slice(0, 10))[version] ?? 'deprecated',
    since,
    minimum,
    groups: wanted,
    versions: versionsRun(scope, standing, since, at),
    counts: countVerdicts(taking.flatMap(({ verdicts }) => ids.map((id) => verdicts.get(id) ?? 'MISS'))),
    testcases: ids.map((testcase) => {
      const counts = countVerdicts(taking.map(({ verdicts }) => verdicts.get(testcase) ?? 'MISS'))
      const suspect = suspicion(counts)
      const description = descriptions.get(testcase) ?? ''
      return { testcase, description, counts, ...(suspect ? { suspicion: suspect } : {}) }
    }),
    participants,
    absent: sorted.filter(({ verdicts }) => verdicts.size === 0).map(({ subject }) => subject),
  }
}

function participant({ subject, verdicts, newest = '' }: Evidence, ids: readonly string[]): Participant {
  const given = ids.map((id) => verdicts.get(id) ?? 'MISS')
  return { subject, verdict: worst(given), counts: countVerdicts(given), newest }
}
