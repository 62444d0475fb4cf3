import type { Level, LevelVerdict, TargetVerdict, Verdict, VersionVerdict } from '../report.ts'
import { worst } from '../report.ts'
import type { Scope, ScopeVersion } from '../scope.ts'
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

/**
 * How far up the ladder the subject has come. The rung of this scope has the verdict of the best version in force:
 * one whose `main` is PASS (effective before warn, then the newest), else the newest effective one.
 * The other rungs are MISS, since this scope says nothing about them.
 */
export function levelsOf(
  scope: Scope,
  verdicts: Verdicts,
  versions: readonly VersionInForce[],
): Readonly<Record<Level, LevelVerdict>> {
  const rung = (level: Level): LevelVerdict =>
    level === scope.level ? rungOf(scope, verdicts, versions) : unknownRung(scope, level)
  return { compatible: rung('compatible'), open: rung('open'), sovereign: rung('sovereign') }
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

function rungOf(scope: Scope, verdicts: Verdicts, versions: readonly VersionInForce[]): LevelVerdict {
  const candidates = (['effective', 'warn'] as const).flatMap((validity) =>
    newestFirst(scope.versions.filter(({ version }) => isOf(versions, version, validity))),
  )
  const rungs = candidates.map(({ version, targets: { main = [] } }): LevelVerdict => {
    const missing = main.filter((id) => verdicts.get(id) !== 'PASS')
    return { verdict: targetVerdict(main, verdicts).verdict, version, missing }
  })
  return (
    rungs.find(({ verdict }) => verdict === 'PASS') ??
    rungs[0] ?? { verdict: 'MISS', missing: [noneInForce(scope, versions)] }
  )
}

function isOf(versions: readonly VersionInForce[], version: string, validity: VersionInForce['validity']): boolean {
  return versions.some((candidate) => candidate.version === version && candidate.validity === validity)
}

/** By the date they were stabilized; where that is the same, the order of the scope stays. */
function newestFirst(versions: readonly ScopeVersion[]): readonly ScopeVersion[] {
  return versions.toSorted((one, other) => (other.stabilizedAt ?? '').localeCompare(one.stabilizedAt ?? ''))
}

function noneInForce({ name }: Scope, versions: readonly VersionInForce[]): string {
  const standing = versions.map(
    ({ version, validity }) => `${version} is ${validity === 'draft' ? 'a draft' : validity}`,
  )
  return `no version of ${name} that is in force was tested (${standing.join(', ')})`
}

function unknownRung(scope: Scope, level: Level): LevelVerdict {
  const layer = scope.layer === 'iaas' ? 'IaaS' : 'KaaS'
  const sentence =
    level === 'compatible'
      ? `this run tested ${scope.name}, which says nothing about SCS-compatible ${layer}`
      : `no scope is formalised for SCS-${level} ${layer} yet`
  return { verdict: 'MISS', missing: [sentence] }
}
