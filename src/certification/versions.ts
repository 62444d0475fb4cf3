import { didYouMean } from '../did-you-mean.ts'
import type { Validity } from '../report.ts'
import type { Scope } from '../scope.ts'
import { UsageError } from '../usage-error.ts'

/** A version of a scope that a run speaks of, with its standing on the reference date. */
export interface VersionInForce {
  readonly version: string
  readonly validity: Validity
}

/**
 * The standing of each version on a date (YYYY-MM-DD), in the order of the scope: what the newest entry of the
 * timeline not after that date says; a version it does not name is deprecated, and all are before the first entry.
 */
export function validityAt(scope: Scope, date: string): Readonly<Record<string, Validity>> {
  const named = entryAt(scope, date)?.versions ?? {}
  return Object.fromEntries(
    scope.versions.map(({ version }) => [
      version,
      Object.hasOwn(named, version) ? (named[version] ?? 'deprecated') : 'deprecated',
    ]),
  )
}

/**
 * The versions that a run on that date tests, in the order of the scope: those that the timeline names for it, also
 * as deprecated (the official suite does so too), or only the one that is forced.
 * @throws UsageError for an unknown version, an impossible date, and where none is named.
 */
export function versionsInForce(scope: Scope, date: string, forced?: string): readonly VersionInForce[] {
  checkDate(date)
  const validities = validityAt(scope, date)
  const all = Object.entries(validities).map(([version, validity]) => ({ version, validity }))
  if (forced !== undefined) {
    const known = all.map(({ version }) => version)
    const found = all.filter(({ version }) => version === forced)
    if (found.length > 0) return found
    throw new UsageError(
      `${scope.name} has no version ${forced}${didYouMean(forced, known)}; it has ${known.join(', ')}`,
    )
  }
  const named = entryAt(scope, date)?.versions ?? {}
  const inForce = all.filter(({ version }) => Object.hasOwn(named, version))
  if (inForce.length > 0) return inForce
  const first = scope.timeline.map((entry) => entry.date).toSorted()[0]
  const since = first === undefined ? 'its timeline is empty' : `its timeline begins on ${first}`
  throw new UsageError(`${scope.name} has no version in force on ${date} (${since}); choose one with --scope-version`)
}

function entryAt({ timeline }: Scope, date: string): Scope['timeline'][number] | undefined {
  // ISO dates sort as text.
  return timeline.filter((entry) => entry.date <= date).toSorted((one, other) => (one.date < other.date ? 1 : -1))[0]
}

function checkDate(date: string): void {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) {
    throw new UsageError(`${date} is not a date such as 2026-06-11`)
  }
}
