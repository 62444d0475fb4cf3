import { t } from 'tap'
import { startSimulator } from './index.ts'
import { send } from './test-client.ts'

const simulator = await startSimulator({
  description: { identity: { federation: { provider: 'idp', protocol: 'openid' } } },
})
t.teardown(() => simulator.stop())
const protectedPath = '/identity/v3/OS-FEDERATION/identity_providers/idp/protocols/openid/auth'
const client = { Authorization: `Basic ${Buffer.from('scs:testbed').toString('base64')}` }

async function accessToken(
  form: Record<string, string>,
  headers: Record<string, string> = client,
): Promise<{ status: number; token: string }> {
  const { status, body } = await send(
    simulator,
    'POST',
    '/identity/oidc/token',
    new URLSearchParams(form).toString(),
    headers,
  )
  return { status, token: body.access_token }
}

t.test('access token, unscoped token, project token', async (t) => {
  const { body: discovery } = await send(simulator, 'GET', '/identity/oidc/.well-known/openid-configuration')
  t.equal(discovery.token_endpoint, `${simulator.url}/identity/oidc/token`)
  const { token } = await accessToken({
    grant_type: 'password',
    username: 'scs-test',
    password: 'testbed',
    scope: 'openid',
  })
  const unscoped = await send(simulator, 'POST', protectedPath, undefined, { Authorization: `Bearer ${token}` })
  t.equal(unscoped.status, 201)
  t.match(unscoped.body.token, {
    user: { name: 'scs-test', 'OS-FEDERATION': { identity_provider: { id: 'idp' }, protocol: { id: 'openid' } } },
  })
  t.notOk(unscoped.body.token.catalog)
  const id = unscoped.headers.get('x-subject-token')
  const rescope = {
    auth: {
      identity: { methods: ['token'], token: { id } },
      scope: { project: { name: 'scs-test', domain: { name: 'Default' } } },
    },
  }
  const scoped = await send(simulator, 'POST', '/identity/v3/auth/tokens', rescope)
  t.match(scoped.body.token, { project: { name: 'scs-test' }, user: { 'OS-FEDERATION': {} } })
})

t.test('the other grants log in the first user', async (t) => {
  for (const grant of ['client_credentials', 'authorization_code', 'urn:ietf:params:oauth:grant-type:device_code']) {
    t.equal((await accessToken({ grant_type: grant })).status, 200, grant)
  }
  t.match((await send(simulator, 'POST', '/identity/oidc/device', 'client_id=scs')).body, { device_code: 'device' })
})

t.test('refusals', async (t) => {
  t.equal((await accessToken({ grant_type: 'password', username: 'scs-test', password: 'no' })).status, 400)
  t.equal((await accessToken({ grant_type: 'other' })).status, 400)
  t.equal((await accessToken({ grant_type: 'client_credentials' }, {})).status, 401)
  t.equal((await send(simulator, 'GET', protectedPath, undefined, { Authorization: 'Bearer no' })).status, 401)
  t.equal((await send(simulator, 'GET', protectedPath.replace('idp', 'x'))).status, 404)
  t.equal((await send(simulator, 'GET', protectedPath.replace('openid', 'x'))).status, 404)
})
