import { t } from 'tap'
import { startSimulator } from './index.ts'
import { first, login, passwordBody, send } from './test-client.ts'

const simulator = await startSimulator({ description: {} })
t.teardown(() => simulator.stop())
const tokens = '/identity/v3/auth/tokens'

t.test('version documents lead to v3', async (t) => {
  const root = await send(simulator, 'GET', '/identity')
  t.equal(root.status, 300)
  t.match(root.body, { versions: { values: [{ id: 'v3.14', links: [{ href: `${simulator.authUrl}/` }] }] } })
  t.match((await send(simulator, 'GET', '/identity/v3')).body, { version: { id: 'v3.14' } })
})

t.test('a password gives a project token with implied roles and a catalog', async (t) => {
  const { status, headers, body } = await send(
    simulator,
    'POST',
    tokens,
    passwordBody('scs-test', { project: { name: 'scs-test', domain: { id: 'default' } } }),
  )
  t.equal(status, 201)
  t.match(headers.get('x-subject-token'), /^gAAAA/)
  t.match(headers.get('x-openstack-request-id'), /^req-/)
  t.same(
    body.token.roles.map((role) => role.name),
    ['member', 'reader'],
  )
  const compute = first(body.token.catalog.filter((service) => service.type === 'compute'))
  t.match(compute.endpoints, [
    { interface: 'public', region: 'RegionOne', url: `${simulator.url}/compute/v2.1` },
    { interface: 'internal' },
    { interface: 'admin' },
  ])
})

t.test('without a scope there is neither catalog nor project; a token can be scoped later', async (t) => {
  const { body, headers } = await send(simulator, 'POST', tokens, passwordBody('scs-test'))
  t.notOk(body.token.catalog ?? body.token.project)
  const rescope = {
    auth: {
      identity: { methods: ['token'], token: { id: headers.get('x-subject-token') } },
      scope: { project: { name: 'scs-test', domain: { name: 'Default' } } },
    },
  }
  t.match((await send(simulator, 'POST', tokens, rescope)).body, {
    token: { project: { name: 'scs-test' }, methods: ['token', 'password'] },
  })
})

t.test('system scope needs a system role', async (t) => {
  t.match((await send(simulator, 'POST', tokens, passwordBody('admin', { system: { all: true } }))).body, {
    token: { system: { all: true } },
  })
  t.equal((await send(simulator, 'POST', tokens, passwordBody('scs-test', { system: { all: true } }))).status, 401)
})

t.test('an application credential is bound to its project and takes no scope', async (t) => {
  const text = simulator.cloudsYaml(['testbed-appcred'])
  const id = /application_credential_id: (\w+)/.exec(text)?.[1]
  const identity = { methods: ['application_credential'], application_credential: { id, secret: 'scs-test-secret' } }
  const { status, body } = await send(simulator, 'POST', tokens, { auth: { identity } })
  t.equal(status, 201)
  t.match(body.token, { project: { name: 'scs-test' }, application_credential: { restricted: true } })
  t.equal((await send(simulator, 'POST', tokens, { auth: { identity, scope: { project: { id: 'x' } } } })).status, 401)
})

t.test('a wrong password and a foreign project are refused alike', async (t) => {
  const wrong = await send(simulator, 'POST', tokens, passwordBody('scs-test', undefined, 'no'))
  const foreign = await send(
    simulator,
    'POST',
    tokens,
    passwordBody('scs-test', { project: { name: 'admin', domain: { id: 'default' } } }),
  )
  for (const { status, body, headers } of [wrong, foreign]) {
    t.equal(status, 401)
    t.match(headers.get('www-authenticate'), /^Keystone uri=/)
    t.match(body, { error: { code: 401, title: 'Unauthorized' } })
  }
})

t.test('a revoked or expired token is worth nothing anywhere', async (t) => {
  const revoked = await login(simulator)
  t.equal((await revoked.send('DELETE', tokens, undefined, { 'X-Subject-Token': revoked.token })).status, 204)
  t.equal((await revoked.get('/compute/v2.1/flavors')).status, 401)
  const expired = await login(simulator)
  simulator.expireTokens()
  t.equal((await expired.get('/image/v2/images')).status, 401)
  t.equal((await expired.get(tokens, { 'X-Subject-Token': expired.token })).status, 401)
})

t.test('a token tells about itself, its catalog and its projects', async (t) => {
  const client = await login(simulator)
  t.match((await client.get(tokens, { 'X-Subject-Token': client.token })).body, {
    token: { user: { name: 'scs-test' } },
  })
  t.equal((await client.get('/identity/v3/auth/catalog')).body.catalog.length, 10)
  t.match((await client.get('/identity/v3/auth/projects')).body, { projects: [{ id: client.project }] })
  t.equal((await client.get(tokens, { 'X-Subject-Token': 'unknown' })).status, 404)
})

t.test('only an admin lists users and roles', async (t) => {
  t.equal((await (await login(simulator)).get('/identity/v3/users')).status, 403)
  t.equal((await (await login(simulator, 'admin')).get('/identity/v3/roles')).body.roles.length, 4)
})
