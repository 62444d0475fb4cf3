import type { Scope } from '../../scope.ts'
import type { StandingRow } from './standing.ts'
import { scopeStatus, type ScopeStatus } from './status.ts'

/** By subject and uuid of the scope. */
export type Status = Readonly<Record<string, Readonly<Record<string, ScopeStatus>>>>

/** The standing of every subject in these rows by every scope that is known. Pure. */
export function allStatus(scopes: ReadonlyMap<string, Scope>, rows: readonly StandingRow[], at: Date): Status {
  const bySubject = Map.groupBy(rows, ({ subject }) => subject)
  return Object.fromEntries(
    [...bySubject].map(([subject, own]) => {
      const byScope = [...Map.groupBy(own, ({ scopeUuid }) => scopeUuid)].flatMap(([uuid, results]) => {
        const scope = scopes.get(uuid)
        return scope ? [[uuid, scopeStatus(scope, results, at)] as const] : []
      })
      return [subject, Object.fromEntries(byScope)]
    }),
  )
}
