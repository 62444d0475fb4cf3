import t from 'tap'
import type { NodePlacement, PlacedNode } from '../src/report.ts'
import { reportOf } from './golden/sample.ts'
import { pictureOf } from './html/picture.ts'
import { format as html } from './html.ts'
import { format as markdown } from './markdown.ts'
import { format as text } from './text.ts'
import { validateReport } from './validate.ts'

function node(name: string, host: string | null, more: Partial<PlacedNode> = {}): PlacedNode {
  const common = { roles: [], isControlPlane: true, region: 'r', zone: 'z1', evidence: host && 'hostId' }
  return { name, host, serverGroups: [], isReady: true, ...common, ...more }
}

const worker = (n: number, more: Partial<PlacedNode> = {}) =>
  node(`w-${n}`, 'host W', { isControlPlane: false, ...more })
const placement = (nodes: readonly PlacedNode[], others: NodePlacement['others'] = []): NodePlacement => ({
  kind: 'node-placement',
  nodes,
  others,
})
const report = (...exhibits: readonly NodePlacement[]) =>
  reportOf(Object.fromEntries(exhibits.map((one, i) => [`t-${i}`, { verdict: 'PASS', exhibits: [one] }])))

t.test('one placement is shown once, with all testcases that it is evidence of', async (t) => {
  const same = placement([node('a', 'host A')])
  const three = report(same, same, placement([node('b', 'host A')]))
  t.equal(validateReport(three), null)
  t.equal(html.render(three).split('<svg class="nodes"').length - 1, 2)
  t.match(html.render(three), 'Evidence of t-0, t-1.')
  t.equal(text.render(three).split('Node ').length - 1, 2)
  t.match(markdown.render(three), 'Evidence of `t-0`, `t-1`.')
})

t.test('a report without placement has no word of it', async (t) => {
  const plain = reportOf({ a: { verdict: 'PASS' } })
  for (const format of [html, text, markdown]) t.notMatch(format.render(plain), /Where the nodes are|NODES|### Nodes/)
})

t.test('the control plane in full, of many workers some', async (t) => {
  const nodes = [
    ...Array.from({ length: 15 }, (_, n) => node(`cp-${n}`, 'host A')),
    ...Array.from({ length: 30 }, (_, n) => worker(n)),
  ]
  const many = report(placement(nodes))
  for (const format of [text, markdown]) {
    t.match(format.render(many), 'cp-14')
    t.match(format.render(many), /… and 20 rows of workers more/)
    t.match(format.render(many, { verbose: true }), 'w-29')
  }
})

t.test('the picture: control plane marked, in its host, in its zone', async (t) => {
  const { zones, hosts, lines, description } = pictureOf(
    placement([node('a', 'host A'), node('b', 'host A'), node('c', null, { zone: 'z2' }), worker(0)]),
  )
  t.same(
    zones.map(({ label }) => label),
    ['z1 (r)', 'z2 (r)'],
  )
  t.match(hosts, [
    { kind: 'crowded', label: 'host A: 2 of the control plane' },
    { kind: 'seen', label: 'host W' },
    { kind: 'unseen' },
  ])
  t.match(lines, [
    { text: 'a', isControlPlane: true },
    { text: 'b' },
    { text: 'w-0', isControlPlane: false },
    { text: 'c', isControlPlane: true },
  ])
  t.equal(description, '3 nodes of the control plane on 1 host in 2 zones; 1 of them on hosts not seen')
})

t.test('the picture: a node whose host was not seen is not drawn on hosts that are only counted', async (t) => {
  const sums = [{ region: 'r', zone: 'z', host: null, hosts: 500, nodes: 4000, ready: 4000 }]
  const { hosts } = pictureOf(placement([node('a', null, { region: 'r', zone: 'z' })], sums))
  t.match(hosts, [
    { kind: 'unseen', label: 'host not seen' },
    { kind: 'sum', label: '500 hosts' },
  ])
})

t.test('the picture: hosts that are left out are counted, each once, and only those that were seen', async (t) => {
  const single = Array.from({ length: 10 }, (_, n) => ({
    region: 'r',
    zone: 'z',
    host: `host ${n}`,
    hosts: 1,
    nodes: 1,
    ready: 1,
  }))
  const several = { region: 'r', zone: 'z', host: null, hosts: 500, nodes: 4000, ready: 4000 }
  const unseen = { ...several, hosts: 0, nodes: 2, ready: 2 }
  const { hosts, lines } = pictureOf(placement([], [...single, several, unseen]))
  t.match(hosts.at(-1), { kind: 'sum', label: '503 more hosts' })
  t.match(lines.at(-1), { text: '4005 nodes' })
})

t.test('the picture: nothing lies outside of what it is in', async (t) => {
  const nodes = Array.from({ length: 40 }, (_, n) =>
    node(`n-${n}`, `host ${n % 9}`, { zone: `z${n % 6}`, isControlPlane: n < 5 }),
  )
  const { width, height, zones, hosts, lines } = pictureOf(placement(nodes))
  type Rect = { x: number; y: number; width: number; height: number }
  const inside = (outer: Rect) => (inner: Rect) =>
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  t.ok(zones.every(inside({ x: 0, y: 0, width, height })))
  t.ok(hosts.every((host) => zones.some((zone) => inside(zone)(host))))
  t.ok(lines.every((line) => hosts.some((host) => inside(host)({ ...line, height: 20 }))))
})

t.test('5,000 nodes, whatever their roles, are a page that can be opened', async (t) => {
  const sums = Array.from({ length: 100 }, (_, n) => ({
    region: 'r',
    zone: `z${n % 50}`,
    host: `host ${n}`,
    hosts: 1,
    nodes: 50,
    ready: 50,
  }))
  const { zones, hosts, lines, description } = pictureOf(placement([node('a', 'host A')], sums))
  t.ok(zones.length <= 12 && hosts.length + lines.length < 200)
  t.match(description, /39 zones not drawn|38 zones not drawn/)
  const all = Array.from({ length: 5000 }, (_, n) => node(`n-${n}`, `host ${n}`))
  const crowd = pictureOf(placement(all))
  t.ok(crowd.hosts.length + crowd.lines.length < 200, `${crowd.hosts.length} boxes`)
  t.match(crowd.hosts.at(-1), { kind: 'sum', label: /more hosts/ })
})
