import t from 'tap'
import { controlPlaneHosts } from './control-plane-hosts.ts'
import type { Sources } from './placement.ts'
import { machine, node, onHosts, providerId, server, serverId, serversSeen } from './sample.ts'

const judge = (sources: Partial<Sources>) =>
  controlPlaneHosts.judge({ nodes: [], clusterMachines: null, nodeServers: null, ...sources })
const pass = { violations: [], undecided: undefined }
const labelled = (...labels: readonly (string | undefined)[]) =>
  labels.map((label, n) => node({ name: `control-${n}`, ...(label === undefined ? {} : { label }) }))

t.test('two hosts by hostId hold it; one does not, and nodes and host are named', async (t) => {
  t.match(judge(onHosts('x', 'y', 'z')), pass)
  t.match(judge(onHosts('x', 'x', 'y')), pass)
  t.match(judge(onHosts('x', 'x', 'x')), {
    violations: [
      {
        subject: 'control plane',
        actual: '3 nodes, all on host A: node control-0, node control-1, node control-2',
        remedy: /anti-affinity/,
      },
    ],
  })
})

t.test('a control plane of one node is on one machine, whatever is known of it', async (t) => {
  const workers = [node({ name: 'w', isControlPlane: false })]
  for (const nodes of [[node()], [node(), ...workers]])
    t.match(judge({ nodes }).violations, [{ actual: 'one node: node n' }])
})

t.test('partial sight: two hosts are enough; one is not, since the rest may be elsewhere', async (t) => {
  t.match(judge(onHosts('x', 'y', null)), pass)
  t.match(judge(onHosts('x', 'x', null)), {
    violations: [],
    undecided: {
      kind: 'dependency',
      message: new RegExp(`2 of 3 .* node control-2: server ${serverId(2)} is not in the project`),
    },
  })
})

t.test('a control plane that is not shown, or nothing that tells hosts: for a person to attest', async (t) => {
  t.match(judge({ nodes: [node({ isControlPlane: false })] }), {
    undecided: { kind: 'manual', message: /shows no node of its control plane.*attest/ },
  })
  t.match(judge({ nodes: labelled(undefined, undefined) }), {
    undecided: { kind: 'manual', message: /--os-cloud.*--management-kubeconfig.*attest/ },
  })
})

t.test('the host-id label, where no cloud was named', async (t) => {
  t.match(judge({ nodes: labelled('x', 'y', 'y') }), pass)
  t.match(judge({ nodes: labelled('x', 'x') }).violations, [{ actual: /all on host A/ }])
  t.match(judge({ nodes: labelled('x', undefined) }).undecided, { kind: 'dependency', message: /1 of 2 .* control-1/ })
})

t.test('a cloud that was named and does not answer is no reason to believe labels', async (t) => {
  const nodes = labelled('x', 'y').map((node, n) => ({ ...node, providerId: providerId(n) }))
  t.match(judge({ nodes }), pass, 'without the cloud')
  const trouble = { kind: 'unreachable', message: 'Nova is down' } as const
  t.match(judge({ nodes, nodeServers: { trouble } }).undecided, trouble)
  const refused = { kind: 'forbidden', message: 'was answered with 403', isMissing: false } as const
  const unseen = [0, 1].map((n) => ({ serverId: serverId(n), ...refused }))
  t.match(judge({ nodes, nodeServers: serversSeen([], { unseen }) }).undecided, { kind: 'forbidden', message: /403/ })
  t.match(judge({ nodes, nodeServers: serversSeen([]) }).undecided, {
    kind: 'dependency',
    message: /not in the project/,
  })
  const elsewhere = nodes.map((node, n) => ({ ...node, providerId: providerId(n, 'RegionTwo') }))
  t.match(judge({ nodes: elsewhere, nodeServers: serversSeen([]) }).undecided, {
    message: /is in region RegionTwo, .* is region RegionOne/,
  })
})

t.test('nodes that are no servers of OpenStack fall back on their labels', async (t) => {
  for (const id of [null, 'aws:///eu-1a/i-0a', 'openstack:///nonsense']) {
    const nodes = labelled('x', 'y').map((node) => ({ ...node, providerId: id }))
    t.match(judge({ nodes, nodeServers: serversSeen([]) }), pass)
    const bare = labelled(undefined, undefined).map((node) => ({ ...node, providerId: id }))
    t.match(judge({ nodes: bare, nodeServers: serversSeen([]) }).undecided, { message: /providerID/ })
  }
})

t.test('a server on no host, in a cell that is down or claimed by two nodes tells nothing', async (t) => {
  const nodes = [0, 1].map((n) => node({ name: `control-${n}`, providerId: providerId(n) }))
  const with1 = (second: ReturnType<typeof server>) =>
    judge({ nodes, nodeServers: serversSeen([server(0, 'x'), second]) })
  t.match(with1(server(1, 'y')), pass)
  t.match(with1(server(1, null, { status: 'SHELVED_OFFLOADED' })).undecided, {
    message: /on no host \(SHELVED_OFFLOADED\)/,
  })
  t.match(with1(server(1, null, { status: 'UNKNOWN' })).undecided, { kind: 'unreachable', message: /cell/ })
  const twice = nodes.map((node) => ({ ...node, providerId: providerId(0) }))
  t.match(judge({ nodes: twice, nodeServers: serversSeen([server(0, 'x')]) }).undecided, {
    kind: 'malformed',
    message: /too/,
  })
})

t.test('hashes of several projects are not compared, and that is said', async (t) => {
  const sources = onHosts('x', 'y')
  t.match(judge({ ...sources, nodeServers: serversSeen([server(0, 'x'), server(1, 'y', { projectId: 'q' })]) }), {
    violations: [],
    undecided: { message: /2 projects, and Nova's hostId cannot be compared/ },
  })
})

t.test('bare metal: servers of one Ironic compute service are machines of their own', async (t) => {
  const extraSpecs = { 'resources:CUSTOM_METAL': '1', 'resources:VCPU': '0', 'resources:MEMORY_MB': '0' }
  const metal = { flavor: { name: 'metal', extraSpecs } }
  const { nodes } = onHosts('x', 'x')
  t.match(judge({ nodes, nodeServers: serversSeen([server(0, 'x', metal), server(1, 'x', metal)]) }), pass)
  const metal3 = (host: number, n: number) =>
    node({ name: `control-${n}`, providerId: `metal3://m/host-${host}/m-${n}` })
  t.match(judge({ nodes: [metal3(0, 0), metal3(1, 1)] }), pass)
  t.match(judge({ nodes: [metal3(0, 0), metal3(0, 1)] }).violations, [{ actual: /all on host A/ }])
})

t.test('Cluster API names the servers of nodes without provider id, and failure domains', async (t) => {
  const nodes = labelled(undefined, undefined)
  const api = (machines: readonly ReturnType<typeof machine>[]) => ({ api: { machines, kubeadmControlPlanes: [] } })
  const named = [0, 1].map((n) => machine(`control-${n}`, { providerId: providerId(n) }))
  t.match(
    judge({ nodes, clusterMachines: api(named), nodeServers: serversSeen([server(0, 'x'), server(1, 'y')]) }),
    pass,
  )
  const zoned = (...zones: readonly string[]) =>
    zones.map((failureDomain, n) => machine(`control-${n}`, { failureDomain }))
  t.match(judge({ nodes, clusterMachines: api(zoned('a', 'b')) }), pass)
  t.match(judge({ nodes, clusterMachines: api(zoned('a', 'a')) }).undecided, { kind: 'dependency' })
  const docker = zoned('a', 'b').map((one) => ({ ...one, infrastructure: 'DockerMachine' }))
  t.match(judge({ nodes, clusterMachines: api(docker) }).undecided, { kind: 'dependency' })
  const hidden = [machine('control-2', { nodeName: null }), ...zoned('a', 'a')]
  t.match(judge({ nodes, clusterMachines: api(hidden) }).examined, [
    'node control-0',
    'node control-1',
    'machine control-2',
  ])
  const elsewhere = { nodeName: null, failureDomain: 'b' }
  const joining = (providerId: string | null) => [...zoned('a', 'a'), machine('m', { ...elsewhere, providerId })]
  t.match(judge({ nodes, clusterMachines: api(joining(providerId(2))) }), pass)
  const wished = judge({ nodes, clusterMachines: api(joining(null)) })
  t.match(wished, { violations: [], undecided: { kind: 'dependency' } }, 'a server that is only wanted is nowhere')
  const trouble = { kind: 'forbidden', message: 'Machines may not be listed' } as const
  t.match(judge({ nodes: [], clusterMachines: { trouble } }).undecided, trouble, 'a control plane could be hidden')
})

t.test('labels that contradict Nova or zones count for nothing, and that is said', async (t) => {
  const mislabelled = onHosts('x', 'y')
  const nodes = mislabelled.nodes.map((node) => ({
    ...node,
    labels: { ...node.labels, 'topology.scs.community/host-id': 'l' },
  }))
  t.match(judge({ ...mislabelled, nodes }), { ...pass, notes: [/contradicts the servers .*\(value l\)/] })
  const scattered = ['z1', 'z2'].map((zone, n) => node({ name: `control-${n}`, zone, label: 'l' }))
  t.match(judge({ nodes: scattered }), { violations: [], undecided: {}, notes: [/l are in several zones/] })
})

t.test('a server group supports the evidence and never makes it', async (t) => {
  const group = (policy: string) => ({
    id: 'g',
    name: 'aa',
    policy,
    maxServersPerHost: null,
    members: [serverId(0), serverId(1)],
  })
  const sources = onHosts('x', 'x')
  const nodeServers = serversSeen([server(0, 'x'), server(1, 'x')], { serverGroups: [group('anti-affinity')] })
  t.match(judge({ ...sources, nodeServers }), { violations: [{}], notes: [/in server group aa \(anti-affinity\)/] })
})
