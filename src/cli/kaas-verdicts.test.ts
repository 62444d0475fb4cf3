import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { conformantCluster, folder, judgeCluster, seededCloud, seededCluster, settings } from '../../testbed/cli.ts'
import { freshData } from '../../testbed/fresh-data.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { login } from '../../testbed/simulator/test-client.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import type { Report } from '../report.ts'

// Whole runs on simulated clusters. The date is one on which the bundled releases know the version of conformant.yaml.

const date = ['--date', '2026-11-24', ...freshData()]

function idsWith(report: Report, ...verdicts: readonly string[]): readonly string[] {
  const found = Object.entries(report.results).filter(([, { verdict }]) => verdicts.includes(verdict))
  return found.map(([id]) => id).toSorted()
}

/** What only a person, a registry or hours of tests can tell. */
const missing = [
  'cncf-k8s-conformance',
  'kaas-networking-check',
  'scs-0210-supported-minors',
  'scs-0211-volume-redundancy',
  'scs-0212-authentication',
  'scs-0212-required-features',
  'scs-0212-tls',
  'scs-0215-etcd-backup',
  'scs-0217-etcd-access',
  'scs-0217-internal-ports',
]

t.test('a sound cluster, to compare with: everything that can be seen is PASS', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  const { code, stdout, stderr } = await judgeCluster(cluster, ['--format', 'json', ...date])
  const report = JSON.parse(stdout) as Report
  t.equal(code, 2, 'not decided: the e2e tests are missing')
  t.equal(stderr, '')
  t.strictSame(idsWith(report, 'FAIL', 'DNF'), [])
  t.strictSame(idsWith(report, 'MISS'), [...missing, 'scs-0217-pod-security-baseline'].toSorted())
  t.strictSame(
    cluster.objects('namespaces').filter(({ metadata }) => metadata.name.startsWith('scs-conformance')),
    [],
  )
  t.strictSame([...cluster.objects('persistentvolumes'), ...cluster.objects('persistentvolumeclaims')], [])
  const seen = cluster.requests.filter(({ method }) => method === 'GET').map(({ path }) => path)
  const once = seen.filter((path) => !path.includes('/scs-conformance-') && !/persistentvolumes|version/.test(path))
  t.equal(new Set(once).size, once.length, 'nothing is fetched twice')
})

t.test('the seeded mistakes are found, and only they', async (t) => {
  await using cluster = await startClusterSimulator({ description: seededCluster })
  const output = folder()
  const { code } = await judgeCluster(cluster, ['--output', output, ...date])
  t.equal(code, 1)
  const report = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report
  t.strictSame(idsWith(report, 'DNF'), [])
  t.strictSame(idsWith(report, 'MISS'), missing)
  t.strictSame(idsWith(report, 'PASS'), [
    'scs-0211-read-write-once',
    'scs-0215-certificate-rotation',
    'scs-0217-api-server-tls',
    'scs-0217-authentication-methods',
  ])
  for (const id of idsWith(report, 'FAIL')) t.ok((report.results[id]?.violations.length ?? 0) > 0, id)
  const named = readFileSync(seededCluster, 'utf8')
  for (const id of idsWith(report, 'FAIL'))
    t.ok(named.includes(id.replace('scs-0214-control-plane', '')), `${id} is announced`)
})

t.test('the hosts behind the nodes, by the cloud that has them', async (t) => {
  await using cloud = await startSimulator({ description: seededCloud })
  const { get } = await login(cloud)
  const { body } = await get('/compute/v2.1/servers')
  const servers = (body as unknown as { servers: { id: string; name: string }[] }).servers
  const serverIds = Object.fromEntries(servers.map(({ name, id }) => [name, id]))
  const worker = { name: 'worker', region: 'r', zone: 'z', providerID: 'openstack:///${SERVER_ID:scs-vm-3}' }
  for (const [name, verdict] of [
    ['vm', 'PASS'],
    ['same', 'FAIL'],
  ] as const) {
    const providerID = `openstack:///\${SERVER_ID:scs-${name}-{n}}`
    const controlPlane = {
      name: 'control-plane-{n}',
      count: 2,
      roles: ['control-plane'],
      region: 'r',
      zone: 'z{n}',
      providerID,
    }
    await using cluster = await startClusterSimulator({ description: { nodes: [controlPlane, worker], serverIds } })
    const args = ['--os-cloud', 'testbed', '--format', 'json', '--tests', 'control-plane-hosts']
    const { stdout } = await judgeCluster(cluster, args, { env: settings(cloud.cloudsYaml()) })
    const found = (JSON.parse(stdout) as Report).results['scs-0214-control-plane-hosts']
    t.match(found, { verdict }, name)
    t.equal(found?.violations.length, verdict === 'PASS' ? 0 : 1)
  }
})

t.test('what a user may not look at is DNF with that cause; what may be read is judged all the same', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  const { stdout } = await judgeCluster(cluster, ['--format', 'json', ...date], { context: 'reader' })
  const report = JSON.parse(stdout) as Report
  t.strictSame(idsWith(report, 'FAIL'), [])
  for (const id of idsWith(report, 'DNF'))
    t.match(report.results[id], { cause: { kind: 'forbidden', message: /403/ } }, id)
  t.match(report.results['node-distribution-check'], { verdict: 'PASS' })
  t.match(report.results['scs-0217-kubelet-anonymous'], { verdict: 'DNF' })

  const nobody = await judgeCluster(cluster, ['--format', 'json', ...date], { context: 'nobody' })
  const told = JSON.parse(nobody.stdout) as Report
  t.strictSame(idsWith(told, 'FAIL'), [])
  t.match(told.results['node-distribution-check'], { verdict: 'DNF', cause: { kind: 'forbidden', fact: 'nodes' } })
})
