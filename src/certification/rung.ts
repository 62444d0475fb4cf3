import type { LevelVerdict, Result } from '../report.ts'
import type { Scope, ScopeVersion } from '../scope.ts'
import { targetVerdict, type Verdicts } from './verdicts.ts'
import { validityAt, type VersionInForce } from './versions.ts'

/** What a ladder has to know of a result. */
export interface Standing extends Pick<Result, 'verdict' | 'startedAt' | 'expiresAt'> {
  /** By an attestation that no assessor has confirmed. */
  readonly tentative?: true
}

/** What is known of a subject with regard to one scope. */
export interface Judgement {
  readonly scope: Scope
  /** YYYY-MM-DD */
  readonly referenceDate: string
  readonly versions: readonly VersionInForce[]
  /** By testcase id; a testcase that is not there is MISS. */
  readonly results: ReadonlyMap<string, Standing>
}

/**
 * What one scope says of its level: the verdict of the best version in force: one whose `main` is PASS (effective before warn,
 * then the newest), else the newest effective one; MISS where none is in force, or it demands nothing.
 */
export function rungOf(judgement: Judgement): LevelVerdict {
  const { verdict, ...rest } = standingOf(judgement)
  // What nobody has formalised says so.
  return { verdict, ...(judgement.scope.proposal ? { proposal: true } : {}), ...rest }
}

function standingOf(judgement: Judgement): LevelVerdict {
  const { scope, versions, results } = judgement
  const verdicts = verdictsOf(results)
  const candidates = (['effective', 'warn'] as const).flatMap((validity) =>
    newestFirst(scope.versions.filter(({ version }) => isOf(versions, version, validity))),
  )
  // One that demands nothing has nobody come up to it.
  const demanding = candidates.filter(({ targets: { main = [] } }) => main.length > 0)
  const passing = demanding.find(({ targets: { main = [] } }) => targetVerdict(main, verdicts).verdict === 'PASS')
  const chosen = passing ?? demanding[0]
  const coming = comingOf(judgement, chosen)
  if (!chosen) {
    const [idle] = candidates
    const why = idle ? `${idle.version} of ${scope.name} demands no testcase in main` : noneInForce(scope, versions)
    const remedies = remediesFor(scope, coming.next?.missing ?? [])
    return { verdict: 'MISS', missing: [why], ...(idle ? {} : remedies), ...coming }
  }
  const { version, targets: { main = [] } } = chosen // prettier-ignore
  const missing = missingOf(main, results)
  return {
    verdict: targetVerdict(main, verdicts).verdict,
    version,
    missing,
    ...remediesFor(scope, missing),
    ...(passing ? spanOf(judgement, passing) : {}),
    ...coming,
  }
}

function remediesFor({ testcases }: Scope, missing: readonly string[]): Pick<LevelVerdict, 'remedies'> {
  const remedies = testcases.flatMap(({ id, remedy }) =>
    remedy !== undefined && missing.includes(id) ? [[id, remedy] as const] : [],
  )
  return remedies.length > 0 ? { remedies: Object.fromEntries(remedies) } : {}
}

function verdictsOf(results: Judgement['results']): Verdicts {
  return new Map([...results].map(([id, { verdict }]) => [id, verdict]))
}

function missingOf(main: readonly string[], results: Judgement['results']): readonly string[] {
  return main.filter((id) => results.get(id)?.verdict !== 'PASS')
}

/**
 * From the last result that it took, to the first that expires or the day on which the timeline drops the version; and which of
 * them nobody has confirmed.
 */
function spanOf(
  { scope, referenceDate, results }: Judgement,
  { version, targets: { main = [] } }: ScopeVersion,
): Pick<LevelVerdict, 'since' | 'until' | 'tentative'> {
  const of = (key: 'startedAt' | 'expiresAt') => main.flatMap((id) => results.get(id)?.[key] ?? []).toSorted()
  const since = of('startedAt').at(-1)
  const dropped = laterEntries(scope, referenceDate).find(
    ({ versions }) => !['effective', 'warn'].includes(versions[version] ?? 'deprecated'),
  )
  const until = [...of('expiresAt'), ...(dropped ? [`${dropped.date}T00:00:00.000Z`] : [])].toSorted()[0]
  const tentative = main.filter((id) => results.get(id)?.tentative)
  return {
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(tentative.length > 0 ? { tentative } : {}),
  }
}

/** The version that will be in force next: by a later entry of the timeline, else the draft of today. */
function comingOf(
  { scope, referenceDate, results }: Judgement,
  chosen: ScopeVersion | undefined,
): Pick<LevelVerdict, 'next'> {
  const today = validityAt(scope, referenceDate)
  const planned = laterEntries(scope, referenceDate).flatMap(({ date, versions }) =>
    Object.entries(versions).flatMap(([version, validity]) =>
      validity === 'effective' && today[version] !== 'effective' && today[version] !== 'warn'
        ? [{ version, from: date }]
        : [],
    ),
  )[0]
  const draft = scope.versions.find(({ version }) => today[version] === 'draft')
  const next = planned ?? (draft && { version: draft.version })
  if (!next || next.version === chosen?.version) return {}
  const main = scope.versions.find(({ version }) => version === next.version)?.targets.main ?? []
  return { next: { ...next, missing: missingOf(main, results) } }
}

function laterEntries({ timeline }: Scope, date: string): Scope['timeline'] {
  return timeline.filter((entry) => entry.date > date).toSorted((one, other) => (one.date < other.date ? -1 : 1))
}

function isOf(versions: readonly VersionInForce[], version: string, validity: VersionInForce['validity']): boolean {
  return versions.some((candidate) => candidate.version === version && candidate.validity === validity)
}

/** By the date they were stabilized; where that is the same, the order of the scope stays. */
function newestFirst(versions: readonly ScopeVersion[]): readonly ScopeVersion[] {
  return versions.toSorted((one, other) => (other.stabilizedAt ?? '').localeCompare(one.stabilizedAt ?? ''))
}

function noneInForce({ name, proposal }: Scope, versions: readonly VersionInForce[]): string {
  if (proposal) {
    const tested = versions.map(({ version }) => version).join(' and ')
    return `${tested} of ${name} gives no level, since nobody has formalised it`
  }
  const standing = versions.map(
    ({ version, validity }) => `${version} is ${validity === 'draft' ? 'a draft' : validity}`,
  )
  return `no version of ${name} that is in force was tested (${standing.join(', ')})`
}
