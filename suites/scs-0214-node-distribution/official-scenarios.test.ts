import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { judge } from '../../src/engine.ts'
import type { Node } from '../../src/kubernetes/resources.ts'
import { controlPlaneHosts } from './control-plane-hosts.ts'
import { controlPlaneZones } from './control-plane-zones.ts'
import { labels } from './labels.ts'
import { nodeDistributionCheck } from './node-distribution-check.ts'
import { node } from './sample.ts'

// The scenarios of the official script, which judged by labels alone and is retired. It wanted several regions or zones or
// hosts; scs-0214-v2 wants several machines, and no host-id label. So where it sees too little, we say so:
//   success-2         FAIL or PASS would be a guess: one host-id in several zones cannot be
//   missing-labels    not a violation any more; one host is known, one is not
const expected: Readonly<Record<string, readonly [check: string, labels: string, hosts: string, zones: string]>> = {
  'success-1': ['PASS', 'PASS', 'PASS', 'PASS'],
  'success-2': ['DNF', 'PASS', 'DNF', 'PASS'],
  'no-distribution-1': ['FAIL', 'PASS', 'FAIL', 'FAIL'],
  'no-distribution-2': ['FAIL', 'PASS', 'FAIL', 'FAIL'],
  'missing-labels': ['DNF', 'PASS', 'DNF', 'FAIL'],
  'not-enough-nodes': ['FAIL', 'PASS', 'FAIL', 'FAIL'],
}

const file = new URL('../../../shared/reference/node-distribution-scenarios.yaml', import.meta.url)

t.test('the official scenarios, where they are at hand', async (t) => {
  if (!existsSync(file)) return
  // the official file: scenario, node, labels
  const scenarios = parse(readFileSync(file, 'utf8')) as Record<string, Record<string, Record<string, string>>>
  t.same(Object.keys(scenarios).toSorted(), Object.keys(expected).toSorted())
  for (const [name, labelled] of Object.entries(scenarios)) {
    const nodes = Object.entries(labelled).map(([name, labels]): Node => ({ ...node({ name }), labels }))
    const facts = { nodes, clusterMachines: null, nodeServers: null }
    const verdicts = [nodeDistributionCheck, labels, controlPlaneHosts, controlPlaneZones].map(
      (check) => judge(check, facts).verdict,
    )
    t.same(verdicts, expected[name], name)
  }
})
