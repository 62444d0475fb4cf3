import { ProbeError, type CauseKind } from '../../src/fact.ts'
import type { TlsCipherSuites } from '../../src/openstack/tls-cipher-suites.ts'
import type { Place } from '../../src/provider/provider-file.ts'
import type { Web } from '../../src/provider/web.ts'
import { lookAtTls, type SeenTls } from '../tls-profile/look-at-tls.ts'

/** What an OpenID provider tells of itself (OpenID Connect Discovery 1.0), as far as it is judged. */
export interface Discovered {
  readonly kind: 'told'
  /** The issuer that was asked. */
  readonly asked: string
  readonly status: number
  /** Texts as they stand there; null for what is no text or not there. */
  readonly issuer: string | null
  readonly authorizationEndpoint: string | null
  readonly deviceEndpoint: string | null
  readonly jwksUri: string | null
  /** Keys that the specification requires and that are not there, or hold no text or list; null where there is no document. */
  readonly missing: readonly string[] | null
  readonly keys: { readonly kind: 'seen'; readonly status: number; readonly count: number | null } | Unread
  readonly tls: SeenTls | { readonly kind: 'plain http' }
}

export interface Unread {
  readonly kind: 'unread'
  readonly cause: CauseKind
  readonly message: string
}

const wellKnown = '/.well-known/openid-configuration'
const requiredTexts = ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri']
const requiredLists = ['response_types_supported', 'subject_types_supported', 'id_token_signing_alg_values_supported']

/** Required keys that are not there, or hold nothing of their kind: `null` is as good as nothing. */
function missingIn(document: Json): readonly string[] {
  const isText = (key: string) => typeof document[key] === 'string' && document[key] !== ''
  const isList = (key: string) => Array.isArray(document[key]) && document[key].length > 0
  // An issuer that is no text is told by itself: it is not the one that was asked.
  const texts = requiredTexts.filter((key) => !isText(key) && !(key === 'issuer' && document[key] !== undefined))
  return [...texts, ...requiredLists.filter((key) => !isList(key))]
}

/** Reads what an issuer says of itself, and its keys. What cannot be read of them hides nothing else. */
export async function discover(
  web: Web,
  issuer: Place,
  suites: TlsCipherSuites,
  signal: AbortSignal,
): Promise<Discovered | Unread> {
  const unlessUnread = async <T>(reading: Promise<T>): Promise<T | Unread> => {
    try {
      return await reading
    } catch (error) {
      if (signal.aborted || !(error instanceof ProbeError)) throw error
      return { kind: 'unread', cause: error.kind, message: error.message }
    }
  }
  return unlessUnread(read())

  async function read(): Promise<Discovered> {
    const { status, document } = await readDocument(web, issuer)
    const text = (key: string) => (typeof document?.[key] === 'string' ? document[key] : null)
    const jwksUri = text('jwks_uri')
    const keys = jwksUri === null ? noKeys : await unlessUnread(readKeys(web, { ...issuer, url: jwksUri }))
    const { protocol, origin, href } = new URL(issuer.url)
    const isProxied = (await unlessUnread(web.whereabouts(href))).kind === 'proxied'
    const tls = issuer.ca === undefined ? {} : { ca: issuer.ca }
    return {
      kind: 'told',
      asked: issuer.url,
      status,
      issuer: text('issuer'),
      authorizationEndpoint: text('authorization_endpoint'),
      deviceEndpoint: text('device_authorization_endpoint'),
      jwksUri,
      missing: document ? missingIn(document) : null,
      keys,
      tls:
        protocol === 'https:'
          ? await lookAtTls(origin, suites, { tls, isProxied: () => isProxied }, signal)
          : { kind: 'plain http' },
    }
  }
}

const noKeys: Unread = { kind: 'unread', cause: 'malformed', message: 'there is no jwks_uri' }

/**
 * The issuer whose authorization endpoint this is: that part of its URL below which there is a discovery document that names it.
 * undefined where there is none.
 */
export async function issuerOf(web: Web, endpoint: string, ca: string | undefined): Promise<Place | undefined> {
  const { origin, pathname } = new URL(endpoint)
  const steps = pathname.split('/').filter((step) => step !== '')
  for (let kept = Math.min(steps.length - 1, 8); kept >= 0; kept--) {
    const url = [origin, ...steps.slice(0, kept)].join('/')
    const place = { url, ...(ca === undefined ? {} : { ca }) }
    const { document } = await readDocument(web, place)
    if (document?.['authorization_endpoint'] === endpoint) return place
  }
  return undefined
}

async function readDocument(
  web: Web,
  issuer: Place,
): Promise<{ readonly status: number; readonly document: Json | undefined }> {
  const { status, body } = await web.get(issuer, { path: wellKnown })
  if (status === 429 || status >= 500) {
    throw new ProbeError('unreachable', `${issuer.url}${wellKnown} answers ${status}; try again later`)
  }
  return { status, document: status === 200 ? jsonOf(body) : undefined }
}

async function readKeys(web: Web, place: Place): Promise<Discovered['keys']> {
  if (!/^https?:\/\/[^@/?#]+/.test(place.url) || !URL.canParse(place.url)) {
    return { kind: 'unread', cause: 'malformed', message: 'jwks_uri is no URL' }
  }
  const { status, body } = await web.get(place)
  if (status === 429 || status >= 500)
    throw new ProbeError('unreachable', `${place.url} answers ${status}; try again later`)
  const keys = status === 200 ? jsonOf(body)?.['keys'] : undefined
  return { kind: 'seen', status, count: Array.isArray(keys) ? keys.length : null }
}

type Json = Readonly<Record<string, unknown>>

function jsonOf(body: Buffer): Json | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
  } catch {
    return undefined
  }
}
