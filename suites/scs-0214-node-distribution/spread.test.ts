import fc from 'fast-check'
import t from 'tap'
import { relate, spreadOf, type Evidence } from './spread.ts'

// A true world: each node is on a machine; evidence shows some of that, and never anything else.
const world = fc.array(
  fc.record({
    machine: fc.integer({ min: 0, max: 5 }),
    project: fc.constantFrom('p', 'q'),
    shows: fc.constantFrom('claim', 'label', 'both', 'domain', 'nothing'),
  }),
  { maxLength: 9 },
)
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

function evidenceOf({ machine, project, shows }: World[number]): Evidence {
  // Machine 5 is a bare-metal one; machines 0-2 and 3-5 are in two failure domains.
  const claim =
    machine === 5
      ? ({ kind: 'own', machine: 'm5', by: 'Metal3' } as const)
      : ({ kind: 'nova', project, hostId: `${project}${machine}` } as const)
  return {
    claim: shows === 'claim' || shows === 'both' ? claim : null,
    label: shows === 'label' || shows === 'both' ? `l${machine}` : null,
    failureDomain: shows === 'domain' ? String(Math.floor(machine / 3)) : null,
  }
}

const most = (nodes: World) =>
  Math.max(0, ...nodes.map(({ machine }) => nodes.filter((one) => one.machine === machine).length))
const bare = (nodes: World) =>
  nodes.filter(({ machine }, i) => machine !== 5 || nodes.findIndex((one) => one.machine === 5) === i)

t.test('what is said is true, whatever is seen of it', async () => {
  fc.assert(
    fc.property(world.map(bare), (nodes) => {
      const { isApart, atLeast, atMost } = spreadOf(nodes.map(evidenceOf))
      const apart = new Set(nodes.map(({ machine }) => machine)).size > 1
      return atLeast <= most(nodes) && most(nodes) <= atMost && (!isApart || apart)
    }),
  )
})

t.test('where all is seen, nothing is left open', async () => {
  const seen = world.map((nodes) =>
    bare(nodes).map((one) => ({ ...one, project: 'p' as const, shows: 'claim' as const })),
  )
  fc.assert(
    fc.property(seen, (nodes) => {
      const { atLeast, atMost } = spreadOf(nodes.map(evidenceOf))
      return atLeast === most(nodes) && atMost === most(nodes)
    }),
  )
})

t.test('no order matters, and a pair is related both ways', async () => {
  fc.assert(
    fc.property(world, fc.infiniteStream(fc.nat()), (nodes, keys) => {
      const shuffled = nodes
        .map((one) => ({ one, key: keys.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ one }) => one)
      const [a, b] = [nodes, shuffled].map((order) => JSON.stringify(spreadOf(order.map(evidenceOf))))
      return (
        a === b &&
        nodes.every((one) =>
          nodes.every(
            (other) => relate(evidenceOf(one), evidenceOf(other)) === relate(evidenceOf(other), evidenceOf(one)),
          ),
        )
      )
    }),
  )
})

t.test('a node more, on a machine of its own, takes no proof away and makes no violation', async () => {
  const added: Evidence = { claim: { kind: 'nova', project: 'p', hostId: 'new' }, label: 'new', failureDomain: null }
  fc.assert(
    fc.property(world, (nodes) => {
      const before = spreadOf(nodes.map(evidenceOf))
      const after = spreadOf([...nodes.map(evidenceOf), added])
      return (after.isApart || !before.isApart) && after.atLeast <= Math.max(1, before.atLeast)
    }),
  )
})
