import type { Scope } from '../../scope.ts'
import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import type { Status } from './all-status.ts'
import { only, statusCache, type StatusCache } from './status-cache.ts'

const caches = new WeakMap<Database, WeakMap<ReadonlyMap<string, Scope>, StatusCache>>()

/**
 * Where subjects stand at this moment: all of them, or those named. What all pages and answers are made from. Fast: what has not
 * changed is remembered, and is the same object each time.
 */
export async function currentStatus(
  { database, scopes, now }: Pick<Context, 'database' | 'scopes' | 'now'>,
  by: { readonly subject?: string | undefined; readonly scopeUuid?: string | undefined } = {},
): Promise<Status> {
  const cache = cacheOf(database, scopes)
  const at = new Date(now())
  const { subject, scopeUuid } = by
  if (subject === undefined) return scopeUuid === undefined ? cache.all(at) : cache.byScope(scopeUuid, at)
  const one = await cache.one(subject, at)
  if (!one || (scopeUuid !== undefined && !one.scopeUuids.has(scopeUuid))) return {}
  return Object.fromEntries([[subject, scopeUuid === undefined ? one.status : only(one.status, scopeUuid)]])
}

function cacheOf(database: Database, scopes: ReadonlyMap<string, Scope>): StatusCache {
  const byScopes = caches.get(database) ?? new WeakMap<ReadonlyMap<string, Scope>, StatusCache>()
  caches.set(database, byScopes)
  const cache = byScopes.get(scopes) ?? statusCache(database, scopes)
  byScopes.set(scopes, cache)
  return cache
}
