import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import t from 'tap'
import { conformantCloud, conformantCluster, folder, judge, judgeCluster, scsConformance } from '../../testbed/cli.ts'
import { conformantProvider, seededProvider } from '../../testbed/judge-provider.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { startProviderSimulator } from '../../testbed/simulator/provider/index.ts'
import type { Report } from '../report.ts'

// Whole runs of both layers with what a simulated provider publishes. On loopback no place is public, and http is seen.

const standing = [
  'scs-0402-status-page',
  'scs-0402-public',
  'scs-0402-incidents',
  'scs-0402-severities',
  'scs-0004-health-monitor',
  'scs-0004-availability',
]
const demands = {
  iaas: [...standing, 'scs-0300-federation'],
  kaas: [...standing, 'scs-0403-metrics', 'scs-0403-alert-rules'],
}

function scopeFile(layer: 'iaas' | 'kaas'): string {
  const path = join(folder(), `${layer}.yaml`)
  const list = demands[layer].join(', ')
  writeFileSync(
    path,
    `id: my-${layer}
uuid: 00000000-0000-4000-8000-000000000004
name: What is published
url: https://example.org/published
level: compatible
layer: ${layer}
testcases: [${list}]
modules: [{ id: all, name: All, url: https://example.org/all, targets: { main: [${list}] } }]
versions: [{ version: v1, stabilizedAt: 2024-01-01, include: [all] }]
timeline: [{ date: 2024-01-01, versions: { v1: effective } }]
`,
  )
  return path
}

const verdicts = (report: Report) =>
  Object.fromEntries(Object.entries(report.results).map(([id, { verdict }]) => [id, verdict]))
const reportIn = (out: string) => JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report

t.test('IaaS, a sound provider: all but what loopback cannot be', async (t) => {
  await using cloud = await startSimulator({ description: conformantCloud })
  await using provider = await startProviderSimulator({ description: conformantProvider })
  const file = join(folder(), 'provider.yaml')
  provider.writeProviderYaml(file)
  const out = folder()
  await judge(cloud, ['--scope', scopeFile('iaas'), '--provider', file, '--output', out])
  const report = reportIn(out)
  t.strictSame(verdicts(report), {
    'scs-0402-status-page': 'PASS',
    'scs-0402-public': 'FAIL',
    'scs-0402-incidents': 'PASS',
    'scs-0402-severities': 'PASS',
    'scs-0004-health-monitor': 'FAIL',
    'scs-0004-availability': 'PASS',
    'scs-0300-federation': 'MISS',
  })
  for (const id of ['scs-0402-public', 'scs-0004-health-monitor']) {
    t.match(report.results[id], { violations: [{ expected: 'an https URL' }] })
    t.equal(report.results[id]?.violations.length, 1, 'and nothing else')
  }
  t.ok(report.http.requests > 20, 'what the web was asked is counted')
})

t.test('KaaS, a provider with mistakes; its bundle holds no token and is judged again offline', async (t) => {
  await using cluster = await startClusterSimulator({ description: conformantCluster })
  await using provider = await startProviderSimulator({ description: seededProvider })
  const file = join(folder(), 'provider.yaml')
  const token = join(folder(), 'status.token')
  writeFileSync(token, 'cAnary-in-a-file\n')
  writeFileSync(
    file,
    provider
      .providerYaml()
      .replace('/status\n', `/status\n  tokenFile: ${token}\n`)
      .replace('tokenVariable: PROMETHEUS_TOKEN', `tokenFile: ${token}`),
  )
  provider.faults.add({ service: 'prometheus', action: { status: 401 } })
  const out = folder()
  await judgeCluster(cluster, ['--scope', scopeFile('kaas'), '--provider', file, '--output', out, '--bundle'])
  const report = reportIn(out)
  t.strictSame(verdicts(report), {
    ...Object.fromEntries(standing.map((id) => [id, 'FAIL'])),
    'scs-0403-metrics': 'DNF',
    'scs-0403-alert-rules': 'DNF',
  })
  t.match(report.results['scs-0403-metrics']?.cause, { kind: 'auth' })
  const files = unzipSync(readFileSync(join(out, 'report.bundle.zip')))
  for (const [name, bytes] of Object.entries(files)) t.notMatch(Buffer.from(bytes).toString('latin1'), 'cAnary', name)

  await provider.stop()
  await cluster.stop()
  const { code, stdout } = await scsConformance(['judge', join(out, 'report.bundle.zip')])
  t.equal(code, 0)
  t.match(stdout, /all \d+ judged testcases as before/)
})

t.test('nothing handed in: for attestations, all of it', async (t) => {
  await using cloud = await startSimulator({ description: conformantCloud })
  const out = folder()
  const { code } = await judge(cloud, ['--scope', scopeFile('iaas'), '--output', out])
  t.equal(code, 2)
  t.strictSame([...new Set(Object.values(verdicts(reportIn(out))))], ['MISS'])
})
