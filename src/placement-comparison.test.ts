import t from 'tap'
import type { NodePlacement, PlacedNode } from './exhibit.ts'
import { moves } from './placement-comparison.ts'

const node = (name: string, host: string | null, more: Partial<PlacedNode> = {}): PlacedNode => ({
  name,
  roles: ['control-plane'],
  isControlPlane: true,
  region: 'r',
  zone: 'a',
  host,
  evidence: 'hostId',
  serverGroups: [],
  isReady: true,
  ...more,
})
const placement = (...nodes: readonly PlacedNode[]): [NodePlacement] => [{ kind: 'node-placement', nodes, others: [] }]
const before = placement(node('cp-1', 'host A'), node('cp-2', 'host B'), node('cp-3', 'host C'))

t.test('a control plane node that joins another on its host shows; other names of the same hosts do not', async (t) => {
  const renamed = placement(node('cp-1', 'host C'), node('cp-2', 'host A'), node('cp-3', 'host B'))
  t.same(moves(before, renamed), [])
  const joined = placement(node('cp-1', 'host A'), node('cp-2', 'host B'), node('cp-3', 'host A'))
  t.match(moves(before, joined), [
    { what: 'node cp-1', before: /on a host of its own/, after: /on one host with cp-3/ },
    { what: 'node cp-3', before: /on a host of its own/, after: /on one host with cp-1/ },
  ])
  t.match(moves(before, placement(node('cp-1', 'host A'), node('cp-2', 'host B'), node('cp-3', null))), [
    { what: 'node cp-3', after: /host not seen/ },
  ])
})

t.test('zone, server group, readiness, and nodes that come and go', async (t) => {
  const changed = (more: Partial<PlacedNode>) =>
    moves(placement(node('cp-1', 'host A')), placement(node('cp-1', 'host A', more)))
  t.same(changed({}), [])
  t.match(changed({ zone: 'b' }), [{ before: /in zone a/, after: /in zone b/ }])
  t.match(changed({ isReady: false }), [{ after: /not ready/ }])
  t.match(changed({ serverGroups: [{ name: 'cp', policy: 'anti-affinity' }] }), [{ after: /server group cp \(anti/ }])
  t.match(moves(placement(node('old', 'host A')), placement(node('new', 'host A'))), [
    { what: 'node old', after: null },
    { what: 'node new', before: null },
  ])
})

t.test('a worker may change its host, not its zone; many workers are compared by zone', async (t) => {
  const worker = (host: string, zone: string) => placement(node('w', host, { isControlPlane: false, zone }))
  t.same(moves(worker('host A', 'a'), worker('host B', 'a')), [])
  t.match(moves(worker('host A', 'a'), worker('host A', 'b')), [{ what: 'node w' }])
  const sums = (...nodes: readonly number[]): [NodePlacement] => {
    const others = nodes.map((count, i) => ({ region: 'r', zone: 'a', host: `host ${i}`, hosts: 1, nodes: count, ready: count })) // prettier-ignore
    return [{ kind: 'node-placement', nodes: [], others }]
  }
  t.same(moves(sums(30, 40), sums(35, 35)), [])
  t.match(moves(sums(30, 40), sums(30, 41)), [{ what: 'workers in zone a of region r', before: '70', after: '71' }])
})
