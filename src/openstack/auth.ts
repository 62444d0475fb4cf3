import { ProbeError } from '../fact.ts'
import type { Http } from '../http.ts'
import type { HttpResponse } from '../http/exchange.ts'
import { follow } from '../http/redirect.ts'
import type { Redactor } from '../redact.ts'
import { jsonOf, withoutSecrets } from '../answer.ts'
import { isRefusal, refused } from './auth-refusal.ts'
import type { CloudConfig } from './config.ts'
import type { CatalogService } from './resources.ts'
import type { Validator } from '../validate.ts'
import { wireToken, type WireToken } from './wire.ts'

/** A token, what it is good for, and what came with it. */
export interface Session {
  readonly token: string
  readonly user: Owned
  readonly project: Owned | null
  /** Of a token for a domain as such. */
  readonly domain: { readonly id: string; readonly name: string } | null
  readonly roles: readonly string[]
  readonly catalog: readonly CatalogService[]
  /** Keystone's clock minus ours, in seconds; null where the answer tells no time. */
  readonly clockSkewSeconds: number | null
}

/** A user or project, with the domain that it belongs to; null where Keystone does not tell. */
interface Owned {
  readonly id: string
  readonly name: string
  readonly domainId: string | null
}

export interface AuthContext {
  readonly config: CloudConfig
  readonly http: Http
  /** Learns every token. */
  readonly redactor: Redactor
  readonly validator: Validator
}

/**
 * Gets a token (Identity API v3, "Authentication and token management"). No version discovery first, as keystoneauth's
 * generic plugins do: `/v3/auth/tokens` is tried at once, and auth_url asked only where that is not there.
 * ProbeError: `auth` for refused credentials, saying which; unreachable, timeout, malformed as http.ts has them.
 */
export async function authenticate(context: AuthContext): Promise<Session> {
  const { auth } = context.config
  try {
    if (auth.method !== 'oidc') return await requestToken(context, bodyOf(auth))
    const { federatedToken } = await import('./oidc.ts')
    const unscoped = await federatedToken(context, auth)
    return await requestToken(context, bodyOf({ ...auth, method: 'token', token: unscoped }))
  } catch (error) {
    throw withoutSecrets(error, context.redactor)
  }
}

type Direct = Exclude<CloudConfig['auth'], { readonly method: 'oidc' }>

function bodyOf(auth: Direct): object {
  switch (auth.method) {
    case 'password': {
      const identity = { methods: ['password'], password: { user: { ...auth.user, password: auth.password.reveal() } } }
      return { auth: { identity, ...scopeOf(auth.scope) } }
    }
    case 'token':
      return { auth: { identity: { methods: ['token'], token: { id: auth.token.reveal() } }, ...scopeOf(auth.scope) } }
    case 'application credential': {
      const credential = { ...auth.credential, secret: auth.secret.reveal() }
      return { auth: { identity: { methods: ['application_credential'], application_credential: credential } } }
    }
  }
}

function scopeOf(scope: object | undefined): { readonly scope?: object } {
  return scope ? { scope } : {}
}

async function requestToken(context: AuthContext, body: object): Promise<Session> {
  const { config, http } = context
  const text = JSON.stringify(body)
  const post = (url: string) =>
    follow(http, {
      method: 'POST',
      url: `${url}/auth/tokens`,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: text,
      repeatable: true, // a second token does no harm
      onSent: () => setImmediate(context.validator.warm),
    })
  const base = v3Url(config.auth.authUrl)
  const sentAt = Date.now()
  let url = base
  let response = await post(url)
  if ((response.status === 404 && !isRefusal(response)) || response.status === 300) {
    const { identityUrl } = await import('./discovery.ts')
    url = await identityUrl(http, config.auth.authUrl)
    if (url !== base) response = await post(url)
  }
  const call = `POST ${new URL(base).pathname}/auth/tokens`
  if (response.status < 200 || response.status > 299) throw refused(call, response, context)
  // Once more where the body was cut off, or came from something in between.
  return sessionOf(context, call, isJson(response) ? response : await post(url), sentAt)
}

function isJson({ body }: HttpResponse): boolean {
  try {
    return typeof JSON.parse(body.toString('utf8')) === 'object'
  } catch {
    return false
  }
}

/** keystoneauth's rule: what does not end in v3 gets it; a leftover v2.0 is replaced. */
export function v3Url(authUrl: string): string {
  return authUrl.endsWith('/v3') ? authUrl : `${authUrl.replace(/\/v2\.0$/, '')}/v3`
}

/** A token answer: the id in the header, everything else in the body. */
async function sessionOf(context: AuthContext, call: string, response: HttpResponse, sentAt: number): Promise<Session> {
  const token = response.headers['x-subject-token']
  if (typeof token !== 'string' || token === '')
    throw new ProbeError(
      'malformed',
      `${call} answered ${response.status} without X-Subject-Token; is auth_url a Keystone?`,
    )
  context.redactor.learn(token)
  const body: WireToken = await context.validator.check(jsonOf(call, response), wireToken, call)
  const { user, project, domain, roles = [], catalog = [] } = body.token
  return {
    token,
    user: owned(user),
    project: project ? owned(project) : null,
    domain: domain ? { id: domain.id, name: domain.name } : null,
    roles: roles.map(({ name }) => name),
    catalog: catalog.map(({ type, name, endpoints = [] }) => ({
      type,
      name: name ?? '',
      endpoints: endpoints.flatMap(({ interface: kind, region_id, region = null, url }) =>
        typeof url === 'string' ? [{ interface: kind, region: region_id ?? region, url }] : [],
      ),
    })),
    clockSkewSeconds: skewOf(response.headers['date'] ?? body.token.issued_at, sentAt),
  }
}

function owned({ id, name, domain }: WireToken['token']['user']): Owned {
  return { id, name, domainId: domain?.id ?? null }
}

/** By the Date of the answer, else by when the token was issued (uwsgi sends no Date); our side is the middle of the call. */
function skewOf(told: unknown, sentAt: number): number | null {
  const theirs = Date.parse(typeof told === 'string' ? told : '')
  const wholeSeconds = theirs % 1000 === 0 ? 500 : 0 // what a Date header cuts off, on average
  return Number.isNaN(theirs) ? null : Math.round((theirs + wholeSeconds - (sentAt + Date.now()) / 2) / 1000)
}
