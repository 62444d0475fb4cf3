import t from 'tap'
import { nodeDistributionCheck } from './node-distribution-check.ts'
import type { Sources } from './placement.ts'
import { node, onHosts } from './sample.ts'

const judge = (sources: Sources) => nodeDistributionCheck.judge(sources)
const unlabelled = ({ nodes, ...rest }: Sources): Sources => ({
  ...rest,
  nodes: [...nodes, node({ name: 'w', isControlPlane: false, zone: null })],
})

t.test('hosts and labels, or a violation of either', async (t) => {
  t.match(judge(onHosts('x', 'y')), { violations: [], undecided: undefined, exhibits: [{ kind: 'node-placement' }] })
  t.match(judge(unlabelled(onHosts('x', 'y'))).violations, [{ subject: 'node w' }])
  t.match(judge(onHosts('x', 'x')).violations, [{ subject: 'control plane' }])
  t.equal(judge(unlabelled(onHosts('x', 'x'))).violations.length, 2)
})

t.test('a violation counts whatever is open, and what is open otherwise', async (t) => {
  t.match(judge(onHosts('x', null)), { violations: [], undecided: { kind: 'dependency' } })
  t.match(judge(unlabelled(onHosts('x', null))), { violations: [{ subject: 'node w' }], undecided: undefined })
  const hidden = { nodes: [node({ isControlPlane: false })], clusterMachines: null, nodeServers: null }
  t.match(judge(hidden).undecided, { kind: 'manual' })
  t.match(judge({ ...hidden, nodes: [] }).undecided, { kind: 'manual' })
})
