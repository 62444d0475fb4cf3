import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { reportOf } from '../../reports/golden/sample.ts'
import { daysAgo, laid, officialReport } from '../../suites/scs-0004-testing/sample-history.ts'
import { conformantCloud, conformantCluster, folder, judge, judgeCluster } from '../../testbed/cli.ts'
import { startSimulator, type Simulator } from '../../testbed/simulator/index.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { scsConformance } from '../../testbed/cli.ts'
import type { Report } from '../report.ts'

// What a provider hands in about its software and its tests, judged as a user would have it judged: by run --provider.

const now = new Date().toISOString()
const ago = (days: number): string => daysAgo(days, now)
const suites = join(import.meta.dirname, '../../suites')
const sample = (path: string): string => readFileSync(join(suites, path), 'utf8')

const judged = [
  'scs-0100-syntax-check',
  'scs-0008-four-opens',
  'scs-0008-licence-scan',
  'scs-0008-scorecard',
  'scs-0124-openstack-maintained',
  'scs-0124-vulnerabilities',
  'scs-0004-tests-regular',
  'scs-0004-tests-decided',
  'scs-0004-release-tested',
  'scs-0004-upgrade-validated',
]

/** A scope of this layer that demands these testcases. */
function scopeFile(layer: 'iaas' | 'kaas', demands: readonly string[]): string {
  const path = join(folder(), 'scope.yaml')
  const text = `
id: my-own-${layer}
uuid: 00000000-0000-4000-8000-000000000009
name: Mine of ${layer}
url: https://example.org/sovereign
level: compatible
layer: ${layer}
testcases: [${demands.join(', ')}]
modules: [{ id: all, name: All, url: https://example.org/all, targets: { main: [${demands.join(', ')}] } }]
versions: [{ version: v1, stabilizedAt: 2024-01-01, include: [all] }]
timeline: [{ date: 2024-01-01, versions: { v1: effective } }]
`
  writeFileSync(path, text)
  return path
}

/** One of our reports, of so many days ago, on a cloud whose Nova is of this version. */
function ownReport(days: number, nova: string): string {
  const at = { startedAt: ago(days), expiresAt: ago(days - 10) }
  const results = {
    'scs-0100-syntax-check': { verdict: 'PASS', ...at },
    'scs-0124-openstack-maintained': { verdict: 'PASS', examined: [`compute ${nova}: OpenStack x`], ...at },
    'scs-0128-tempest': { verdict: 'PASS', notes: [`stream: subunit, finished ${ago(days)}`], ...at },
  } as const
  const uuid = `00000000-0000-4000-9000-${String(days).padStart(12, '0')}`
  const head = { uuid, subject: 'testbed', startedAt: ago(days), finishedAt: ago(days), complete: true }
  return JSON.stringify(reportOf(results, head))
}

/** All that a provider with nothing to hide hands in; some files may be others. */
function handedIn(changes: Readonly<Record<string, string>> = {}): string {
  const results = Object.fromEntries(
    judged.filter((id) => !id.startsWith('scs-0004')).map((id) => [id, 'PASS' as const]),
  )
  const weeks = Array.from({ length: 14 }, (_, week) => week)
  const day = (days: number) => ago(days).slice(0, 10)
  return laid(folder(), {
    'provider.yaml': `
vulnerabilities: [vex/scan.cdx.json, vex/statements.openvex.json]
software: software.yaml
scorecards: [scorecards/component.json]
licenceScans: [scans/reuse.json]
reports: [history]
releaseTests: [{ release: OpenStack 2026.2 rc1, report: lab/report.json }]
`,
    'vex/scan.cdx.json': sample('scs-0124-software-security/import/samples/scan.cdx.json')
      .replace('2026-11-23T06', `${day(1)}T06`)
      .replace('2026-11-01', day(10)),
    'vex/statements.openvex.json': sample('scs-0124-software-security/import/samples/statements.openvex.json'),
    'software.yaml': sample('scs-0008-four-opens/samples/four-opens.yaml').replace('2026-10-20', day(30)),
    'scorecards/component.json': sample('scs-0008-four-opens/samples/scorecard.json').replace('2026-11-16', day(5)),
    'scans/reuse.json': sample('scs-0008-four-opens/samples/reuse-good.json'),
    ...Object.fromEntries(
      weeks.map((week) => [`history/${week}/report.yaml`, officialReport(week * 7, results, 'testbed', now)]),
    ),
    'history/before.json': ownReport(40, '2.90'),
    'history/after.json': ownReport(35, '2.93'),
    'lab/report.json': ownReport(60, '2.104'),
    ...changes,
  })
}

/** The bundled data as if collected today, by which these series are maintained, and no others. */
function seriesData(...maintained: readonly string[]): string {
  const bundled = JSON.parse(readFileSync(join(suites, '../standards/data/openstack-series.json'), 'utf8')) as {
    readonly series: readonly { readonly name: string }[]
  }
  const series = bundled.series.map((one) => ({
    ...one,
    maintainedUntil: maintained.some((name) => one.name.endsWith(name)) ? null : '2024-05-03',
  }))
  return laid(folder(), { 'openstack-series.json': JSON.stringify({ ...bundled, reach: now.slice(0, 10), series }) })
}

async function verdicts(simulator: Simulator, args: readonly string[], out = folder()) {
  const scope = ['--scope', scopeFile('iaas', judged)]
  const { code, stderr } = await judge(simulator, [...scope, '--output', out, ...args])
  const { results } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report
  return { code, stderr, results, out }
}

t.test('all handed in: everything passes, and again offline from the bundle, with the same bytes', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const files = handedIn()
  const provider = ['--provider', join(files, 'provider.yaml')]
  const { code, results, out, stderr } = await verdicts(simulator, [
    ...provider,
    '--data',
    seriesData('Zed', 'Antelope', 'Bobcat'),
    '--bundle',
  ])
  const not = Object.entries(results).filter(([, { verdict }]) => verdict !== 'PASS')
  t.same(not, [], stderr)
  t.equal(code, 0)
  const text = readFileSync(join(out, 'report.json'), 'utf8')
  t.notOk(text.includes(files), 'paths are those of the provider file, not of this machine')

  await simulator.stop()
  rmSync(files, { recursive: true })
  const again = folder()
  t.match(await scsConformance(['judge', join(out, 'report.bundle.zip'), '--output', again]), {
    code: 0,
    stdout: /all 10 judged testcases as before/,
  })
  t.equal(readFileSync(join(again, 'report.json'), 'utf8'), text)
})

t.test('nothing handed in is MISS, each with the way out; the series that runs is seen all the same', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const { code, results } = await verdicts(simulator, [])
  t.equal(code, 1)
  for (const id of judged.filter((id) => id !== 'scs-0100-syntax-check' && id !== 'scs-0124-openstack-maintained')) {
    t.match(results[id], { verdict: 'MISS', cause: { kind: 'manual', message: /--provider/ } }, id)
  }
  t.match(results['scs-0124-openstack-maintained'], {
    verdict: 'FAIL',
    examined: [
      'compute 2.93: OpenStack Zed',
      /^block-storage 3\.70: OpenStack 2023\.2 Bobcat or/,
      /^load-balancer 2\.26/,
    ],
    violations: [
      { subject: 'service compute', actual: /is of Zed, not maintained since 2024-05-03/ },
      { subject: 'service block-storage' },
      { subject: 'service load-balancer' },
    ],
  })
})

t.test('series of OpenStack: told by Nova, open where it tells two, seen where a service lags', async (t) => {
  const ofSeries = async (nova: string, cinder: string) => {
    const blockStorage = { maxMicroversion: cinder }
    const description = { compute: { maxMicroversion: nova }, blockStorage, loadBalancer: { newestMinor: 30 } }
    await using simulator = await startSimulator({ description })
    const { results } = await verdicts(simulator, ['--data', seriesData('Hibiscus', 'Flamingo')])
    return results['scs-0124-openstack-maintained']
  }
  t.match(await ofSeries('2.104', '3.71'), {
    verdict: 'PASS',
    examined: ['compute 2.104: OpenStack 2026.2 Hibiscus', /^block-storage 3\.71/, /^load-balancer 2\.30/],
    notes: [/^block-storage 3\.71 is of/, /^load-balancer/, /^judged by openstack-series/],
  })
  t.match(await ofSeries('2.100', '3.71'), {
    verdict: 'DNF',
    cause: { message: /^compute 2\.100 is of OpenStack 2025\.2/ },
  })
  t.match(await ofSeries('2.104', '3.70'), { verdict: 'FAIL', violations: [{ subject: 'service block-storage' }] })
})

t.test('each broken file costs its own testcase, with the place', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const files = handedIn({
    'vex/statements.openvex.json': '{"@context": "https://openvex.dev/ns/v0.2.0", "timestamp": 1, "statements": []}',
    'software.yaml': 'reviewedAt: 2026-10-20\ncomponents:\n  - name: nova\n    repositry: https://x\n',
    'scorecards/component.json': `{"date": ${'['.repeat(1_000_000)}`,
    'scans/reuse.json': sample('scs-0008-four-opens/samples/reuse-bad.json'),
    'history/x.json': '{"format": "scs-conformance-report/1"',
  })
  const { results } = await verdicts(simulator, ['--provider', join(files, 'provider.yaml')])
  const malformed = (message: string) => ({ verdict: 'DNF', cause: { kind: 'malformed', message } })
  t.match(
    results['scs-0124-vulnerabilities'],
    malformed('vex/statements.openvex.json: is no OpenVEX document: /timestamp'),
  )
  t.match(results['scs-0008-four-opens'], malformed('software.yaml:4: components[0].repositry: unknown key'))
  t.match(results['scs-0008-scorecard'], malformed('scorecards/component.json:1: is nested more than 100 levels'))
  t.match(results['scs-0008-licence-scan'], { verdict: 'FAIL', violations: [{ subject: 'source MIT' }, {}, {}] })
  t.match(results['scs-0004-tests-regular'], malformed('history/x.json: is neither JSON nor YAML'))
})

t.test('a cluster: maintained, and not any more', async (t) => {
  const scope = ['--scope', scopeFile('kaas', ['scs-0124-kubernetes-maintained']), '--format', 'lines']
  await using current = await startClusterSimulator({ description: conformantCluster })
  t.match(await judgeCluster(current, scope), { code: 0, stdout: 'scs-0124-kubernetes-maintained: PASS' })
  await using old = await startClusterSimulator({ description: { version: 'v1.30.1' } })
  t.match(await judgeCluster(old, scope), { code: 1, stdout: 'scs-0124-kubernetes-maintained: FAIL' })
})
