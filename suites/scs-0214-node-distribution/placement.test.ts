import fc from 'fast-check'
import t from 'tap'
import { judge } from '../../src/engine.ts'
import { controlPlaneHosts } from './control-plane-hosts.ts'
import { controlPlaneQuorum } from './control-plane-quorum.ts'
import { placementOf, type Sources } from './placement.ts'
import { machine, node, onHosts, providerId, server, serverId, serversSeen } from './sample.ts'

const someNode = fc.record({
  server: fc.option(fc.integer({ min: 0, max: 7 })),
  label: fc.option(fc.constantFrom('l0', 'l1', 'l2')),
  zone: fc.option(fc.constantFrom('z1', 'z2')),
  isControlPlane: fc.boolean(),
})
const someServers = fc.array(
  fc.record({ n: fc.integer({ min: 0, max: 7 }), host: fc.option(fc.constantFrom('x', 'y', 'z')) }),
)
const someSources = fc
  .record({ nodes: fc.array(someNode, { maxLength: 8 }), servers: fc.option(someServers) })
  .map(({ nodes, servers }): Sources => ({
    nodes: nodes.map(({ server, label, ...rest }, n) =>
      node({
        ...rest,
        name: `n-${n}`,
        providerId: server === null ? null : providerId(server),
        ...(label === null ? {} : { label }),
      }),
    ),
    clusterMachines: null,
    nodeServers: servers && serversSeen([...new Map(servers.map(({ n, host }) => [n, server(n, host)])).values()]),
  }))
const verdictsOf = (sources: Sources) =>
  [controlPlaneHosts, controlPlaneQuorum].map((check) => judge(check, { ...sources }).verdict)

t.test('the order of nodes does not matter', async () => {
  fc.assert(
    fc.property(someSources, (sources) => {
      const turned = { ...sources, nodes: sources.nodes.toReversed() }
      return JSON.stringify(placementOf(sources).places) === JSON.stringify(placementOf(turned).places)
    }),
  )
})

t.test('a node more, on a host of its own, fails nothing that passed', async () => {
  fc.assert(
    fc.property(someSources, (sources) => {
      const { nodes, nodeServers } = sources
      const seen =
        nodeServers && 'servers' in nodeServers ? serversSeen([...nodeServers.servers, server(99, 'new')]) : null
      const more = {
        ...sources,
        nodes: [...nodes, node({ name: 'new', label: 'new', providerId: providerId(99) })],
        nodeServers: seen,
      }
      const [before, after] = [verdictsOf(sources), verdictsOf(more)]
      return before.every((verdict, i) => verdict !== 'PASS' || after[i] === 'PASS')
    }),
  )
})

t.test('without evidence nothing passes, and nothing fails but too few nodes', async () => {
  const labels = { 'node-role.kubernetes.io/control-plane': '' }
  const dark = fc
    .nat({ max: 9 })
    .map((count) => Array.from({ length: count }, (_, n) => ({ ...node({ name: `n-${n}` }), labels })))
  fc.assert(
    fc.property(dark, (nodes) => {
      const [hosts, quorum] = verdictsOf({ nodes, clusterMachines: null, nodeServers: null })
      const { length } = nodes
      return hosts === (length === 1 ? 'FAIL' : 'MISS') && quorum === (length === 1 || length === 2 ? 'FAIL' : 'MISS')
    }),
  )
})

t.test('remarks: what supports the evidence, and what is odd', async (t) => {
  const group = {
    id: 'g',
    name: 'aa',
    policy: 'soft-anti-affinity',
    maxServersPerHost: null,
    members: [0, 1].map(serverId),
  }
  const { nodes } = onHosts('x', 'y')
  const servers = [server(0, 'x'), server(1, 'y')]
  const together = [server(0, 'x'), server(1, 'x')]
  const trouble = { kind: 'forbidden', message: 'no' } as const
  const notes = (sources: Partial<Sources>) =>
    placementOf({ nodes, clusterMachines: null, nodeServers: null, ...sources }).notes
  t.match(notes({ nodeServers: serversSeen(together, { serverGroups: [group] }) }), [
    /all servers .* in server group aa \(soft-anti-affinity\), and some share a host/,
  ])
  t.same(notes({ nodeServers: serversSeen(servers, { serverGroups: [group] }) }), [], 'kept: the exhibit shows it')
  t.same(notes({ nodeServers: serversSeen(together, { serverGroups: [{ ...group, members: [serverId(0)] }] }) }), [])
  t.match(notes({ nodeServers: serversSeen(servers, { serverGroupsTrouble: trouble }) }), [
    /server groups are not known.*no/,
  ])
  const kubeadmControlPlanes = [{ namespace: 'default', name: 'kcp', cluster: 'c', replicas: 3 }]
  const machines = [machine('control-0'), machine('control-1')]
  t.match(notes({ clusterMachines: { api: { machines, kubeadmControlPlanes } } }), [
    'KubeadmControlPlane kcp wants 3 replicas, there are 2',
  ])
  t.match(notes({ clusterMachines: { api: { machines: [], kubeadmControlPlanes } } }), [/no Machine/])
})

t.test('5,000 nodes are put together once each', async (t) => {
  const hosts = Array.from({ length: 5000 }, (_, n) => `h${n % 500}`)
  const big = onHosts(...hosts)
  let looks = 0
  const nodes = big.nodes.map((one, n) => {
    const labels = n < 3 ? one.labels : {}
    return {
      ...one,
      get labels() {
        looks++
        return labels
      },
    }
  })
  t.equal(placementOf({ ...big, nodes }).places.length, 5000)
  t.ok(looks <= 10 * 5000, `${looks} looks at labels`)
})
