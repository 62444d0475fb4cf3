import { t } from 'tap'
import { startSimulator, type CloudDescription, type Simulator } from './index.ts'
import { first, login } from './test-client.ts'

const cloud: CloudDescription = {
  images: [{ name: 'Debian 13', console: 'run {{run}}\r\n' }],
  flavors: [{ name: 'SCS-1V-2', vcpus: 1, ramMiB: 2048 }],
}

async function boot(simulator: Simulator) {
  const client = await login(simulator)
  const volumes = `/volume/v3/${client.project}/volumes`
  const image = first((await client.get('/image/v2/images')).body.images).id
  const { body } = await client.send('POST', volumes, { volume: { name: 'v', size: 8, imageRef: image } })
  const volume = `${volumes}/${body.volume.id}`
  const made = await client.send('POST', '/compute/v2.1/servers', {
    server: {
      name: 'vm',
      flavorRef: first((await client.get('/compute/v2.1/flavors')).body.flavors).id,
      networks: [],
      block_device_mapping_v2: [{ boot_index: 0, uuid: body.volume.id, delete_on_termination: true }],
      user_data: Buffer.from('[scs-0101 1f $1=$2]').toString('base64'),
    },
  })
  const server = `/compute/v2.1/servers/${made.body.server?.id}`
  const console = () => client.send('POST', `${server}/action`, { 'os-getConsoleOutput': {} })
  return { client, made, server, volume, console }
}

t.test('booted from a volume, which goes with the server', async (t) => {
  await using simulator = await startSimulator({ description: cloud })
  const { client, made, server, volume, console } = await boot(simulator)
  t.equal(made.status, 202)
  t.match((await client.get(server)).body.server, { name: 'vm', status: 'ACTIVE', 'OS-EXT-STS:task_state': null })
  t.match((await client.get('/compute/v2.1/servers?name=vm')).body.servers, [{ name: 'vm' }])
  t.same((await client.get('/compute/v2.1/servers?name=other')).body.servers, [])
  t.match((await client.get(volume)).body.volume, { status: 'in-use' })
  t.equal((await client.send('DELETE', volume)).status, 400)
  t.match(await console(), { status: 200, text: '{"output":"run 1f\\r\\n"}' })
  t.equal((await client.send('DELETE', server)).status, 204)
  t.equal((await client.get(server)).status, 404)
  t.equal((await client.get(volume)).status, 404)
})

t.test('a boot that fails leaves its volume', async (t) => {
  await using simulator = await startSimulator({ description: { ...cloud, compute: { boot: { outcome: 'error' } } } })
  const { client, server, volume, console } = await boot(simulator)
  t.match((await client.get(server)).body.server, { status: 'ERROR', fault: { message: /No valid host/ } })
  t.equal((await console()).status, 409)
  await client.send('DELETE', server)
  t.equal((await client.get(volume)).status, 200)
})

t.test('what keeps a console from being read', async (t) => {
  for (const [console, status] of [
    ['forbidden', 403],
    ['absent', 404],
    ['not supported', 501],
  ] as const) {
    await using simulator = await startSimulator({ description: { ...cloud, compute: { boot: { console } } } })
    t.equal((await (await boot(simulator)).console()).status, status)
  }
})

t.test('quotas, and what cannot be booted', async (t) => {
  await using simulator = await startSimulator({ description: { ...cloud, compute: { quota: { instances: 1 } } } })
  const { client, server } = await boot(simulator)
  t.match((await boot(simulator)).made, { status: 403, text: /Quota exceeded for instances/ })
  t.match((await client.get('/compute/v2.1/limits')).text, /"maxTotalInstances":1.*"totalInstancesUsed":1/)
  await client.send('DELETE', server)
  const flavorRef = first((await client.get('/compute/v2.1/flavors')).body.flavors).id
  const post = (body: object) => client.send('POST', '/compute/v2.1/servers', { server: { name: 'x', ...body } })
  t.equal((await post({ flavorRef: 'none' })).status, 400)
  t.match(await post({ flavorRef }), { status: 403, text: /volume-backed/ })
  t.equal((await client.send('POST', `${server}/action`, {})).status, 404)
})
