import { isRecord } from '../answer.ts'
import { watchListing } from '../endless-listing.ts'
import { listOf, record, textOrNull, wire, type Wire } from '../wire.ts'

/** Items of one page, as kubectl asks for them. */
export const pageSize = 500

/** One page of a collection (API concepts: "Retrieving large results sets in chunks"). */
export interface Page<T> {
  readonly metadata: { readonly continue?: string | null }
  readonly items: readonly T[]
}

const known = new WeakMap<Wire<never>, Wire<unknown>>()

/** The wire of a page, by that of its items. Made once, since each is compiled. */
export function pageOf<T>(item: Wire<T>): Wire<Page<T>> {
  const made = known.get(item as Wire<never>) ?? wire(`list of ${item.name}`, schemaOf(item))
  known.set(item as Wire<never>, made)
  return made as Wire<Page<T>> // made of this very item
}

function schemaOf({ schema }: Wire<unknown>): object {
  return record({ metadata: record({}, { continue: textOrNull }), items: listOf(schema) })
}

/** Where a server written in Go has no items, it may say null. */
export function withItems(body: unknown): unknown {
  return isRecord(body) && body['items'] === null ? { ...body, items: [] } : body
}

/** Decides how a listing goes on, and notices one that never ends. ProbeError malformed then. */
export function pager(call: string): (page: Page<unknown>) => string | undefined {
  const watch = watchListing(call)
  return ({ metadata, items }) => {
    watch.see(
      items.length,
      items.map(nameOf).filter((name) => name !== undefined),
    )
    const next = metadata.continue || undefined
    if (next !== undefined) watch.ask(next)
    return next
  }
}

function nameOf(item: unknown): string | undefined {
  const metadata = isRecord(item) ? item['metadata'] : undefined
  if (!isRecord(metadata)) return undefined
  const { uid, namespace = '', name } = metadata
  if (typeof uid === 'string') return uid
  return typeof name === 'string' ? `${String(namespace)}/${name}` : undefined
}
