import t, { type Test } from 'tap'
import { folder, seededCloud, settings } from '../../testbed/cli.ts'
import { startSimulator, type CloudDescription } from '../../testbed/simulator/index.ts'
import { readCloudConfig } from './config.ts'
import { connect } from './connect.ts'
import { listServerGroups } from './server-groups.ts'
import { listServers, readServer } from './servers.ts'

async function cloudOf(environment: Readonly<Record<string, string>>) {
  return connect(await readCloudConfig({ cloud: 'testbed', environment, directory: folder(), home: folder() }))
}

async function simulated(t: Test, description: CloudDescription) {
  const simulator = await startSimulator({ description })
  t.teardown(() => simulator.stop())
  return { cloud: await cloudOf(settings(simulator.cloudsYaml())), simulator }
}

/** What any Nova answers for the three servers that the testbed has in an anti-affinity group. */
async function behaviour(t: Test, environment: Readonly<Record<string, string>>): Promise<void> {
  const cloud = await cloudOf(environment)
  const servers = (await listServers(cloud)).filter(({ name }) => name.startsWith('scs-vm-'))
  t.equal(servers.length, 3)
  t.equal(new Set(servers.map(({ hostId }) => hostId)).size, 3, 'three hosts')
  for (const server of servers) {
    const { projectId } = cloud.identity
    t.match(server, { status: 'ACTIVE', projectId, hostId: /^[0-9a-f]{56}$/, availabilityZone: 'nova' })
    t.match(server.flavor, { name: 'SCS-2V-4-20s', extraSpecs: { 'scs:disk0-type': 'ssd' } })
    t.same(await readServer(cloud, server.id), server, 'one alone is told the same')
  }
  const [group] = (await listServerGroups(cloud)).filter(({ name }) => name === 'scs-aa')
  t.match(group, { policy: 'anti-affinity', maxServersPerHost: null })
  t.same(group?.members.toSorted(), servers.map(({ id }) => id).toSorted())
  await t.rejects(readServer(cloud, '00000000-0000-4000-8000-000000000000'), { message: /was answered with 404/ })
}

t.test('servers and groups on the simulator', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  await behaviour(t, settings(simulator.cloudsYaml()))
})

const clouds = process.env['SCS_TESTBED_CLOUDS']
if (clouds) t.test('and on the real OpenStack', (t) => behaviour(t, { OS_CLIENT_CONFIG_FILE: clouds }))

t.test('page after page, and only those of our project', async (t) => {
  const own = Array.from({ length: 5 }, (_, n) => ({ name: `vm-${n}`, host: `h${n % 2}`, group: 'g' }))
  const { cloud, simulator } = await simulated(t, {
    servers: [...own, { name: 'foreign', project: 'admin' }],
    serverGroups: ['g', 'h', 'i'].map((name) => ({ name, policy: 'soft-anti-affinity' as const })),
    compute: { pageSize: 2 },
  })
  const servers = await listServers(cloud)
  t.same(
    servers.map(({ name }) => name).toSorted(),
    own.map(({ name }) => name),
  )
  t.equal(new Set(servers.map(({ hostId }) => hostId)).size, 2)
  t.equal((await listServerGroups(cloud)).length, 3)
  t.equal(simulator.requests.filter(({ path }) => path.includes('/servers/detail')).length, 3)
})

t.test('a server on no host, and one whose cell is down', async (t) => {
  const { cloud } = await simulated(t, {
    servers: [
      { name: 'shelved', host: null, status: 'SHELVED_OFFLOADED' },
      { name: 'dark', cellIsDown: true },
    ],
  })
  t.match(await listServers(cloud), [
    { name: 'shelved', hostId: null, availabilityZone: null },
    { status: 'UNKNOWN', hostId: null, flavor: { name: null, extraSpecs: null } },
  ])
})

t.test('an older Nova, or one that hides extra specs', async (t) => {
  const description = {
    flavors: [{ name: 'f', vcpus: 1, ramMiB: 512 }],
    servers: [{ name: 'vm', flavor: 'f', group: 'g' }],
    serverGroups: [{ name: 'g', policy: 'anti-affinity' as const, maxServerPerHost: 2 }],
  }
  const { cloud: newest } = await simulated(t, description)
  t.match(await listServerGroups(newest), [{ policy: 'anti-affinity', maxServersPerHost: 2 }])
  const { cloud: old } = await simulated(t, { ...description, compute: { maxMicroversion: '2.46' } })
  t.match(await listServers(old), [{ hostId: /./, flavor: { name: null, extraSpecs: null } }])
  t.match(await listServerGroups(old), [{ policy: 'anti-affinity', maxServersPerHost: null }])
  const { cloud: strict } = await simulated(t, { ...description, compute: { extraSpecs: 'hidden' } })
  t.match(await listServers(strict), [{ flavor: { name: 'f', extraSpecs: null } }])
})
