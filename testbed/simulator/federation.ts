import type { Cloud, User } from './cloud.ts'
import { hex } from './ids.ts'
import { openRoute, Refusal, type Call, type Reply, type Route } from './router.ts'

/**
 * What keystoneauth's v3oidc* plugins talk to: an OpenID provider (its discovery document and token endpoint) and the
 * protected URL of Keystone that turns an access token into an unscoped token. The users are those of the description.
 */
export function federationRoutes(unscopedToken: (call: Call, user: User) => Reply): readonly Route[] {
  const login = (call: Call): Reply => {
    const federation = call.cloud.description.identity.federation
    const { provider, protocol } = call.params
    if (provider !== federation?.provider) throw new Refusal(404, `Could not find identity provider: ${provider}.`)
    if (protocol !== federation?.protocol) throw new Refusal(404, `Could not find federated protocol: ${protocol}.`)
    const user = holder(call.cloud, /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1])
    if (!user) throw new Refusal(401, 'The request you have made requires authentication.')
    return unscopedToken(call, user)
  }
  const path = '/v3/OS-FEDERATION/identity_providers/:provider/protocols/:protocol/auth'
  return [
    openRoute('GET', path, login),
    openRoute('POST', path, login),
    openRoute('GET', '/v3/auth/OS-FEDERATION/websso/:protocol', signIn),
    openRoute('GET', '/v3/auth/OS-FEDERATION/identity_providers/:provider/protocols/:protocol/websso', signIn),
    openRoute('GET', '/oidc/.well-known/openid-configuration', discovery),
    openRoute('GET', '/oidc/keys', ({ cloud }) => ({
      status: 200,
      body: {
        keys:
          cloud.description.identity.federation?.discovery === 'no keys' ? [] : [{ kty: 'EC', crv: 'P-256', kid: '1' }],
      },
    })),
    openRoute('POST', '/oidc/token', accessToken),
    openRoute('POST', '/oidc/device', ({ base }) => ({
      status: 200,
      body: {
        device_code: 'device',
        user_code: 'SCS-SCS',
        verification_uri: `${base}/oidc/approve`,
        interval: 1,
        expires_in: 60,
      },
    })),
  ]
}

/** As Apache does that guards the route, by mod_auth_openidc; else as Keystone, which says the same of every protocol. */
function signIn({ cloud, params, base }: Call): Reply {
  const federation = cloud.description.identity.federation
  const { provider = federation?.provider, protocol } = params
  const isGuarded = federation?.websso === 'guarded' && provider === federation.provider
  if (!isGuarded || protocol !== federation.protocol) throw new Refusal(401, 'Missing entity ID from environment')
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: federation.clientId,
    scope: 'openid',
    state: 'x',
  })
  return { status: 302, headers: { Location: `${base}/oidc/authorize?${query.toString()}` }, body: '' }
}

function discovery({ base, cloud }: Call): Reply {
  const { discovery = 'right' } = cloud.description.identity.federation ?? {}
  if (discovery === 'absent') throw new Refusal(404, 'Not Found')
  return {
    status: 200,
    body: {
      issuer: discovery === 'other issuer' ? `${base}/oidc/` : `${base}/oidc`,
      authorization_endpoint: `${base}/oidc/authorize`,
      token_endpoint: `${base}/oidc/token`,
      device_authorization_endpoint: `${base}/oidc/device`,
      jwks_uri: `${base}/oidc/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    },
  }
}

export function federatedUser(cloud: Cloud): Record<string, unknown> {
  const { provider, protocol } = cloud.description.identity.federation ?? { provider: '', protocol: '' }
  return { 'OS-FEDERATION': { groups: [], identity_provider: { id: provider }, protocol: { id: protocol } } }
}

/** RFC 6749: password, client_credentials and authorization_code; RFC 8628: device_code. The last three log in the first user. */
function accessToken(call: Call): Reply {
  const federation = call.cloud.description.identity.federation
  const form = new URLSearchParams(call.body)
  const basic = Buffer.from(/^Basic (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? '', 'base64').toString()
  const client = basic || `${form.get('client_id')}:${form.get('client_secret')}`
  if (!federation || client !== `${federation.clientId}:${federation.clientSecret}`)
    return refused(401, 'invalid_client')
  const user = grants[form.get('grant_type') ?? '']?.(call.cloud, form)
  if (user === undefined)
    return refused(400, form.get('grant_type') === 'password' ? 'invalid_grant' : 'unsupported_grant_type')
  return { status: 200, body: { access_token: bearer(user), token_type: 'Bearer', expires_in: 300 } }
}

type Login = (cloud: Cloud, form: URLSearchParams) => User | undefined
const first: Login = (cloud) => cloud.users[0]
const grants: Readonly<Record<string, Login>> = {
  password: (cloud, form) =>
    cloud.users.find((user) => user.name === form.get('username') && user.password === form.get('password')),
  client_credentials: first,
  authorization_code: first,
  'urn:ietf:params:oauth:grant-type:device_code': first,
}

function holder(cloud: Cloud, token: string | undefined): User | undefined {
  return cloud.users.find((user) => bearer(user) === token)
}

function bearer(user: User): string {
  return `at-${hex('access token', user.id, user.password)}`
}

function refused(status: number, error: string): Reply {
  return { status, body: { error } }
}
