import t from 'tap'
import { labels } from './labels.ts'
import { node } from './sample.ts'

t.test('zone and region on every node, workers too', async (t) => {
  t.match(labels.judge({ nodes: [node(), node({ name: 'w', isControlPlane: false })] }), {
    examined: ['node n', 'node w'],
    violations: [],
  })
})

t.test('a missing or empty label', async (t) => {
  const { violations } = labels.judge({
    nodes: [node({ zone: null }), node({ name: 'w', region: '' }), node({ name: 'x', zone: null, region: null })],
  })
  t.match(violations, [
    { subject: 'node n', actual: 'no topology.kubernetes.io/zone' },
    { subject: 'node w', actual: 'no topology.kubernetes.io/region' },
    { subject: 'node x', actual: 'no topology.kubernetes.io/zone, no topology.kubernetes.io/region' },
  ])
})

t.test('a cluster without nodes is nothing to look at', async (t) => {
  t.match(labels.judge({ nodes: [] }), { violations: [], undecided: { kind: 'dependency' } })
})
