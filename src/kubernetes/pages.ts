import { isRecord } from '../answer.ts'
import { ProbeError } from '../fact.ts'
import { listOf, record, textOrNull, wire, type Wire } from '../wire.ts'

/** Items of one page, as kubectl asks for them. */
export const pageSize = 500

/** Bounds of one listing; a cluster with more is beyond what a run can look at in its time. */
const mostPages = 1000
const mostItems = 200_000

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
  const asked = new Set<string>()
  const seen = new Set<string>()
  let pages = 0
  let count = 0

  function endless(how: string): never {
    throw new ProbeError('malformed', `${call} pages without end: ${how}`)
  }

  return ({ metadata, items }) => {
    pages++
    count += items.length
    if (count > mostItems) endless(`more than ${mostItems} items`)
    const names = items.map(nameOf).filter((name) => name !== undefined)
    if (names.length > 0 && pages > 1 && names.every((name) => seen.has(name)))
      endless(`page ${pages} only repeats what came before`)
    for (const name of names) seen.add(name)
    const next = metadata.continue || undefined
    if (next === undefined) return undefined
    if (pages >= mostPages) endless(`more than ${mostPages} pages`)
    if (asked.has(next)) endless(`page ${pages} leads back to a page that was there before`)
    asked.add(next)
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
