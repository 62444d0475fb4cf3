import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { loadScenario, nodeManifests, serverNames } from './scenario.ts'

const folder = fileURLToPath(new URL('scenarios', import.meta.url))
const context = { kubeletVersion: 'v1.36.3' }

t.test('every scenario of the folder makes nodes, each name once', async (t) => {
  for (const file of readdirSync(folder)) {
    const scenario = loadScenario(join(folder, file))
    const serverIds = Object.fromEntries(serverNames(scenario).map((name) => [name, `id-of-${name}`]))
    const names = nodeManifests(scenario, { ...context, serverIds }).map(({ metadata }) => metadata.name)
    t.ok(names.length > 0, file)
    t.equal(new Set(names).size, names.length, file)
  }
})

t.test('count numbers the nodes: plain, padded, and going round', async (t) => {
  const nodes = nodeManifests(
    scenario('nodes: [{name: "n-{n:3}", count: 4, zone: "z-{n%3}", labels: {a: "{n}"}}]'),
    context,
  )
  t.strictSame(
    nodes.map(({ metadata: { name, labels } }) => [name, labels['topology.kubernetes.io/zone'], labels['a']]),
    [
      ['n-001', 'z-1', '1'],
      ['n-002', 'z-2', '2'],
      ['n-003', 'z-3', '3'],
      ['n-004', 'z-1', '4'],
    ],
  )
})

t.test('a control-plane node keeps pods away unless it says otherwise', async (t) => {
  const nodes = nodeManifests(
    scenario('nodes: [{name: a, roles: [control-plane]}, {name: b, roles: [control-plane], taints: []}, {name: c}]'),
    context,
  )
  t.strictSame(
    nodes.map(({ spec }) => spec.taints.length),
    [1, 0, 0],
  )
})

t.test('ids of servers are filled in, also with a region; an unknown server is named', async (t) => {
  const both = scenario('nodes: [{name: "a-{n}", count: 2, providerID: "openstack://R/${SERVER_ID:vm-{n}}"}]')
  t.strictSame(serverNames(both), ['vm-1', 'vm-2'])
  const [node] = nodeManifests(both, { ...context, serverIds: { 'vm-1': 'x', 'vm-2': 'y' } })
  t.equal(node?.spec.providerID, 'openstack://R/x')
  t.throws(() => nodeManifests(both, { ...context, serverIds: { 'vm-1': 'x' } }), /server vm-2: give --os-cloud/)
})

t.test('a key that is not known, and text that is not YAML, are refused with file and place', async (t) => {
  t.throws(() => scenario('nodes: [{name: a, zones: b}]'), /s\.yaml: \/nodes\/0\/zones is not a known key/)
  t.throws(() => scenario('nodes: ['), /s\.yaml: /)
})

function scenario(text: string) {
  const file = join(t.testdir(), 's.yaml')
  writeFileSync(file, `description: test\n${text}\n`)
  return loadScenario(file)
}
