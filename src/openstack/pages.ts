import { isRecord } from '../answer.ts'
import { watchListing } from '../endless-listing.ts'

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
  const watch = watchListing(call, fingerprint(query))
  return {
    next(page, headers, found) {
      const names = found.map(nameOf).filter((name) => name !== undefined)
      watch.see(found.length, names)
      const following = Array.isArray(page) ? afterLast(query, names) : linked(page, headers, query)
      if (following === undefined) return undefined
      watch.ask(fingerprint(following), ` (marker ${following['marker'] ?? 'none'})`)
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
