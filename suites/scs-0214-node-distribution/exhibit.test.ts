import t from 'tap'
import { exhibitOf, mostWorkers } from './exhibit.ts'
import { placementOf } from './placement.ts'
import { node, onHosts, providerId, server, serversSeen } from './sample.ts'

const worker = (n: number, zone = 'z1', label?: string) =>
  node({
    name: `w-${String(n).padStart(4, '0')}`,
    isControlPlane: false,
    zone,
    ...(label === undefined ? {} : { label }),
  })
const nowhere = { clusterMachines: null, nodeServers: null }

t.test('control plane first, hosts by names of the report, and what tells them', async (t) => {
  const { nodes, ...rest } = onHosts('x', 'y', 'x')
  const { nodes: placed, others } = exhibitOf(placementOf({ ...rest, nodes: [worker(1), ...nodes] }))
  t.match(placed, [
    {
      name: 'control-0',
      roles: ['control-plane'],
      isControlPlane: true,
      region: 'r',
      zone: 'z1',
      host: 'host A',
      evidence: 'hostId',
      isReady: true,
    },
    { name: 'control-1', host: 'host B' },
    { name: 'control-2', host: 'host A' },
    { name: 'w-0001', roles: [], isControlPlane: false, host: null, evidence: null },
  ])
  t.same(others, [])
})

t.test('a node that only its label places is on the host of that label', async (t) => {
  const nodes = [
    node({ name: 'a', providerId: providerId(0), label: 'l' }),
    node({ name: 'b', label: 'l' }),
    node({ name: 'c', label: 'm' }),
  ]
  const { nodes: placed } = exhibitOf(
    placementOf({ nodes, clusterMachines: null, nodeServers: serversSeen([server(0, 'x')]) }),
  )
  t.match(placed, [
    { host: 'host A', evidence: 'hostId' },
    { host: 'host A', evidence: 'host-id label' },
    { host: 'host B' },
  ])
})

t.test('workers are named as long as they can be read, then summed up', async (t) => {
  const workers = (count: number, hosts: number) =>
    exhibitOf(
      placementOf({
        ...nowhere,
        nodes: [node(), ...Array.from({ length: count }, (_, n) => worker(n, 'z1', `l${n % hosts}`))],
      }),
    )
  t.match(workers(mostWorkers, 3), { nodes: { length: mostWorkers + 1 }, others: [] })
  t.match(workers(mostWorkers + 1, 3), {
    nodes: [{ name: 'n' }],
    others: [{ zone: 'z1', host: 'host A', hosts: 1, nodes: 17, ready: 17 }, { host: 'host B' }, { host: 'host C' }],
  })
  t.match(workers(5000, 2500).others, [{ zone: 'z1', host: null, hosts: 2500, nodes: 5000 }], 'by zone only')
  const zones = Array.from({ length: 300 }, (_, n) => worker(n, `z${n}`))
  t.match(exhibitOf(placementOf({ ...nowhere, nodes: zones })).others, [{ zone: null, nodes: 300 }], 'in one')
})

t.test('hosts go on after Z', async (t) => {
  const hosts = Array.from({ length: 28 }, (_, n) => `h${n}`)
  const names = exhibitOf(placementOf(onHosts(...hosts))).nodes.map(({ host }) => host)
  t.equal(new Set(names).size, 28)
  t.ok(names.includes('host Z') && names.includes('host AB'))
})
