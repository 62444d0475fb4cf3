import type { TargetVerdict, Verdict, VersionVerdict } from '../report.ts'
import { worst } from '../report.ts'
import type { Scope } from '../scope.ts'
import { targets } from '../scope-draft.ts'
import type { VersionInForce } from './versions.ts'

/** Verdicts by testcase id; a testcase that is not there is MISS. */
export type Verdicts = ReadonlyMap<string, Verdict>

/** What the verdicts mean for each of these versions, in the order of the scope. */
export function versionVerdicts(
  scope: Scope,
  verdicts: Verdicts,
  versions: readonly VersionInForce[],
): Readonly<Record<string, VersionVerdict>> {
  const judged = scope.versions.flatMap((version) => {
    const validity = versions.find((candidate) => candidate.version === version.version)?.validity
    if (!validity) return []
    const ofTargets: Partial<Record<(typeof targets)[number], TargetVerdict>> = {}
    for (const target of targets) {
      const testcases = version.targets[target]
      if (testcases) ofTargets[target] = targetVerdict(testcases, verdicts)
    }
    return [[version.version, { validity, targets: ofTargets }] as const]
  })
  return Object.fromEntries(judged)
}

/** Counts a group of testcases and gives its verdict. */
export function targetVerdict(testcases: readonly string[], verdicts: Verdicts): TargetVerdict {
  const given = testcases.map((id) => verdicts.get(id) ?? 'MISS')
  const count = (verdict: Verdict) => given.filter((candidate) => candidate === verdict).length
  return {
    verdict: worst(given),
    pass: count('PASS'),
    fail: count('FAIL'),
    dnf: count('DNF'),
    miss: count('MISS'),
    testcases,
  }
}
