import { ProbeError, type CauseKind } from '../fact.ts'
import type { HttpRequest } from '../http.ts'
import { secret, type Secret } from '../redact.ts'
import { jsonOf, statusError, StatusError } from '../answer.ts'
import { v3Url, type AuthContext } from './auth.ts'
import type { AuthConfig, Grant } from './config/auth.ts'

type Federated = Extract<AuthConfig, { readonly method: 'oidc' }>

/**
 * OpenID Connect as keystoneauth does it: an access token from the identity provider, shown to Keystone's federation
 * endpoint (Identity API v3 OS-FEDERATION), gives an unscoped token, which the caller exchanges for a scoped one.
 */
export async function federatedToken(context: AuthContext, auth: Federated): Promise<Secret> {
  const accessToken = await accessTokenFor(context, auth.grant)
  const { http, redactor } = context
  const path = `/OS-FEDERATION/identity_providers/${encodeURIComponent(auth.provider)}/protocols/${encodeURIComponent(auth.protocol)}/auth`
  const response = await http.send({
    method: 'POST',
    url: `${v3Url(auth.authUrl)}${path}`,
    headers: { authorization: `Bearer ${accessToken.reveal()}`, accept: 'application/json' },
    repeatable: true,
  })
  const call = `POST ${path}`
  const token = response.headers['x-subject-token']
  if (response.status < 200 || response.status > 299 || typeof token !== 'string') {
    const { kind, reason, status } = statusError(call, response, redactor)
    const said = reason === '' ? '' : ` (${reason})`
    throw new StatusError(
      passing.has(kind) ? kind : 'auth',
      `Keystone gives no token for what ${auth.provider} says of this user${said}, ${status}; check identity_provider, protocol and the mapping, or get a new access token`,
      status,
      reason,
    )
  }
  redactor.learn(token)
  return secret(token)
}

/** Says nothing about the user. */
const passing = new Set<CauseKind>(['unreachable', 'timeout', 'quota'])

async function accessTokenFor(context: AuthContext, grant: Grant): Promise<Secret> {
  if (grant.type === 'access_token') return grant.accessToken
  const endpoint = grant.tokenEndpoint ?? (await discoveredEndpoint(context, grant.discoveryEndpoint ?? '', grant.type))
  const form = new URLSearchParams({ grant_type: grant.type, scope: grant.oauthScope })
  if (grant.type === 'password') {
    form.set('username', grant.username)
    form.set('password', grant.password.reveal())
  }
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  if (grant.clientSecret) {
    headers['authorization'] =
      `Basic ${Buffer.from(`${grant.clientId}:${grant.clientSecret.reveal()}`).toString('base64')}`
  } else {
    form.set('client_id', grant.clientId)
  }
  const answer = await ask(context, { method: 'POST', url: endpoint, headers, body: form.toString(), repeatable: true })
  // The other tokens in the answer are secrets too.
  for (const key of ['access_token', 'id_token', 'refresh_token']) {
    const value = answer[key]
    if (typeof value === 'string') context.redactor.learn(value)
  }
  const token = answer[grant.tokenType]
  if (typeof token === 'string') return secret(token)
  throw new ProbeError(
    'malformed',
    `the identity provider answered without ${grant.tokenType}; check openid_scope and access_token_type`,
  )
}

/**
 * Where the discovery document says that tokens are given. The user has named the document, not that place, so it is only
 * believed for places that cannot be read along or faked: https, or the document's own host where that is http too.
 */
async function discoveredEndpoint(context: AuthContext, url: string, grantType: string): Promise<string> {
  const { token_endpoint: endpoint, grant_types_supported: known } = await ask(context, {
    url,
    headers: { accept: 'application/json' },
  })
  if (Array.isArray(known) && !known.includes(grantType)) {
    throw new ProbeError(
      'auth',
      `the identity provider does not offer the grant type ${grantType}, only ${known.join(', ')}; choose another auth_type`,
    )
  }
  const to = typeof endpoint === 'string' ? URL.parse(endpoint) : null
  if (!to) throw new ProbeError('malformed', `${url} names no token_endpoint; give access_token_endpoint`)
  const from = new URL(url)
  if (to.protocol === 'https:' || (from.protocol === to.protocol && from.hostname === to.hostname)) return to.href
  throw new ProbeError(
    'auth',
    `${url} names ${to.origin} as the place of its token_endpoint, where our credentials are not sent, since it is neither https nor on the same host; let it be corrected, or give access_token_endpoint`,
  )
}

/** One call to the identity provider (OpenID Connect Core 1.0, 3.1.3; errors as in RFC 6749, 5.2). */
async function ask({ http, redactor }: AuthContext, request: HttpRequest): Promise<Readonly<Record<string, unknown>>> {
  const response = await http.send(request)
  const call = `${request.method ?? 'GET'} ${request.url}`
  if (response.status < 200 || response.status > 299) {
    const error = statusError(call, response, redactor)
    const refused = response.status === 400 || response.status === 401 || response.status === 403
    throw refused
      ? new StatusError(
          'auth',
          `the identity provider refuses us with ${error.status} (${error.reason}); check client_id, client_secret, username and password`,
          error.status,
          error.reason,
        )
      : error
  }
  const body = jsonOf(call, response)
  if (typeof body === 'object' && body !== null) return body as Readonly<Record<string, unknown>> // reading any key is safe
  throw new ProbeError('malformed', `${call} answered with no JSON object`)
}
