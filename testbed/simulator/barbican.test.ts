import { t } from 'tap'
import { startSimulator } from './index.ts'
import { login } from './test-client.ts'

const secrets = '/key-manager/v1/secrets'
const secret = { name: 'x', payload: 'hidden', payload_content_type: 'text/plain' }

t.test('a member stores, lists, reads and deletes', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const client = await login(simulator)
  const stored = await client.send('POST', secrets, secret)
  t.equal(stored.status, 201)
  const path = stored.body.secret_ref.slice(simulator.url.length)
  t.match((await client.get(secrets)).body, {
    total: 1,
    secrets: [{ name: 'x', status: 'ACTIVE', secret_ref: stored.body.secret_ref }],
  })
  t.match((await client.get(path)).body, { content_types: { default: 'text/plain' } })
  t.equal((await client.get(`${path}/payload`)).text, 'hidden')
  t.same((await (await login(simulator, 'admin')).get(secrets)).body, { secrets: [], total: 0 })
  t.equal((await client.send('DELETE', path)).status, 204)
  t.equal((await client.get(path)).status, 404)
  t.equal((await client.get(`${secrets}/x`)).status, 404)
})

t.test('a reader may nothing, and where it is forbidden a member neither', async (t) => {
  await using simulator = await startSimulator({ description: { keyManager: { create: 'forbidden' } } })
  for (const user of ['scs-reader', 'scs-test']) {
    const { status, body } = await (await login(simulator, user)).send('POST', secrets, secret)
    t.match({ status, body }, { status: 403, body: { code: 403, title: 'Forbidden' } }, user)
  }
  t.equal((await (await login(simulator, 'scs-reader')).get(secrets)).status, 403)
  t.equal((await (await login(simulator, 'admin')).send('POST', secrets, secret)).status, 201)
})

t.test('a secret may be hidden from the list', async (t) => {
  await using simulator = await startSimulator({ description: { keyManager: { list: 'hidden' } } })
  const client = await login(simulator)
  t.equal((await client.send('POST', secrets, secret)).status, 201)
  t.equal((await client.get(secrets)).body.total, 0)
})

t.test('pages by limit and offset', async (t) => {
  await using simulator = await startSimulator({ description: { keyManager: { secrets: 25 } } })
  const client = await login(simulator)
  const first = await client.get(secrets)
  t.match(first.body, { total: 25, next: `${simulator.url}${secrets}?limit=10&offset=10` })
  const last = await client.get(`${secrets}?limit=10&offset=20`)
  t.equal(last.body.secrets.length, 5)
  t.match(last.body.previous, /offset=10$/)
  t.notOk(last.body.next)
  t.equal((await client.get(`${secrets}?name=early%203`)).body.total, 1)
})

t.test('what it does not take', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const client = await login(simulator)
  t.equal((await client.send('POST', secrets, { payload: 'x' })).status, 400)
  t.equal((await client.send('POST', secrets, { payload: 'x', payload_content_type: 'a/b' })).status, 400)
  t.equal((await client.send('PATCH', secrets)).status, 406)
  const bare = await client.send('POST', `${secrets}/`, { name: 'bare' })
  t.equal((await client.get(`${bare.body.secret_ref.slice(simulator.url.length)}/payload`)).status, 404)
  t.match((await client.get('/key-manager/', { 'OpenStack-API-Version': 'key-manager 1.1' })).body, {
    versions: [{ max_version: '1.1' }],
  })
  t.match((await client.get('/key-manager/')).body, { versions: { values: [{ status: 'stable' }] } })
})
