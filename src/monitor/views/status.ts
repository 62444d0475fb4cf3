import { expiresAt } from '../../certification/lifetimes.ts'
import { versionVerdicts } from '../../certification/verdicts.ts'
import { versionsInForce, type VersionInForce } from '../../certification/versions.ts'
import type { Target, Validity, Verdict } from '../../report.ts'
import type { Lifetime, Scope } from '../../scope.ts'
import { UsageError } from '../../usage-error.ts'
import type { ResultValue } from '../database/tables.ts'
import type { StandingRow } from './standing.ts'
import { verdictOf } from './verdict-of.ts'

/** As the official monitor writes verdicts; null is MISS. */
export type Value = ResultValue | null

export interface KnownResult {
  readonly result: ResultValue
  /** ISO 8601, UTC */
  readonly checked_at: string
  /** ISO 8601, UTC: from then on it counts as MISS. */
  readonly expires_at: string
  /** Uuid of the report that says so. */
  readonly report: string
}

export interface VersionStatus {
  readonly validity: Validity
  /** Of target `main`. */
  readonly result: Value
  readonly targets: Readonly<Partial<Record<Target, { readonly testcases: readonly string[]; readonly result: Value }>>>
}

/** The standing of a subject with regard to one scope, in the words of the official monitor. */
export interface ScopeStatus {
  readonly name: string
  /** By testcase; what has expired is not there. */
  readonly results: Readonly<Record<string, KnownResult>>
  /** Testcases of the relevant versions by their result: `-1`, `null`, `0`, `1`. */
  readonly buckets: Readonly<Record<string, readonly string[]>>
  readonly versions: Readonly<Record<string, VersionStatus>>
  /** Versions that can give a certificate: no drafts, the best first. */
  readonly relevant: readonly string[]
  /** Of the best version that passes; where none does, of the best one. */
  readonly result: Value
  /** The relevant versions that pass: all their testcases do. */
  readonly passed: readonly string[]
  /** The same, with † for `warn` and †† for `deprecated`. */
  readonly passed_str: string
  readonly best_passed: string | null
  readonly validity: Validity | null
}

const values = { PASS: 1, DNF: 0, FAIL: -1, MISS: null } as const satisfies Record<Verdict, Value>
const marks = { effective: '', draft: '*', warn: '†', deprecated: '††' } as const satisfies Record<Validity, string>
const best = { effective: 0, warn: 1, deprecated: 2, draft: 3 } as const satisfies Record<Validity, number>

/** Unlike in the official monitor, a version passes only where all its testcases do: what is missing is no PASS. Pure. */
export function scopeStatus(scope: Scope, rows: readonly StandingRow[], at: Date): ScopeStatus {
  const results = currentResults(scope, rows, at)
  const verdicts = new Map<string, Verdict>(
    Object.entries(results).map(([testcase, { result }]) => [testcase, verdictOf(result)]),
  )
  const inForce = versionsAt(scope, at)
  const versions = Object.fromEntries(
    Object.entries(versionVerdicts(scope, verdicts, inForce)).map(([version, { validity, targets }]) => {
      const judged = Object.entries(targets).map(
        ([target, { verdict, testcases }]) => [target, { testcases, result: values[verdict] }] as const,
      )
      // an empty group is PASS, but of a version that demands nothing nobody has shown anything
      const result = targets.main?.testcases.length ? values[targets.main.verdict] : null
      return [version, { validity, result, targets: Object.fromEntries(judged) }]
    }),
  ) as Readonly<Record<string, VersionStatus>>
  const relevant = inForce
    .filter(({ validity }) => validity !== 'draft')
    .toSorted((one, other) => best[one.validity] - best[other.validity])
  const passed = relevant.filter(({ version }) => versions[version]?.result === 1)
  const [winner] = passed
  const shown = (winner ?? relevant[0])?.version
  const testcases = new Set(
    relevant.flatMap(({ version }) => Object.values(versions[version]?.targets ?? {}).flatMap((one) => one.testcases)),
  )
  return {
    name: scope.name,
    results,
    buckets: Object.fromEntries(
      [-1, null, 0, 1].map((value) => [
        String(value),
        [...testcases].filter((id) => (results[id]?.result ?? null) === value).toSorted(),
      ]),
    ),
    versions,
    relevant: relevant.map(({ version }) => version),
    result: shown === undefined ? null : (versions[shown]?.result ?? null),
    passed: passed.map(({ version }) => version),
    passed_str: passed.map(({ version, validity }) => `${version}${marks[validity]}`).join(', '),
    best_passed: winner?.version ?? null,
    validity: winner?.validity ?? null,
  }
}

function currentResults(scope: Scope, rows: readonly StandingRow[], at: Date): ScopeStatus['results'] {
  const lifetimes = new Map(scope.testcases.map(({ id, lifetime }) => [id, lifetime]))
  const now = at.toISOString()
  const expiries = new Map<string, string>() // most results are of one report
  const expiryOf = (checkedAt: string, lifetime: Lifetime) => {
    const key = `${checkedAt} ${lifetime}`
    const expiry = expiries.get(key) ?? expiresAt(checkedAt, lifetime)
    expiries.set(key, expiry)
    return expiry
  }
  return Object.fromEntries(
    rows.flatMap(({ testcase, result, checkedAt, report }) => {
      const lifetime = lifetimes.get(testcase)
      if (lifetime === undefined) return [] // the scope knows it no more
      const checked_at = checkedAt.toISOString()
      const expires_at = expiryOf(checked_at, lifetime)
      return expires_at <= now ? [] : [[testcase, { result, checked_at, expires_at, report }]]
    }),
  )
}

/** The versions that the timeline names; none where it has not begun. */
export function versionsAt(scope: Scope, at: Date): readonly VersionInForce[] {
  try {
    return versionsInForce(scope, at.toISOString().slice(0, 10))
  } catch (error) {
    if (error instanceof UsageError) return []
    throw error
  }
}
