import { isRecord, jsonOf, statusError, StatusError } from '../../answer.ts'
import { ProbeError } from '../../fact.ts'
import type { Http, HttpRequest } from '../../http.ts'
import type { Tls } from '../../http/dispatcher.ts'
import type { Redactor } from '../../redact.ts'
import type { OidcProvider } from '../kubeconfig/user.ts'
import type { Credential } from './credential.ts'

/** Keeps what the provider gives in place of a refresh token that may be used once only. */
export interface OidcSource {
  credential(fresh: boolean): Promise<Credential>
}

/**
 * The id token of a kubeconfig's auth-provider `oidc`, renewed with its refresh token (OpenID Connect Core 1.0, 12) once it
 * has expired or was refused. The kubeconfig is not written: a run leaves no trace there. ProbeError `auth` where the
 * provider refuses, unreachable and the like as http.ts has them.
 */
export function oidcSource(provider: OidcProvider, http: Http, redactor: Redactor): OidcSource {
  const tls: Tls = provider.ca === undefined ? {} : { ca: provider.ca }
  const ask = (request: HttpRequest) => askProvider({ ...request, tls }, http, redactor)
  let refreshToken = provider.refreshToken?.reveal()
  let idToken = provider.idToken?.reveal()

  async function refresh(): Promise<string> {
    if (refreshToken === undefined)
      throw new ProbeError(
        'auth',
        `the id-token for ${provider.issuer} has expired or is refused, and there is no refresh-token; log in anew`,
      )
    const endpoint = await tokenEndpoint(provider, ask)
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken })
    const headers: Record<string, string> = {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    }
    const secret = provider.clientSecret?.reveal()
    if (secret === undefined) form.set('client_id', provider.clientId)
    else {
      // RFC 6749, 2.3.1: both are encoded as in a form.
      const pair = [provider.clientId, secret].map((part) => new URLSearchParams({ '': part }).toString().slice(1))
      headers['authorization'] = `Basic ${Buffer.from(pair.join(':')).toString('base64')}`
    }
    const answer = await ask({ method: 'POST', url: endpoint, headers, body: form.toString() })
    for (const key of ['access_token', 'id_token', 'refresh_token']) {
      const value = answer[key]
      if (typeof value === 'string') redactor.learn(value)
    }
    const { id_token: fresh, refresh_token: next } = answer
    if (typeof fresh !== 'string')
      throw new ProbeError('auth', `${provider.issuer} answers the refresh-token without an id_token; log in anew`)
    if (typeof next === 'string') refreshToken = next
    return fresh
  }

  return {
    async credential(fresh) {
      const left = idToken === undefined || fresh ? 0 : (expiryOf(idToken) ?? Infinity) - Date.now()
      if (left <= expiresSoonMs) idToken = await refresh()
      const token = idToken ?? ''
      const expiresAt = expiryOf(token)
      return { token, ...(expiresAt === undefined ? {} : { expiresAt }) }
    },
  }
}

const expiresSoonMs = 10_000

/** Where tokens are given, by the discovery document; believed for https only, since the credentials go there. */
async function tokenEndpoint(provider: OidcProvider, ask: (request: HttpRequest) => Promise<Answer>): Promise<string> {
  const url = `${provider.issuer}/.well-known/openid-configuration`
  const { token_endpoint: endpoint } = await ask({ url, headers: { accept: 'application/json' } })
  if (typeof endpoint === 'string' && URL.parse(endpoint)?.protocol === 'https:') return endpoint
  throw new ProbeError('auth', `${url} names no token_endpoint with https; check idp-issuer-url`)
}

type Answer = Readonly<Record<string, unknown>>

async function askProvider(request: HttpRequest, http: Http, redactor: Redactor): Promise<Answer> {
  const response = await http.send(request)
  const call = `${request.method ?? 'GET'} ${request.url}`
  if (response.status < 200 || response.status > 299) {
    const error = statusError(call, response, redactor, http.words)
    if (![400, 401, 403].includes(response.status)) throw error
    const said = error.reason === '' ? '' : ` (${error.reason})`
    const message = `the identity provider refuses to renew the id-token with ${error.status}${said}; log in anew`
    throw new StatusError('auth', message, error.status, error.reason)
  }
  const body = jsonOf(call, response)
  if (isRecord(body)) return body
  throw new ProbeError('malformed', `${call} answered with no JSON object`)
}

/** `exp` of a JSON web token, in milliseconds since 1970; undefined where it cannot be read. */
function expiryOf(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return isRecord(claims) && typeof claims['exp'] === 'number' ? claims['exp'] * 1000 : undefined
  } catch {
    return undefined
  }
}
