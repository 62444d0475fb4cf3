import { setTimeout as pause } from 'node:timers/promises'
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

const ofProject = (what: string) => types.replace('types', what)
const statusOf = async (kind: 'volume' | 'backup', id: string) => {
  const { status, body } = await client.get(ofProject(`${kind}s/${id}`))
  return status === 200 ? (body[kind]['status'] as string) : status
}

t.test('a volume is made, backed up, restored; what is in use is not deleted, the rest is', async (t) => {
  const made = await client.send('POST', ofProject('volumes'), { volume: { size: 1, name: 'data' } })
  t.match(made, { status: 202, body: { volume: { status: 'creating', size: 1, bootable: 'false', name: 'data' } } })
  const { id } = made.body.volume
  t.equal(await statusOf('volume', id), 'available')
  t.match((await client.get(ofProject('volumes/detail?name=data'))).body.volumes, [{ id, volume_type: 'standard' }])
  t.same((await client.get(ofProject('volumes?name=other'))).body.volumes, [])
  t.same((await admin.get(`/volume/v3/${admin.project}/volumes`)).body.volumes, [], 'of the project only')

  const backup = (await client.send('POST', ofProject('backups'), { backup: { volume_id: id, name: 'copy' } })).body
    .backup
  t.match((await client.get(ofProject(`backups/${backup.id}`))).body.backup, { status: 'available', fail_reason: null })
  const restored = await client.send('POST', ofProject(`backups/${backup.id}/restore`), { restore: {} })
  t.match(restored, { status: 202, body: { restore: { volume_name: `restore_backup_${backup.id}` } } })
  t.match((await client.get(ofProject('limits'))).body, {
    limits: { absolute: { totalVolumesUsed: 2, totalGigabytesUsed: 2, totalBackupsUsed: 1, maxTotalVolumes: 10 } },
  })

  const remove = (path: string) => client.send('DELETE', ofProject(path)).then(({ status }) => status)
  t.equal(await remove(`backups/${backup.id}`), 202)
  t.equal(await remove(`volumes/${id}`), 202)
  t.same([await statusOf('volume', id), await statusOf('backup', backup.id)], [404, 404])
  t.equal(await remove(`volumes/${id}`), 404)
})

t.test('it takes its time, in which nothing is deleted', async (t) => {
  await using slow = await startSimulator({ description: { blockStorage: { changesTakeMs: 60 } } })
  const client = await login(slow)
  const at = (path: string) => `/volume/v3/${client.project}/${path}`
  const { id } = (await client.send('POST', at('volumes'), { volume: { size: 1 } })).body.volume
  t.match((await client.get(at(`volumes/${id}`))).body.volume, { status: 'creating' })
  t.match(await client.send('DELETE', at(`volumes/${id}`)), { status: 400, body: { badRequest: {} } })
  t.equal((await client.send('POST', at('backups'), { backup: { volume_id: id } })).status, 400)
  while ((await client.get(at(`volumes/${id}`))).body.volume['status'] !== 'available') await pause(10)
  await client.send('DELETE', at(`volumes/${id}`))
  t.match((await client.get(at(`volumes/${id}`))).body.volume, { status: 'deleting' })
})

t.test('quotas, bad sizes, readers', async (t) => {
  await using small = await startSimulator({
    description: { blockStorage: { quota: { volumes: 1, gigabytes: 3, backups: 0 } } },
  })
  const client = await login(small)
  const at = (path: string) => `/volume/v3/${client.project}/${path}`
  const make = (size: number, who = client) => who.send('POST', at('volumes'), { volume: { size } })
  t.equal((await make(0)).status, 400)
  t.match(await make(4), { status: 413, body: { overLimit: { message: /gigabytes quota/ } } })
  t.equal((await make(1, await login(small, 'scs-reader'))).status, 403)
  const { id } = (await make(1)).body.volume
  t.match(await make(1), { status: 413, body: { overLimit: { message: /^VolumeLimitExceeded/ } } })
  t.equal((await client.send('POST', at('backups'), { backup: { volume_id: id } })).status, 413)
})
