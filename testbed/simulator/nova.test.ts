import { t } from 'tap'
import { startSimulator } from './index.ts'
import { first, login } from './test-client.ts'

const flavors = [
  { name: 'SCS-1V-4', vcpus: 1, ramMiB: 4096, extraSpecs: { 'scs:cpu-type': 'shared-core', quota: 3 } },
  { name: 'SCS-2V-4-20s', vcpus: 2, ramMiB: 4096, diskGB: 20, description: 'with a disk' },
  { name: 'secret', vcpus: 1, ramMiB: 64, isPublic: false },
  { name: 'retired', vcpus: 1, ramMiB: 64, disabled: true },
]
const simulator = await startSimulator({ description: { flavors } })
t.teardown(() => simulator.stop())
const client = await login(simulator)
const detail = '/compute/v2.1/flavors/detail'
const version = (text: string): Record<string, string> => ({ 'OpenStack-API-Version': `compute ${text}` })

t.test('extra specs come with the details from 2.61 on, before one by one', async (t) => {
  const old = await client.get(detail)
  t.equal(old.headers.get('openstack-api-version'), 'compute 2.1')
  t.notOk('extra_specs' in first(old.body.flavors) || 'description' in first(old.body.flavors))
  const { body, headers } = await client.get(detail, version('2.61'))
  t.equal(headers.get('x-openstack-nova-api-version'), '2.61')
  const flavor = first(body.flavors.filter((one) => one.name === 'SCS-1V-4'))
  t.match(flavor, { ram: 4096, vcpus: 1, disk: 0, extra_specs: { 'scs:cpu-type': 'shared-core', quota: '3' } })
  t.same((await client.get(`/compute/v2.1/flavors/${flavor.id}/os-extra_specs`)).body, {
    extra_specs: flavor.extra_specs,
  })
  t.match(
    (await client.get(`/compute/v2.1/flavors/${flavor.id}`, { 'X-OpenStack-Nova-API-Version': 'latest' })).body.flavor,
    { swap: 0, description: null },
  )
})

t.test('a microversion out of range is 406, a malformed one 400', async (t) => {
  t.match(await client.get(detail, version('2.94')), { status: 406, body: { computeFault: { code: 406 } } })
  t.match(await client.get(detail, version('3.1')), { status: 406 })
  t.match(await client.get(detail, version('two')), { status: 400, body: { badRequest: { code: 400 } } })
})

t.test('an old cloud knows no extra specs in its details, a strict one shows them to nobody', async (t) => {
  await using old = await startSimulator({ description: { flavors, compute: { maxMicroversion: '2.60' } } })
  const user = await login(old)
  t.equal((await user.get(detail, version('2.61'))).status, 406)
  t.match((await user.get('/compute/')).body.versions[1], { id: 'v2.1', version: '2.60' })
  t.notOk('extra_specs' in first((await user.get(detail, version('latest'))).body.flavors))
  await using strict = await startSimulator({ description: { flavors, compute: { extraSpecs: 'hidden' } } })
  const member = await login(strict)
  const { body } = await member.get(detail, version('2.61'))
  t.notOk('extra_specs' in first(body.flavors))
  t.match(await member.get(`/compute/v2.1/flavors/${body.flavors[0]?.id}/os-extra_specs`), {
    status: 403,
    body: { forbidden: { code: 403 } },
  })
})

t.test('members see public, enabled flavors; an admin may see all', async (t) => {
  t.equal((await client.get('/compute/v2.1/flavors')).body.flavors.length, 2)
  const admin = await login(simulator, 'admin')
  t.equal((await admin.get('/compute/v2.1/flavors?is_public=None')).body.flavors.length, 4)
  t.equal((await client.get('/compute/v2.1/flavors?minDisk=10')).body.flavors.length, 1)
})

t.test('pages end where they are not full', async (t) => {
  await using many = await startSimulator({
    description: { flavors: flavors.slice(0, 1), repeatFlavors: 5, compute: { pageSize: 2 } },
  })
  const user = await login(many)
  const seen: string[] = []
  let next: string | undefined = `${many.url}${detail}?limit=1000`
  while (next) {
    const { body } = await user.get(next.slice(many.url.length))
    seen.push(...body.flavors.map((one) => one.name))
    next = body.flavors_links?.[0]?.href
  }
  t.equal(new Set(seen).size, 5)
  t.match(await user.get(`${detail}?marker=unknown`), {
    status: 400,
    body: { badRequest: { message: 'marker [unknown] not found' } },
  })
  t.equal((await user.get(`${detail}?limit=x`)).status, 400)
  t.equal((await user.get(`${detail}?minRam=x`)).status, 400)
})

t.test('what is not there', async (t) => {
  t.match(await client.get('/compute/v2.1/flavors/none'), { status: 404, body: { itemNotFound: { code: 404 } } })
  t.match(await client.get('/compute/v2.1/nothing'), { status: 404, body: { title: 'Not Found' } })
  for (const path of ['servers', 'servers/detail', 'os-server-groups', 'os-keypairs', 'os-availability-zone']) {
    t.equal((await client.get(`/compute/v2.1/${path}`)).status, 200, path)
  }
})

t.test('servers: a hash of project and host, so that hosts differ, and projects cannot compare', async (t) => {
  const servers = [
    { name: 'a', host: 'h1', group: 'g' },
    { name: 'b', host: 'h1' },
    { name: 'c', host: 'h2' },
    { name: 'd', host: null },
    { name: 'e', host: 'h1', project: 'admin' },
  ]
  await using cloud = await startSimulator({
    description: { servers, serverGroups: [{ name: 'g', policy: 'anti-affinity' }] },
  })
  const user = await login(cloud)
  const { body } = await user.get('/compute/v2.1/servers/detail', version('2.71'))
  const [a, b, c, d] = body.servers
  t.match(a, { name: 'a', hostId: /^[0-9a-f]{56}$/, tenant_id: user.project, flavor: { original_name: 'gone' } })
  t.equal(a?.['hostId'], b?.['hostId'])
  t.not(a?.['hostId'], c?.['hostId'])
  t.equal(d?.['hostId'], '')
  const foreign = (await (await login(cloud, 'admin')).get('/compute/v2.1/servers/detail')).body.servers[0]
  t.equal(body.servers.length, 4)
  t.not(foreign?.['hostId'], a?.['hostId'])
  t.equal((await user.get(`/compute/v2.1/servers/${foreign?.id}`)).status, 404)
  const [group] = (await user.get('/compute/v2.1/os-server-groups')).body.server_groups
  t.match(group, { policies: ['anti-affinity'], members: [a?.id] })
  t.match((await user.get(`/compute/v2.1/servers/${a?.id}`, version('2.71'))).body.server, {
    server_groups: [group?.id],
  })
  t.equal((await user.get('/compute/v2.1/os-server-groups?offset=x')).status, 400)
})
