import { validityAt } from '../../certification/versions.ts'
import { didYouMean } from '../../did-you-mean.ts'
import type { Scope, ScopeVersion } from '../../scope.ts'
import { Refusal } from '../refusal.ts'
import type { ReleaseQuestion } from '../views/release/release.ts'

/** What may stand in the query of the release board; what is empty counts as absent. */
export interface ReleaseQuery {
  readonly scope?: string
  readonly since?: string
  readonly version?: string
  readonly minimum?: number
  readonly group?: string
}

export const releaseQuery = {
  scope: { type: 'string', maxLength: 100, description: 'Id or uuid; the first one by id where absent.' },
  since: {
    type: 'string',
    pattern: '^(\\d{4}-\\d{2}-\\d{2})?$',
    description: 'Results from this day on count, UTC; of the last 28 days where absent.',
  },
  version: { type: 'string', maxLength: 100, description: 'Of the scope; the one in force where absent.' },
  minimum: {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 3,
    description: 'So many subjects have to pass all of it; those of one group count once.',
  },
  group: {
    type: 'string',
    maxLength: 1000,
    pattern: '^[^\\u0000]*$',
    description: 'Only subjects of this group are looked at, or of these, with commas between them.',
  },
} as const

const dayMs = 86_400_000
const defaultDays = 28

/** @throws Refusal 404 for a scope or a version that there is not, 400 for a day that no calendar has */
export function releaseQuestion(
  { scope: wanted = '', since = '', version = '', minimum = releaseQuery.minimum.default, group = '' }: ReleaseQuery,
  scopes: ReadonlyMap<string, Scope>,
  now: number,
): ReleaseQuestion {
  const scope = scopeNamed(wanted, scopes)
  return {
    scope,
    version: versionNamed(scope, version, now),
    since: since === '' ? new Date(now - defaultDays * dayMs).toISOString().slice(0, 10) : dayNamed(since),
    minimum,
    groups: group.split(',').flatMap((name) => name.trim() || []),
  }
}

/** By id or uuid; the first one by id for an empty name. */
export function scopeNamed(name: string, scopes: ReadonlyMap<string, Scope>): Scope {
  const all = [...scopes.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const found =
    name === '' ? all[0] : all.find(({ id, uuid }) => id === name || uuid.toLowerCase() === name.toLowerCase())
  if (found) return found
  const ids = all.map(({ id }) => id)
  throw new Refusal(404, `there is no such scope${didYouMean(name, ids)}; there are ${ids.join(', ')}`)
}

/** For an empty name the one in force, else a draft: whatever the timeline names first by that order. */
function versionNamed(scope: Scope, name: string, now: number): ScopeVersion {
  const found = name === '' ? presentVersion(scope, now) : scope.versions.find(({ version }) => version === name)
  if (found) return found
  const known = scope.versions.map(({ version }) => version)
  throw new Refusal(404, `${scope.name} has no such version${didYouMean(name, known)}; it has ${known.join(', ')}`)
}

/** The version of a scope that is in force; else one that ends soon, a draft, or any. */
export function presentVersion(scope: Scope, now: number): ScopeVersion | undefined {
  const validities = validityAt(scope, new Date(now).toISOString().slice(0, 10))
  for (const wanted of ['effective', 'warn', 'draft', 'deprecated'] as const) {
    const found = scope.versions.find(({ version }) => validities[version] === wanted)
    if (found) return found
  }
  return undefined
}

function dayNamed(text: string): string {
  const time = Date.parse(text)
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text
  throw new Refusal(400, `${text} is no day such as 2026-06-11`)
}
