import t from 'tap'
import { factStore } from '../../src/fact-store.ts'
import { ProbeError, type Fact } from '../../src/fact.ts'
import { hostCloud, kubernetes, managementCluster } from '../../src/kubernetes/facts.ts'
import { readCloudConfig } from '../../src/openstack/config.ts'
import { connect } from '../../src/openstack/connect.ts'
import { folder, settings } from '../../testbed/cli.ts'
import { fakeKubernetes, type Answers } from '../../testbed/fake-kubernetes.ts'
import { startSimulator, type CloudDescription, type Fault } from '../../testbed/simulator/index.ts'
import { clusterMachines, mostLookUps, nodeServers } from './facts.ts'
import { providerId, serverId } from './sample.ts'

interface World {
  /** Provider ids of the control plane's nodes. */
  readonly nodes: readonly string[]
  readonly cloud?: CloudDescription | null
  readonly faults?: readonly Fault[]
  readonly management?: Answers | null
}

/** Learns the fact of a cluster with these nodes, on a simulated cloud. */
async function learn(fact: Fact, { nodes, cloud = {}, faults = [], management = null }: World) {
  await using simulator = await startSimulator({ description: cloud ?? {}, faults })
  const environment = settings(simulator.cloudsYaml())
  const config = await readCloudConfig({ cloud: 'testbed', environment, directory: folder(), home: folder() })
  const items = nodes.map((providerID, n) => ({ metadata: { name: `n-${n}` }, spec: { providerID } }))
  const given = new Map<Fact, unknown>([
    [kubernetes, fakeKubernetes({ '/api/v1/nodes': items })],
    [hostCloud, cloud && (await connect(config))],
    [managementCluster, management && fakeKubernetes(management)],
  ])
  const store = factStore({ given, signal: new AbortController().signal, timeoutMs: 60_000, concurrency: 4 })
  const learned = await store.learn(fact)
  t.same(JSON.parse(JSON.stringify(learned)), learned, 'plain JSON')
  return { learned, calls: simulator.requests.filter(({ service }) => service === 'compute').map(({ path }) => path) }
}

const servers = [0, 1, 2].map((n) => ({ id: serverId(n), name: `vm-${n}`, host: `h${n}`, group: 'g' }))
const cloud: CloudDescription = { servers, serverGroups: [{ name: 'g', policy: 'anti-affinity' }] }
const nodes = [0, 1].map((n) => providerId(n))

t.test('only the servers of the nodes, with their groups and the region', async (t) => {
  const { learned, calls } = await learn(nodeServers, { nodes, cloud })
  t.match(learned, {
    region: 'RegionOne',
    servers: [{ id: serverId(0), hostId: /./ }, { id: serverId(1) }],
    unseen: [],
    serverGroups: [{ name: 'g' }],
  })
  t.equal((learned as { servers: unknown[] }).servers.length, 2)
  t.equal(calls.length, 3, 'one list of servers, groups until a page is empty')
})

t.test('nothing was named, nothing is asked', async (t) => {
  t.same(await learn(nodeServers, { nodes, cloud: null }), { learned: null, calls: [] })
  t.equal((await learn(clusterMachines, { nodes })).learned, null)
})

t.test('a server that the list does not have is asked for, and the answer kept', async (t) => {
  const foreign = { id: serverId(7), name: 'foreign', project: 'admin' }
  const world = { nodes: [...nodes, providerId(7)], cloud: { ...cloud, servers: [...servers, foreign] } }
  t.match((await learn(nodeServers, world)).learned, {
    servers: [{}, {}],
    unseen: [{ serverId: serverId(7), kind: 'dependency', isMissing: true, message: /404/ }],
  })
  const faults = [{ service: 'compute', path: 'servers/0', action: { status: 403 } }] as const
  t.match((await learn(nodeServers, { ...world, faults })).learned, {
    unseen: [{ kind: 'forbidden', isMissing: false }],
  })
})

t.test('Nova refuses, or is down: trouble, not a rejection', async (t) => {
  for (const [status, kind] of [
    [403, 'forbidden'],
    [500, 'unreachable'],
  ] as const) {
    const faults = [{ service: 'compute', path: 'servers/detail', action: { status } }] as const
    t.match((await learn(nodeServers, { nodes, cloud, faults })).learned, {
      trouble: { kind, message: new RegExp(String(status)) },
    })
  }
  const faults = [{ service: 'compute', path: 'os-server-groups', action: { status: 403 } }] as const
  t.match(
    (await learn(nodeServers, { nodes, cloud, faults })).learned,
    {
      servers: [{}, {}],
      serverGroupsTrouble: { kind: 'forbidden' },
    },
    'without groups the hosts are still seen',
  )
})

t.test('the management cluster names servers; one without Cluster API, or that refuses, is trouble', async (t) => {
  const machine = (n: number) => ({
    metadata: { name: `m-${n}`, namespace: 'ns' },
    spec: {
      clusterName: 'c',
      providerID: providerId(n),
      infrastructureRef: { kind: 'OpenStackMachine', name: `m-${n}` },
    },
    status: { nodeRef: { name: `n-${n}` } },
  })
  const api = { '/apis/cluster.x-k8s.io': { preferredVersion: { version: 'v1beta1' } } }
  const machines = '/apis/cluster.x-k8s.io/v1beta1/machines'
  const management = { ...api, [machines]: [machine(0), machine(1)] }
  t.match((await learn(nodeServers, { nodes: ['', ''], cloud, management })).learned, {
    servers: [{ id: serverId(0) }, { id: serverId(1) }],
  })
  t.match((await learn(clusterMachines, { nodes, management: {} })).learned, { trouble: { kind: 'dependency' } })
  const refused = { ...api, [machines]: new ProbeError('forbidden', 'no') }
  t.match((await learn(clusterMachines, { nodes, management: refused })).learned, {
    trouble: { kind: 'forbidden', message: 'no' },
  })
})

t.test('5,000 nodes: servers in pages, and single calls only so many', async (t) => {
  const many = Array.from({ length: 5000 }, (_, n) => n)
  const big = { servers: many.map((n) => ({ id: serverId(n), name: `vm-${n}`, host: `h${n % 500}` })) }
  const seen = await learn(nodeServers, { nodes: many.map((n) => providerId(n)), cloud: big })
  t.equal((seen.learned as { servers: unknown[] }).servers.length, 5000)
  t.ok(seen.calls.length <= 8, `${seen.calls.length} calls`)
  const unseen = await learn(nodeServers, { nodes: many.map((n) => providerId(n + 10_000)), cloud: big })
  t.equal((unseen.learned as { unseen: unknown[] }).unseen.length, 5000)
  t.ok(unseen.calls.length <= mostLookUps + 8, `${unseen.calls.length} calls`)
})
