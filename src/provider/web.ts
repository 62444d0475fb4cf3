import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { ProbeError } from '../fact.ts'
import { openHttp, type Http, type HttpOptions } from '../http.ts'
import type { HttpResponse } from '../http/exchange.ts'
import type { Tls } from '../http/dispatcher.ts'
import { webWords } from './vocabulary.ts'
import type { Place } from './provider-file.ts'

/** The web, as whoever comes by sees it. Bounded in time, size and redirects; nothing is written. */
export interface Web {
  /**
   * Any final answer is a result, whatever its status. Up to five redirects are followed, also to other hosts; a token goes only
   * to the origin that was named for it.
   *
   * @throws ProbeError unreachable, timeout, malformed (a redirect loop, too large); forbidden where the place has to be public
   * and its name leads to an address that is not
   */
  get(place: Place, options?: GetOptions): Promise<WebAnswer>
  readonly traffic: Http['traffic']
  close(): Promise<void>
}

export interface GetOptions {
  /** Added to the path of the place: `/components`. */
  readonly path?: string
  readonly query?: Readonly<Record<string, string>>
  readonly accept?: string
  /** It has to be seen by everybody: private, loopback and reserved addresses are refused, and so is http behind https. */
  readonly publicOnly?: boolean
}

export interface WebAnswer extends HttpResponse {
  /** Where the answer came from, after redirects. */
  readonly url: string
}

const mostRedirects = 5

/** Opens it; `publicOnly` is asked for call by call. Behind a proxy it is the proxy that looks up names, so they are not judged. */
export function openWeb(options: Omit<HttpOptions, 'words' | 'tls'>): Web {
  const anywhere = openHttp({ ...options, words: webWords })
  const publicly = openHttp({ ...options, words: webWords, lookup: publicLookup })
  const tls = new Map<string, Tls>()
  const tlsOf = ({ ca }: Place): Tls | undefined => {
    if (ca === undefined) return undefined
    const known = tls.get(ca) ?? { ca }
    tls.set(ca, known)
    return known
  }

  async function get(place: Place, { path = '', query, accept, publicOnly }: GetOptions = {}): Promise<WebAnswer> {
    const http = publicOnly ? publicly : anywhere
    const named = new URL(place.url)
    let url = urlOf(place.url, path, query)
    for (let hops = 0; ; hops++) {
      if (publicOnly) refusePrivate(url.hostname)
      const trusted = tlsOf(place)
      const response = await http.send({
        url: url.href,
        headers: {
          accept: accept ?? 'application/json',
          ...(place.token && url.origin === named.origin ? { authorization: `Bearer ${place.token.reveal()}` } : {}),
        },
        ...(trusted ? { tls: trusted } : {}),
      })
      const { location } = response.headers
      if (![301, 302, 303, 307, 308].includes(response.status) || typeof location !== 'string') {
        return { ...response, url: url.href }
      }
      const to = URL.parse(location, url.href)
      const call = `GET ${url.pathname} on ${url.host}`
      if (!to || !/^https?:$/.test(to.protocol) || to.username !== '' || to.password !== '') {
        throw new ProbeError('malformed', `${call} redirects to what is no plain http or https URL`)
      }
      if (publicOnly && url.protocol === 'https:' && to.protocol === 'http:') {
        throw new ProbeError('malformed', `${call} redirects from https to http on ${to.host}`)
      }
      if (hops === mostRedirects)
        throw new ProbeError('malformed', `${call} redirects more than ${mostRedirects} times`)
      url = to
    }
  }

  return {
    get,
    get traffic() {
      const [one, other] = [anywhere.traffic, publicly.traffic]
      return {
        requests: one.requests + other.requests,
        retries: one.retries + other.retries,
        bytes: one.bytes + other.bytes,
      }
    },
    close: async () => void (await Promise.all([anywhere.close(), publicly.close()])),
  }
}

function urlOf(base: string, path: string, query: GetOptions['query']): URL {
  const url = new URL(base)
  if (path !== '') url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
  for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, value)
  return url
}

/** Whether everybody can reach an address: none of the ranges that IANA has set aside. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/** A literal address is never looked up. */
function refusePrivate(hostname: string): void {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  if (ipaddr.isValid(literal) && !isPublicAddress(literal)) throw notPublic(hostname, literal)
}

/** Looks a name up as ever, and refuses it where any of its addresses is not public, at the moment of connecting. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  const all: LookupOptions & { readonly all: true } = { ...options, all: true }
  lookup(hostname, all, (error, addresses: readonly LookupAddress[]) => {
    if (error) return callback(error, '', 0)
    const hidden = addresses.find(({ address }) => !isPublicAddress(address))
    if (hidden) return callback(notPublic(hostname, hidden.address), '', 0)
    if (options.all) return callback(null, [...addresses])
    const [first] = addresses
    callback(null, first?.address ?? '', first?.family)
  })
}

function notPublic(hostname: string, address: string): ProbeError {
  return new ProbeError(
    'forbidden',
    `${hostname} has to be public and is at ${address === hostname ? 'a private address' : `${address}, a private address`}; name the place as the public reaches it`,
  )
}
