import { t } from 'tap'
import { conformantCluster, seededCluster } from '../../cli.ts'
import { loadCluster } from './load-cluster.ts'

t.test('an empty description is a cluster with defaults', async (t) => {
  t.match(loadCluster({}), {
    version: /^v1\./,
    nodes: [],
    anonymous: true,
    authorization: 'RBAC',
    pace: { startMs: 20 },
  })
})

t.test('the clusters of the repository load', async (t) => {
  for (const file of [conformantCluster, seededCluster]) t.ok(loadCluster(file).nodes.length > 0, file)
})

t.test('a bad file is refused in one sentence with file, line and key', async (t) => {
  const refused = (text: string, sentence: RegExp): void => {
    const file = `${t.testdir({ 'cluster.yaml': text })}/cluster.yaml`
    t.throws(() => loadCluster(file), { message: sentence })
  }
  refused('name: x\nnoodles: []\n', /cluster\.yaml:2: noodles is not a known key$/)
  refused('nodes:\n- {name: a, zones: 1}\n', /cluster\.yaml:2: nodes\[0\]\.zones is not a known key$/)
  refused('version: 1.36\n', /cluster\.yaml:1: version must be string$/)
  refused('faults:\n- {path: "(", action: {status: 500}}\n', /faults\[0\]\.path must match format "regex"$/)
})
