import t from 'tap'
import { controlPlaneQuorum } from './control-plane-quorum.ts'
import { node, onHosts } from './sample.ts'

const judge = (...hosts: readonly (string | null)[]) => controlPlaneQuorum.judge(onHosts(...hosts))
const pass = { violations: [], undecided: undefined }

t.test('a majority is left whichever host is lost', async (t) => {
  t.match(judge('x', 'y', 'z'), pass)
  t.match(judge('x', 'x', 'y', 'y', 'z'), pass)
})

t.test('half or more on one host', async (t) => {
  t.match(judge('x', 'x', 'y').violations, [
    {
      expected: 'at most 1 of 3 nodes on one machine',
      actual: '2 on one: node control-0 on host A, node control-1 on host A, node control-2 on host B',
    },
  ])
  t.equal(judge('x', 'x', 'y', 'y').violations.length, 1, 'half is not more than half')
  t.equal(judge('x', 'y').violations.length, 1, 'of two, neither can be lost')
  t.equal(judge('x').violations.length, 1)
})

t.test('nodes that are not seen may be on any host', async (t) => {
  t.match(judge('x', 'y', null).undecided, { kind: 'dependency', message: /2 of 3/ })
  t.match(judge('v', 'w', 'x', 'y', null), pass, 'also if the fifth is with another')
  t.equal(judge('x', 'x', null).violations.length, 1, 'whatever the third does')
})

t.test('nothing to look at is for a person to attest', async (t) => {
  const nowhere = { clusterMachines: null, nodeServers: null }
  for (const nodes of [[], [node(), node({ name: 'm' })]].slice(0, 1))
    t.match(controlPlaneQuorum.judge({ nodes, ...nowhere }).undecided, { kind: 'manual' })
})
