import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { t } from 'tap'
import { parse } from 'yaml'
import { certificate } from '../certificate.ts'
import { startSimulator } from './index.ts'
import { login, send } from './test-client.ts'

t.test('latency is of each request and holds up no other', async (t) => {
  await using simulator = await startSimulator({ description: {}, latencyMs: 100 })
  const client = await login(simulator)
  simulator.faults.add({ path: 'servers', action: { delayMs: 10_000 } })
  const slow = client.get('/compute/v2.1/servers').catch(() => 'stopped')
  const before = performance.now()
  await Promise.all(Array.from({ length: 50 }, () => client.get('/compute/v2.1/flavors')))
  const tookMs = performance.now() - before
  t.ok(tookMs >= 99 && tookMs < 2000, `${Math.round(tookMs)} ms`)
  await simulator.stop()
  t.equal(await slow, 'stopped')
})

t.test('every request is on record', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const client = await login(simulator)
  await client.get('/image/v2/images?limit=1')
  await client.get('/nowhere')
  t.match(simulator.requests, [
    { method: 'POST', path: '/identity/v3/auth/tokens', service: 'identity', status: 201 },
    { method: 'GET', path: '/image/v2/images?limit=1', service: 'image', status: 200 },
    { method: 'GET', path: '/nowhere', service: 'none', status: 404 },
  ])
  t.same((await send(simulator, 'GET', '/__simulator__/requests')).body, simulator.requests)
  t.equal((await send(simulator, 'DELETE', '/__simulator__/requests')).status, 204)
  t.same(simulator.requests, [])
  t.equal((await send(simulator, 'POST', '/__simulator__/expire-tokens')).status, 204)
  t.equal((await client.get('/image/v2/images')).status, 401)
  t.equal((await send(simulator, 'GET', '/__simulator__/other')).status, 404)
})

t.test('a service that is not in the catalog is not there', async (t) => {
  await using simulator = await startSimulator({ description: { catalog: ['identity', 'compute', 'volume', 'dns'] } })
  const client = await login(simulator)
  t.equal((await client.get('/key-manager/v1/secrets')).status, 404)
  t.equal((await client.get(`/volume/v3/${client.project}/types`)).status, 200)
  const { body } = await client.get('/identity/v3/auth/catalog')
  t.match(body.catalog.at(-1), { type: 'dns', endpoints: [{ url: `${simulator.url}/dns` }] })
})

t.test('clouds.yaml has the clouds of the real testbed', async (t) => {
  await using simulator = await startSimulator({
    description: { identity: { federation: { provider: 'idp', protocol: 'openid' } } },
  })
  const { clouds } = parse(simulator.cloudsYaml())
  t.same(Object.keys(clouds), [
    'testbed',
    'testbed-admin',
    'testbed-reader',
    'testbed-appcred',
    'testbed-manager-a',
    'testbed-manager-b',
    'testbed-oidc',
  ])
  t.match(clouds['testbed-reader'], {
    region_name: 'RegionOne',
    auth: { auth_url: simulator.authUrl, username: 'scs-reader', project_name: 'scs-test' },
  })
  t.same(Object.keys(parse(simulator.cloudsYaml(['testbed'])).clouds), ['testbed'])
  const file = `${t.testdir()}/clouds.yaml`
  simulator.writeCloudsYaml(file)
  t.same(readFileSync(file, 'utf8'), simulator.cloudsYaml())
})

t.test('the same description gives the same ids', async (t) => {
  const description = { images: [{ name: 'a' }], repeatImages: 3 }
  await using one = await startSimulator({ description })
  await using two = await startSimulator({ description })
  const ids = async (simulator: typeof one): Promise<string[]> =>
    (await (await login(simulator)).get('/image/v2/images')).body.images.map((image) => image.id)
  t.same(await ids(one), await ids(two))
  t.equal(new Set(await ids(one)).size, 3)
})

t.test('TLS, where even a reset is an end', async (t) => {
  await using simulator = await startSimulator({
    description: {},
    tls: certificate('IP:127.0.0.1'),
  })
  const status = (): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${simulator.authUrl}`, { rejectUnauthorized: false }, (response) =>
        resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end()
    })
  t.match(simulator.url, /^https:/)
  t.equal(await status(), 200)
  simulator.faults.add({ action: { reset: true } })
  await t.rejects(status())
})
