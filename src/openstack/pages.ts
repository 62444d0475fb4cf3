import { ProbeError } from '../fact.ts'
import { isRecord } from '../answer.ts'

/** Bounds of one listing; a cloud with more is beyond what a run can look at in its time. */
export const mostPages = 1000
const mostItems = 200_000

/** Decides how a listing goes on, and notices one that never ends. */
export interface Pager {
  /**
   * The query of the next page, undefined after the last. ProbeError malformed where the listing repeats itself or is
   * longer than the bounds.
   */
  next(
    page: unknown,
    headers: Readonly<Record<string, unknown>>,
    items: readonly unknown[],
  ): Readonly<Record<string, string>> | undefined
}

/**
 * Follows what OpenStack services use: links (Nova `flavors_links`, Cinder `volume_type_links`, Neutron, Octavia:
 * `[{rel: "next", href}]`; Keystone, Octavia: `links: {next}`; Glance, Barbican: `next`; header `Link` (RFC 8288)) and,
 * for Swift's bare lists, a marker made of the last name. Of a link only the query is used: scheme, host and path prefix
 * in links are often those of an internal address.
 */
export function pager(call: string, query: Readonly<Record<string, string>>): Pager {
  const asked = new Set<string>([fingerprint(query)])
  const seen = new Set<string>()
  let pages = 0
  let items = 0

  function endless(how: string): never {
    throw new ProbeError('malformed', `${call} pages without end: ${how}`)
  }

  return {
    next(page, headers, found) {
      pages++
      items += found.length
      if (items > mostItems) endless(`more than ${mostItems} items`)
      const names = found.map(nameOf).filter((name) => name !== undefined)
      if (names.length > 0 && pages > 1 && names.every((name) => seen.has(name)))
        endless(`page ${pages} only repeats what came before`)
      for (const name of names) seen.add(name)
      const following = Array.isArray(page) ? afterLast(query, names) : linked(page, headers, query)
      if (following === undefined) return undefined
      if (pages >= mostPages) endless(`more than ${mostPages} pages`)
      const print = fingerprint(following)
      if (asked.has(print))
        endless(`page ${pages} leads back to a page that was there before (marker ${following['marker'] ?? 'none'})`)
      asked.add(print)
      return following
    },
  }
}

function linked(
  page: unknown,
  headers: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const link =
    (isRecord(page) ? nextIn(page) : undefined) ??
    /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(textOf(headers['link']))?.[1]
  if (!link) return undefined
  const following = URL.parse(link, 'http://relative.invalid/')?.searchParams
  return following ? { ...query, ...Object.fromEntries(following) } : undefined
}

function nextIn(page: Readonly<Record<string, unknown>>): string | undefined {
  const { next } = page
  if (typeof next === 'string') return next
  for (const [key, links] of Object.entries(page)) {
    if (key !== 'links' && !key.endsWith('_links')) continue
    if (isRecord(links) && typeof links['next'] === 'string') return links['next']
    const link: unknown = Array.isArray(links) ? links.find((one) => isRecord(one) && one['rel'] === 'next') : undefined
    if (isRecord(link) && typeof link['href'] === 'string') return link['href']
  }
  return undefined
}

/** Swift goes on until a page is empty. */
function afterLast(
  query: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const marker = names.at(-1)
  return marker === undefined ? undefined : { ...query, marker }
}

function nameOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined
  return [item['id'], item['secret_ref'], item['name'], item['subdir']].find((name) => typeof name === 'string')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function fingerprint(query: Readonly<Record<string, string>>): string {
  return new URLSearchParams(query).toString()
}
