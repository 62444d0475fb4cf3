import { t } from 'tap'
import { startSimulator } from './index.ts'
import { first, login, send } from './test-client.ts'

const simulator = await startSimulator({
  description: {
    volumeTypes: [
      {
        name: 'standard',
        description: '[scs:replicated] default type',
        extraSpecs: { volume_backend_name: 'nfs', multiattach: '<is> True' },
      },
      { name: 'encrypted', description: '[scs:encrypted] x', encrypted: true },
      { name: 'secret', isPublic: false },
    ],
  },
})
t.teardown(() => simulator.stop())
const client = await login(simulator)
const admin = await login(simulator, 'admin')
const types = `/volume/v3/${client.project}/types`

t.test('members see public types and user visible extra specs', async (t) => {
  const { status, body, headers } = await client.get(types)
  t.equal(status, 200)
  t.equal(headers.get('openstack-api-version'), 'volume 3.0')
  t.match(body.volume_types, [
    { name: 'encrypted', description: '[scs:encrypted] x' },
    { name: 'standard', extra_specs: { multiattach: '<is> True' } },
  ])
  t.notOk('volume_backend_name' in (body.volume_types[1]?.extra_specs ?? {}))
  const all = await admin.get(`/volume/v3/${admin.project}/types?is_public=None`)
  t.same(all.body.volume_types.length, 3)
  t.match(all.body.volume_types[2]?.extra_specs, { volume_backend_name: 'nfs' })
})

t.test('pages; a marker it does not know is passed over', async (t) => {
  const page = await client.get(`${types}?limit=1`)
  t.match(page.body.volume_type_links, [{ rel: 'next', href: /marker=/ }])
  const second = await client.get(first(page.body.volume_type_links).href.slice(simulator.url.length))
  t.same(second.body.volume_types[0]?.name, 'standard')
  t.equal((await client.get(`${types}?marker=none`)).body.volume_types.length, 2)
  t.equal((await client.get(`${types}?offset=1&sort=name:desc`)).body.volume_types[0]?.name, 'encrypted')
})

t.test('the project of the URL is that of the token, or there is none', async (t) => {
  t.match(await client.get(types.replace(client.project, '0'.repeat(32))), { status: 400, body: { badRequest: {} } })
  t.equal((await client.get('/volume/v3/types')).body.volume_types.length, 2)
})

t.test('one type', async (t) => {
  const { body } = await client.get(`${types}/default`)
  t.equal(body.volume_type.name, 'standard')
  t.same((await client.get(`${types}/${body.volume_type.id}/extra_specs`)).body, {
    extra_specs: { multiattach: '<is> True' },
  })
  t.match(await client.get(`${types}/none`), { status: 404, body: { itemNotFound: {} } })
  const encrypted = (await client.get(types)).body.volume_types[0]?.id
  t.equal((await client.get(`${types}/${encrypted}/encryption`)).status, 403)
  t.match((await admin.get(`/volume/v3/${admin.project}/types/${encrypted}/encryption`)).body, { provider: 'luks' })
})

t.test('versions and microversions', async (t) => {
  t.equal((await send(simulator, 'GET', '/volume')).status, 300)
  t.equal((await send(simulator, 'GET', '/volume/v3/')).status, 401)
  t.match((await client.get('/volume/v3/')).body, { versions: [{ id: 'v3.0', version: '3.70' }] })
  t.equal((await client.get(types, { 'OpenStack-API-Version': 'volume 3.99' })).status, 406)
  t.equal((await client.get(types, { 'OpenStack-API-Version': 'compute 2.1' })).status, 400)
  for (const path of ['volumes', 'backups/detail', 'os-availability-zone'])
    t.equal((await client.get(types.replace('types', path))).status, 200)
})
