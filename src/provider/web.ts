import { lookup as ask, type LookupAddress, type LookupOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { ProbeError } from '../fact.ts'
import { openHttp, type Http, type HttpOptions } from '../http.ts'
import type { HttpResponse } from '../http/exchange.ts'
import type { Tls } from '../http/dispatcher.ts'
import { failure } from '../http/failure.ts'
import { isPublicAddress, literalAddress } from './address.ts'
import type { Place } from './provider-file.ts'
import { webWords } from './vocabulary.ts'

/** The web, as whoever comes by sees it. Bounded in time, size and redirects; nothing is written. */
export interface Web {
  /**
   * Any final answer is a result, whatever its status. Up to five redirects are followed, also to other hosts; a token goes only
   * to the origin that was named for it.
   *
   * @throws ProbeError unreachable, timeout, malformed (a redirect loop, too large); forbidden where the place has to be public
   * and its name leads to an address that is not
   */
  get(place: Pick<Place, 'url' | 'token' | 'ca'>, options?: GetOptions): Promise<WebAnswer>
  /**
   * Where the host of a URL is, seen from here; nothing is sent to it.
   * @throws ProbeError unreachable where its name is not known
   */
  whereabouts(url: string): Promise<Whereabouts>
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
  /** Redirects are an answer. */
  readonly stay?: boolean
}

export interface WebAnswer extends HttpResponse {
  /**
   * Where the answer came from. After redirects without query and fragment: whoever redirects may put signatures, codes and
   * session ids there, and this stands in reports.
   */
  readonly url: string
}

export type Whereabouts =
  | { readonly kind: 'public' | 'private'; readonly addresses: readonly string[] }
  /** A proxy of the environment stands in between, and it is the proxy that looks up the name. */
  | { readonly kind: 'proxied' }

const mostRedirects = 5
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export interface WebOptions extends Omit<HttpOptions, 'words' | 'tls'> {
  /** Which addresses everybody can reach: those that IANA has not set aside. */
  readonly isPublic?: (address: string) => boolean
}

/** Opens it; `publicOnly` is asked for call by call. Behind a proxy it is the proxy that looks up names, so they are not judged. */
export function openWeb({ isPublic = isPublicAddress, ...options }: WebOptions): Web {
  const { redactor, proxies, lookup = ask } = options
  const anywhere = openHttp({ ...options, words: webWords })
  const publicly = openHttp({ ...options, words: webWords, lookup: publicLookup(lookup, isPublic) })
  const tls = new Map<string, Tls>()
  const tlsOf = ({ ca }: Pick<Place, 'ca'>): Tls | undefined => {
    if (ca === undefined) return undefined
    const known = tls.get(ca) ?? { ca }
    tls.set(ca, known)
    return known
  }

  async function get(place: Parameters<Web['get']>[0], options: GetOptions = {}): Promise<WebAnswer> {
    const { path = '', query, accept = 'application/json', publicOnly, stay } = options
    const http = publicOnly ? publicly : anywhere
    const named = new URL(place.url)
    const trusted = tlsOf(place)
    let url = urlOf(place.url, path, query)
    for (let hops = 0; ; hops++) {
      if (publicOnly) refusePrivate(url.hostname, isPublic)
      const mayKnow = place.token && url.origin === named.origin
      const response = await http.send({
        url: url.href,
        headers: { accept, ...(mayKnow ? { authorization: `Bearer ${place.token.reveal()}` } : {}) },
        ...(trusted ? { tls: trusted } : {}),
      })
      const { location } = response.headers
      if (stay || !redirects.has(response.status) || typeof location !== 'string') {
        return { ...response, url: hops === 0 ? url.href : `${url.origin}${url.pathname}` }
      }
      const to = URL.parse(location, url.href)
      const refuse = (what: string) =>
        new ProbeError('malformed', redactor.redact(`GET ${url.pathname} on ${url.host} redirects ${what}`))
      if (!to || !/^https?:$/.test(to.protocol) || to.username !== '' || to.password !== '') {
        throw refuse('to what is no plain http or https URL')
      }
      if (publicOnly && url.protocol === 'https:' && to.protocol === 'http:') {
        throw refuse(`from https to http on ${to.host}`)
      }
      if (hops === mostRedirects) throw refuse(`more than ${mostRedirects} times`)
      url = to
    }
  }

  async function whereabouts(text: string): Promise<Whereabouts> {
    const url = new URL(text)
    const proxy = proxies?.(url)
    if (proxy) return { kind: 'proxied' }
    const literal = literalAddress(url.hostname)
    const addresses = literal === undefined ? await addressesOf(url, lookup) : [literal]
    return { kind: addresses.length > 0 && addresses.every(isPublic) ? 'public' : 'private', addresses }
  }

  return {
    get,
    whereabouts,
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

/** A literal address is never looked up. */
function refusePrivate(hostname: string, isPublic: (address: string) => boolean): void {
  const literal = literalAddress(hostname)
  if (literal !== undefined && !isPublic(literal)) throw notPublic(hostname)
}

/** Looks a name up as ever, and refuses it where any of its addresses is not public, at the moment of connecting. */
function publicLookup(lookup: LookupFunction, isPublic: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, everything(options), (error, found) => {
      if (error) return callback(error, '', 0)
      const addresses = listOf(found)
      const hidden = addresses.find(({ address }) => !isPublic(address))
      if (hidden) return callback(notPublic(hostname, hidden.address), '', 0)
      if (options.all) return callback(null, [...addresses])
      const [first] = addresses
      callback(null, first?.address ?? '', first?.family)
    })
  }
}

const everything = (options: LookupOptions = {}): LookupOptions & { readonly all: true } => ({ ...options, all: true })

/** With `all` it is a list; a look-up of one's own may give the only one by itself. */
function listOf(found: string | readonly LookupAddress[]): readonly LookupAddress[] {
  return typeof found === 'string' ? [{ address: found, family: found.includes(':') ? 6 : 4 }] : found
}

function addressesOf(url: URL, lookup: LookupFunction): Promise<readonly string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>()
  lookup(url.hostname, everything(), (error, found) => {
    if (error) reject(failure(error, `looking up ${url.hostname}`, url, undefined, webWords))
    else resolve(listOf(found).map(({ address }) => address))
  })
  return promise
}

function notPublic(hostname: string, address?: string): ProbeError {
  const where = address === undefined ? 'a private address' : `${address}, a private address`
  return new ProbeError(
    'forbidden',
    `${hostname} has to be public and is at ${where}; name the place as the public reaches it`,
  )
}
