import { once, EventEmitter } from 'node:events'
import type { Cluster } from './cluster.ts'
import { qualified, type Kind } from './kinds.ts'
import { selection } from './list.ts'
import type { KubeObject } from './object.ts'
import { failure } from './status.ts'
import type { Change } from './store.ts'

/** Changes of a collection from a revision on, a line of JSON each. */
export async function* watch(
  { store, compacted }: Cluster,
  history: readonly Change[],
  kind: Kind,
  namespace: string | undefined,
  query: URLSearchParams,
  stopping: AbortSignal,
): AsyncIterable<string> {
  const asked = Number(query.get('resourceVersion') ?? 0)
  const seconds = Number(query.get('timeoutSeconds') ?? 0) || 3600
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(seconds * 1000)])
  const matches = selection(kind, query)
  const isWanted = (change: Change): boolean =>
    qualified(change.kind) === qualified(kind) &&
    (namespace === undefined || change.object.metadata.namespace === namespace) &&
    matches(change.object)
  if (asked > 0 && asked < compacted) {
    yield `${JSON.stringify({ type: 'ERROR', object: failure(410, 'Expired', `too old resource version: ${asked} (${compacted})`).body })}\n`
    return
  }
  const event = (type: string, object: KubeObject): string => `${JSON.stringify({ type, object })}\n`
  const queue: Change[] = asked > 0 ? history.filter((change) => change.revision > asked && isWanted(change)) : []
  const news = new EventEmitter()
  const forget = store.onChange((change) => {
    if (!isWanted(change)) return
    queue.push(change)
    news.emit('change')
  })
  try {
    if (asked === 0) for (const object of store.list(kind, namespace).filter(matches)) yield event('ADDED', object)
    while (!signal.aborted) {
      for (let change = queue.shift(); change; change = queue.shift()) yield event(change.type, change.object)
      await once(news, 'change', { signal }).catch(() => undefined)
    }
  } finally {
    forget()
  }
}
