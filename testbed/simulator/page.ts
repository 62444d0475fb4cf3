import { Refusal } from './router.ts'

export interface Page<T> {
  readonly items: readonly T[]
  /** the page is as full as it was allowed to be, so there may be more */
  readonly full: boolean
}

/** Items after a marker, as every OpenStack service pages; some start again at a marker they do not know. */
export function pageAfter<T extends { readonly id: string }>(
  items: readonly T[],
  query: URLSearchParams,
  limit: number,
  unknown?: (marker: string) => Refusal,
): Page<T> {
  const marker = query.get('marker')
  const start = marker === null ? 0 : items.findIndex(({ id }) => id === marker) + 1
  if (marker !== null && start === 0 && unknown) throw unknown(marker)
  const page = items.slice(start, start + limit)
  return { items: page, full: page.length > 0 && page.length === limit }
}

export const markerNotFound = (marker: string): Refusal => new Refusal(400, `marker [${marker}] not found`)

/** The limit asked for, at most the service's own. */
export function limitOf(
  query: URLSearchParams,
  most: number,
  bad: (text: string) => Refusal = badLimit,
  standard = most,
): number {
  const text = query.get('limit')
  if (text === null) return Math.min(standard, most)
  if (!/^\d+$/.test(text)) throw bad(text)
  return Math.min(Number(text), most)
}

const badLimit = (text: string): Refusal =>
  new Refusal(400, /^-\d+$/.test(text) ? 'limit param must be positive' : 'limit param must be an integer')

/** The same query with another marker. */
export function withMarker(query: URLSearchParams, marker: string): string {
  const next = new URLSearchParams(query)
  next.set('marker', marker)
  return next.toString()
}

/** By one key, then by id, as `sort_key` and `sort_dir` or `sort=key:direction` ask; without them in the order given. */
export function sorted<T extends { readonly id: string }>(
  items: readonly T[],
  query: URLSearchParams,
  value: (item: T, key: string) => unknown,
): readonly T[] {
  const [key, direction] = query.get('sort')?.split(',')[0]?.split(':') ?? [
    query.get('sort_key'),
    query.get('sort_dir'),
  ]
  if (!key) return items
  const sign = (direction ?? 'desc') === 'asc' ? 1 : -1
  const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -sign : sign)
  return items.toSorted((a, b) => order(String(value(a, key)), String(value(b, key))) || order(a.id, b.id))
}

/** What Nova says of a limit that is no number. */
export const badNovaLimit = (text: string): Refusal =>
  new Refusal(400, `Invalid input for query parameters limit. Value: ${text}. '${text}' does not match '^[0-9]*$'`)
