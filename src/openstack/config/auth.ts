import type { Secret } from '../../redact.ts'
import { missing, readScope, readUser, type Scope, type UserReference } from './scope.ts'
import type { Values } from './values.ts'

/** How to get a token; every variant knows all it needs. Names follow Identity API v3, "Authentication and token management". */
export type AuthConfig = {
  readonly authUrl: string
} & (
  | { readonly method: 'password'; readonly user: UserReference; readonly password: Secret; readonly scope: Scope }
  | { readonly method: 'application credential'; readonly credential: CredentialReference; readonly secret: Secret }
  | { readonly method: 'token'; readonly token: Secret; readonly scope: Scope }
  | {
      readonly method: 'oidc'
      readonly provider: string
      readonly protocol: string
      readonly grant: Grant
      readonly scope: Scope
    }
)

type CredentialReference = { readonly id: string } | { readonly name: string; readonly user: UserReference }

/** How the identity provider is made to give an access token (OpenID Connect). */
export type Grant =
  | { readonly type: 'access_token'; readonly accessToken: Secret }
  | ({ readonly type: 'client_credentials' } & OidcClient)
  | ({ readonly type: 'password'; readonly username: string; readonly password: Secret } & OidcClient)

interface OidcClient {
  readonly clientId: string
  /** Absent for public clients. */
  readonly clientSecret: Secret | undefined
  /** Where tokens are given; from the discovery document where absent. */
  readonly tokenEndpoint: string | undefined
  readonly discoveryEndpoint: string | undefined
  readonly oauthScope: string
  /** Which of the provider's tokens Keystone is shown: `access_token`, `id_token`. */
  readonly tokenType: string
}

const methods = {
  password: readPassword,
  v3password: readPassword,
  v3applicationcredential: readApplicationCredential,
  token: readToken,
  v3token: readToken,
  v3oidcpassword: readOidc,
  v3oidcclientcredentials: readOidc,
  v3oidcaccesstoken: readOidc,
} as const satisfies Record<string, (values: Values, type: string) => AuthConfig>

/** Reads `auth_type` and `auth`; UsageError naming the key that is missing or wrong, and the way out. */
export function readAuth(values: Values): AuthConfig {
  const type = values.text('auth_type') ?? values.text('auth_plugin') ?? 'password'
  if (!isMethod(type))
    return values.refuse(`is ${type}, but only ${Object.keys(methods).join(', ')} are known here`, 'auth_type')
  return methods[type](values, type)
}

function isMethod(type: string): type is keyof typeof methods {
  return Object.hasOwn(methods, type)
}

function readPassword(values: Values): AuthConfig {
  if (!values.auth('password') && values.auth('application_credential_secret')) {
    values.refuse(
      'is missing; for the application credential given, write auth_type: v3applicationcredential',
      'auth_type',
    )
  }
  return {
    method: 'password',
    authUrl: authUrl(values),
    user: readUser(values),
    password: values.secret('password') ?? missing(values, 'password'),
    scope: readScope(values),
  }
}

/** The project comes with the credential; Keystone refuses a token request that also names one. */
function readApplicationCredential(values: Values): AuthConfig {
  const scoped = ['project_id', 'project_name', 'tenant_id', 'tenant_name', 'system_scope', 'trust_id'].find((key) =>
    values.auth(key),
  )
  if (scoped) values.refuse('must go: an application credential brings its own project', 'auth', scoped)
  const id = values.auth('application_credential_id')
  const name = values.auth('application_credential_name')
  const credential = id
    ? { id }
    : name
      ? { name, user: readUser(values) }
      : missing(values, 'application_credential_id')
  return {
    method: 'application credential',
    authUrl: authUrl(values),
    credential,
    secret: values.secret('application_credential_secret') ?? missing(values, 'application_credential_secret'),
  }
}

function readToken(values: Values): AuthConfig {
  const token = values.secret('token') ?? values.secret('auth_token') ?? missing(values, 'token')
  return { method: 'token', authUrl: authUrl(values), token, scope: readScope(values) }
}

function readOidc(values: Values, type: string): AuthConfig {
  return {
    method: 'oidc',
    authUrl: authUrl(values),
    provider: values.auth('identity_provider') ?? missing(values, 'identity_provider'),
    protocol: values.auth('protocol') ?? missing(values, 'protocol'),
    grant: readGrant(values, type),
    scope: readScope(values),
  }
}

function readGrant(values: Values, type: string): Grant {
  if (type === 'v3oidcaccesstoken') {
    return { type: 'access_token', accessToken: values.secret('access_token') ?? missing(values, 'access_token') }
  }
  const client: OidcClient = {
    clientId: values.auth('client_id') ?? missing(values, 'client_id'),
    clientSecret: values.secret('client_secret'),
    tokenEndpoint: values.auth('access_token_endpoint'),
    discoveryEndpoint: values.auth('discovery_endpoint'),
    oauthScope: values.auth('openid_scope') ?? values.auth('scope') ?? 'openid profile',
    tokenType: values.auth('access_token_type') ?? 'access_token',
  }
  if (!client.tokenEndpoint && !client.discoveryEndpoint) {
    values.refuse('is missing; give it or access_token_endpoint', 'auth', 'discovery_endpoint')
  }
  if (type === 'v3oidcclientcredentials') {
    return {
      ...client,
      type: 'client_credentials',
      clientSecret: client.clientSecret ?? missing(values, 'client_secret'),
    }
  }
  const username = values.auth('username') ?? missing(values, 'username')
  return { ...client, type: 'password', username, password: values.secret('password') ?? missing(values, 'password') }
}

function authUrl(values: Values): string {
  const url = values.auth('auth_url') ?? missing(values, 'auth_url')
  const filled = url.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values.text(key) ?? whole) // vendor profiles: {region_name}
  const parsed = URL.parse(filled)
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    values.refuse(`is ${url}, not a URL such as https://keystone.example:5000/v3`, 'auth', 'auth_url')
  return filled.replace(/\/+$/, '')
}
