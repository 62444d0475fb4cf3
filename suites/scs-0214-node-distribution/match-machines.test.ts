import t from 'tap'
import { matchMachines } from './match-machines.ts'
import { machine, node, providerId } from './sample.ts'

const nodes = [node({ name: 'a', providerId: providerId(0) }), node({ name: 'b' })]
const matched = (machines: readonly ReturnType<typeof machine>[]) => {
  const { byNode, ...rest } = matchMachines(nodes, machines)
  return { ...rest, byNode: Object.fromEntries([...byNode].map(([name, { name: machine }]) => [name, machine])) }
}

t.test('by provider id, however it is written, and by name', async (t) => {
  const one = machine('m-0', { nodeName: null, providerId: providerId(0, 'RegionOne') })
  const two = machine('m-1', { nodeName: 'b', providerId: providerId(1) })
  t.match(matched([one, two]), { byNode: { a: 'm-0', b: 'm-1' }, cluster: 'default/c', notes: [] })
})

t.test('of several clusters the one with most nodes, none where that is not clear', async (t) => {
  const other = { cluster: 'other' }
  t.match(matched([machine('a'), machine('b'), machine('b', other)]), { cluster: 'default/c' })
  t.match(matched([machine('a'), machine('b', other)]), {
    cluster: null,
    byNode: {},
    notes: [/could be those of Cluster default\/c or default\/other/],
  })
  t.match(matched([machine('x')]), { cluster: null, notes: [/no Machine that is one of these nodes/] })
})

t.test('a name that goes with another provider id is of another cluster', async (t) => {
  t.match(matched([machine('a', { providerId: providerId(9) }), machine('b')]), { cluster: null, byNode: {} })
})

t.test('control plane machines without a node', async (t) => {
  const hidden = machine('m-2', { nodeName: null })
  const worker = machine('m-3', { nodeName: null, isControlPlane: false })
  t.match(matched([machine('a'), hidden, worker, machine('z', { cluster: 'other' })]).withoutNode, [hidden])
})
