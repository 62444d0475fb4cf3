import { sql } from 'kysely'
import type { Scope } from '../../scope.ts'
import type { Database } from '../database/database.ts'
import { together } from '../together.ts'
import { allStatus, type Status } from './all-status.ts'
import { standing } from './standing.ts'

/** What is remembered of a subject: good for as long as its marker and the day are these. */
interface Known {
  readonly marker: number
  /** YYYY-MM-DD, UTC. Results expire, and versions come into force, at midnight UTC only. */
  readonly day: string
  /** By uuid of the scope. */
  readonly status: Status[string]
  /** Scopes by which there are results, known here or not. */
  readonly scopeUuids: ReadonlySet<string>
}

interface Everything {
  readonly sum: number
  readonly day: string
  readonly status: Status
}

/** Where subjects stand, remembered. Each answer holds all that was kept before it was asked for, by whatever process. */
export interface StatusCache {
  all(at: Date): Promise<Status>
  byScope(scopeUuid: string, at: Date): Promise<Status>
  /** Undefined for a subject without a result. */
  one(subject: string, at: Date): Promise<Pick<Known, 'status' | 'scopeUuids'> | undefined>
}

/** How many subjects are read and judged at a time: others get their turn between. */
const subjectsAtATime = 20

/**
 * Asks the database for the markers of `standing_change`, and for the standing of those subjects only whose marker has moved. Markers
 * are read before what they mark: what is remembered is never older than its marker, and at worst is read once more.
 */
export function statusCache(database: Database, scopes: ReadonlyMap<string, Scope>): StatusCache {
  const known = new Map<string, Known>()
  let everything: Everything | undefined
  let latest = new Date(0)
  const scopesOf = new WeakMap<Status, Map<string, Status>>()

  async function learn(moved: readonly Marker[], at: Date): Promise<void> {
    for (let first = 0; first < moved.length; first += subjectsAtATime) {
      const some = moved.slice(first, first + subjectsAtATime)
      const rows = await standing(database, { subjects: some.map(({ subject }) => subject) })
      const status = allStatus(scopes, rows, at)
      const bySubject = Map.groupBy(rows, (row) => row.subject)
      for (const { subject, marker } of some) {
        if ((known.get(subject)?.marker ?? 0) > marker) continue // learned by another request meanwhile
        known.set(subject, {
          marker,
          day: dayOf(at),
          status: status[subject] ?? {},
          scopeUuids: new Set(bySubject.get(subject)?.map(({ scopeUuid }) => scopeUuid)),
        })
      }
    }
  }

  const isFresh = ({ subject, marker }: Marker, day: string) => {
    const one = known.get(subject)
    return one !== undefined && one.marker >= marker && one.day === day
  }

  const refreshed = together(async (): Promise<Status> => {
    const at = latest
    const day = dayOf(at)
    // A marker only ever grows: where their sum is the same, none has moved.
    if (everything && everything.day === day && everything.sum === (await sumOfMarkers(database))) {
      return everything.status
    }
    const markers = await markersOf(database)
    await learn(
      markers.filter((marker) => !isFresh(marker, day)),
      at,
    )
    const listed = new Set(markers.map(({ subject }) => subject))
    for (const subject of known.keys()) if (!listed.has(subject)) known.delete(subject)
    const status = Object.fromEntries(markers.map(({ subject }) => [subject, known.get(subject)?.status ?? {}]))
    everything = { sum: markers.reduce((sum, { marker }) => sum + marker, 0), day, status }
    return status
  })

  function all(at: Date): Promise<Status> {
    latest = at
    return refreshed()
  }

  return {
    all,
    async byScope(scopeUuid, at) {
      const status = await all(at)
      const before = scopesOf.get(status)?.get(scopeUuid)
      if (before) return before
      const some = Object.fromEntries(
        Object.entries(status)
          .filter(([subject]) => known.get(subject)?.scopeUuids.has(scopeUuid) === true)
          .map(([subject, own]) => [subject, only(own, scopeUuid)]),
      )
      // for whoever asks for what nobody knows nothing is remembered
      if (scopes.has(scopeUuid)) scopesOf.set(status, (scopesOf.get(status) ?? new Map()).set(scopeUuid, some))
      return some
    },
    async one(subject, at) {
      const [marker] = await markersOf(database, subject)
      if (!marker) return undefined
      if (!isFresh(marker, dayOf(at))) await learn([marker], at)
      return known.get(subject)
    },
  }
}

/** Of one subject what is known by this scope. */
export function only(own: Status[string], scopeUuid: string): Status[string] {
  const one = own[scopeUuid]
  return one ? { [scopeUuid]: one } : {}
}

interface Marker {
  readonly subject: string
  readonly marker: number
}

/** In the order of subjects. */
function markersOf(database: Database, subject?: string): Promise<readonly Marker[]> {
  let query = database
    .selectFrom('standing_change')
    .select(['subject', sql<number>`marker::float8`.as('marker')])
    .orderBy('subject')
  if (subject !== undefined) query = query.where('subject', '=', subject)
  return query.execute()
}

async function sumOfMarkers(database: Database): Promise<number> {
  const { sum } = await database
    .selectFrom('standing_change')
    .select(sql<number>`coalesce(sum(marker), 0)::float8`.as('sum'))
    .executeTakeFirstOrThrow()
  return sum
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
