import { ladder } from '../../certification/ladder.ts'
import type { Judgement } from '../../certification/rung.ts'
import type { Layer, Level, LevelVerdict } from '../../report.ts'
import type { Scope } from '../../scope.ts'
import { versionsAt, type ScopeStatus } from '../views/status.ts'
import { verdictOf } from '../views/verdict-of.ts'

/** How far a subject has come in one layer. */
export interface SubjectLadder {
  readonly layer: Layer
  readonly levels: Readonly<Record<Level, LevelVerdict>>
}

/**
 * The ladders of the layers in which a subject has results. Of a level by whose scopes it has none, the first scope says what is
 * missing. Pure.
 */
export function laddersOf(
  byScope: Readonly<Record<string, ScopeStatus>>,
  scopes: ReadonlyMap<string, Scope>,
  at: Date,
): readonly SubjectLadder[] {
  const all = [...scopes].map(([uuid, scope]) => ({ scope, status: byScope[uuid] }))
  const layers = (['iaas', 'kaas'] as const).filter((layer) =>
    all.some(({ scope, status }) => status && scope.layer === layer),
  )
  return layers.map((layer) => {
    const byLevel = Map.groupBy(
      all.filter(({ scope }) => scope.layer === layer),
      ({ scope }) => scope.level,
    )
    const judged = [...byLevel.values()].flatMap((ofLevel) => {
      const tested = ofLevel.filter(({ status }) => status)
      return tested.length > 0 ? tested : ofLevel.slice(0, 1)
    })
    return {
      layer,
      levels: ladder(
        layer,
        judged.flatMap(({ scope, status }) => judgementOf(scope, status, at)),
      ),
    }
  })
}

/** None of a scope without a version at that time. */
function judgementOf(scope: Scope, status: ScopeStatus | undefined, at: Date): readonly Judgement[] {
  const versions = versionsAt(scope, at)
  if (versions.length === 0) return []
  const results = Object.entries(status?.results ?? {}).map(
    ([id, { result, checked_at: startedAt, expires_at: expiresAt }]) =>
      [id, { verdict: verdictOf(result), startedAt, expiresAt }] as const,
  )
  return [{ scope, versions, referenceDate: at.toISOString().slice(0, 10), results: new Map(results) }]
}
