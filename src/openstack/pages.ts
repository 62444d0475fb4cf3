import { isRecord } from '../answer.ts'
import { watchListing } from '../endless-listing.ts'
import { ProbeError } from '../fact.ts'

/** Decides how a listing goes on, and notices one that never ends. */
export interface Pager {
  /**
   * The query of the next page, undefined after the last. ProbeError malformed where the listing repeats itself, is longer
   * than the bounds, or names a next page by what is no link.
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
      const following = Array.isArray(page) ? afterLast(query, names) : linked(call, page, headers, query)
      if (following === undefined) return undefined
      watch.ask(fingerprint(following), ` (marker ${following['marker'] ?? 'none'})`)
      return following
    },
  }
}

/** ProbeError malformed where there is a next page and it is not told how to get it: what is here is not the whole list. */
function linked(
  call: string,
  page: unknown,
  headers: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const link =
    (isRecord(page) ? nextIn(page) : undefined) ??
    /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec([headers['link']].flat().join(', '))?.[1]
  if (isNone(link)) return undefined
  const following = typeof link === 'string' ? URL.parse(link, 'http://relative.invalid/') : null
  if (following) return { ...query, ...Object.fromEntries(following.searchParams) }
  const shown = JSON.stringify(link).slice(0, 60)
  throw new ProbeError('malformed', `${call} names as its next page what is no link (${shown}), so the list is cut off`)
}

/** The link as it stands there, whatever it is; undefined where there is none. */
function nextIn(page: Readonly<Record<string, unknown>>): unknown {
  const { next } = page
  if (!isNone(next)) return next
  for (const [key, links] of Object.entries(page)) {
    if (key !== 'links' && !key.endsWith('_links')) continue
    if (isRecord(links) && !isNone(links['next'])) return links['next']
    const link: unknown = Array.isArray(links) ? links.find((one) => isRecord(one) && one['rel'] === 'next') : undefined
    if (isRecord(link)) return link['href'] ?? link
  }
  return undefined
}

/** Where a listing ends, some say so by saying nothing. */
function isNone(link: unknown): boolean {
  return link === undefined || link === null || link === ''
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

function fingerprint(query: Readonly<Record<string, string>>): string {
  return new URLSearchParams(query).toString()
}
