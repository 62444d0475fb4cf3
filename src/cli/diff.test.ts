import { readFileSync, writeFileSync } from 'node:fs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import t from 'tap'
import { reportOf } from '../../reports/golden/sample.ts'
import { subunitV2 } from '../../suites/scs-0128-tempest/import/write-subunit-v2.ts'
import { folder, judge, judgeCluster, scsConformance, seededCloud, seededCluster } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { writeBundle } from '../evidence/bundle.ts'
import type { Report } from '../report.ts'
import { loadScope } from '../standards.ts'

function file(report: Report): string {
  const path = `${folder()}/report.json`
  writeFileSync(path, JSON.stringify(report))
  return path
}

const good = file(reportOf({ 'scs-0100-syntax-check': { verdict: 'PASS' }, 'scs-0116-presence': { verdict: 'PASS' } }))
const bad = file(reportOf({ 'scs-0100-syntax-check': { verdict: 'FAIL' }, 'scs-0116-presence': { verdict: 'PASS' } }))
const blind = file(reportOf({ 'scs-0100-syntax-check': { verdict: 'DNF' }, 'scs-0116-presence': { verdict: 'PASS' } }))

t.test('a regression is 1, the way back is 0, what is not decided any more is 2', async (t) => {
  t.match(await scsConformance(['diff', good, bad]), {
    code: 1,
    stdout:
      /Regressions: FAIL now \(1\)\n {2}scs-0100-syntax-check: PASS, now FAIL\n {6}\+ flavor a: expected b, found c/,
  })
  t.match(await scsConformance(['diff', bad, good]), { code: 0, stdout: /Fixed: PASS now/ })
  t.match(await scsConformance(['diff', good, blind]), { code: 2, stdout: /PASS, now DNF\n {6}timeout:/ })
  t.match(await scsConformance(['diff', good, good]), { code: 0, stdout: /Nothing has changed/ })
})

t.test('as Markdown and as JSON', async (t) => {
  const markdown = await scsConformance(['diff', good, bad, '--format', 'markdown'])
  t.match(markdown.stdout, /\| scs-0100-syntax-check \| PASS, now FAIL \| \+ flavor a/)
  const { stdout } = await scsConformance(['diff', good, bad, '--format', 'json'])
  t.match(JSON.parse(stdout), [{ regressions: [{ id: 'scs-0100-syntax-check', before: 'PASS', after: 'FAIL' }] }])
})

async function bundle(...ids: readonly string[]): Promise<string> {
  const judged = await Promise.all(
    ids.map(async (id) => {
      const scope = await loadScope(id)
      const { uuid, name, url, digest } = scope
      const report = reportOf({ 'scs-0116-presence': { verdict: 'PASS' } }, { scope: { id, uuid, name, url, digest } })
      return { scope, report }
    }),
  )
  const path = `${folder()}/report.bundle.zip`
  writeFileSync(
    path,
    writeBundle({ judged, recording: {}, standards: [], data: [] }, (report) => JSON.stringify(report)),
  )
  return path
}

t.test('a scope that one of two bundles lacks is told; where the later one lacks it, that is no success', async (t) => {
  const [iaas, both] = [await bundle('scs-compatible-iaas'), await bundle('scs-compatible-iaas', 'scs-compatible-kaas')]
  t.match(await scsConformance(['diff', both, both]), { code: 0, stderr: '' })
  t.match(await scsConformance(['diff', both, iaas]), {
    code: 2,
    stderr: /only the earlier bundle has a report on scs-compatible-kaas; not compared/,
  })
  t.match(await scsConformance(['diff', iaas, both]), { code: 0, stderr: /only the later bundle/ })
})

t.test('a bundle that was tampered with is not compared', async (t) => {
  const whole = await bundle('scs-compatible-iaas')
  const changed = `${folder()}/changed.zip`
  writeFileSync(changed, zipSync({ ...unzipSync(readFileSync(whole)), 'facts.json': strToU8('{"facts":{}}') }))
  t.match(await scsConformance(['diff', whole, changed]), {
    code: 64,
    stderr: /changed\.zip: was tampered with: facts/,
  })
})

t.test('two versions of a scope, and what cannot be compared', async (t) => {
  const versions = await scsConformance(['diff', 'scs-compatible-iaas@v3', 'scs-compatible-iaas@v4'])
  t.match(versions, { code: 0, stdout: /From SCS-compatible IaaS v3 to SCS-compatible IaaS v4/ })
  t.match(versions.stdout, /scs-0103-flavor-1v-4 +- +main/)
  t.match(await scsConformance(['diff', 'scs-compatible-iaas@v3', good]), {
    code: 64,
    stderr: /not one with the other/,
  })
  t.match(await scsConformance(['diff', 'scs-compatible-iaas@v3', 'scs-compatible-iaas@v9']), {
    code: 64,
    stderr: /has no version v9/,
  })
})

const required = (
  JSON.parse(readFileSync(new URL('../../standards/data/tempest-required-tests.json', import.meta.url), 'utf8')) as {
    tests: readonly { id: string; name: string }[]
  }
).tests

/** The report on imported results: of a whole run of Tempest, but for what is said, and of tasks of Rally. */
async function imported({
  failed = {},
  missing = [],
  extra = {},
  kept = true,
}: {
  /** Message by the number of a required test. */
  readonly failed?: Readonly<Record<number, string>>
  readonly missing?: readonly number[]
  /** Status by the name of a test that is not required: 3 passed, 6 failed. */
  readonly extra?: Readonly<Record<string, 3 | 6>>
  readonly kept?: boolean
}): Promise<string> {
  const home = folder()
  const packets = required.flatMap(({ id, name }, i) => {
    const test = `${name}[id-${id}]`
    if (missing.includes(i)) return []
    const content = failed[i]
    if (content === undefined) return [{ test, status: 3, at: Date.now() }]
    return [
      { test, mime: 'text/plain', file: { name: 'traceback', content }, at: Date.now() },
      { test, status: 6, at: Date.now() },
    ]
  })
  const others = Object.entries(extra).map(([test, status]) => ({ test, status, at: Date.now() }))
  writeFileSync(`${home}/stream`, subunitV2([...packets, ...others]))
  const workloads = [
    { scenario: { 'NovaServers.boot_server': {} }, pass_sla: true },
    { scenario: { 'CinderVolumes.create_volume': {} }, pass_sla: kept },
  ]
  writeFileSync(`${home}/task.json`, JSON.stringify({ tasks: [{ subtasks: [{ workloads }] }] }))
  const files = ['--import', `${home}/stream`, '--import', `${home}/task.json`]
  await scsConformance(['run', '--quiet', '--tests', 'scs-0128', '--section', 'heavy', ...files, '--output', home])
  return `${home}/report.json`
}

t.test('Tempest, before and after an upgrade: same verdict, and what has changed all the same', async (t) => {
  const before = await imported({ failed: { 1: 'timed out after 36.1 s' }, extra: { 'other.one': 3, 'other.two': 6 } })
  const same = await imported({ failed: { 1: 'answer 500' }, extra: { 'other.two': 6, 'other.one': 3 } })
  t.match(await scsConformance(['diff', before, same]), { code: 0, stdout: /Nothing has changed/ })
  const after = await imported({ failed: { 2: 'timed out after 36.1 s' }, extra: { 'other.one': 6, 'other.two': 6 } })
  const { code, stdout } = await scsConformance(['diff', before, after])
  t.equal(code, 0, 'no regression: it was FAIL before')
  t.match(stdout, /Same verdict, other evidence \(1\)\n {2}scs-0128-tempest: FAIL\n/)
  t.ok(stdout.includes(`+ test ${required[2]?.name}: expected it passes`))
  t.ok(stdout.includes(`- test ${required[1]?.name}: it failed`))
  t.match(stdout, /\+ note: not required, and failed: other\.one\n/)
  t.notMatch(stdout, /other\.two|finished/)
})

t.test('Tempest: other tests are missing', async (t) => {
  const before = await imported({ missing: [1] })
  t.match(await scsConformance(['diff', before, await imported({ missing: [1] })]), { stdout: /Nothing has changed/ })
  const { code, stdout } = await scsConformance(['diff', before, await imported({ missing: [2] })])
  t.equal(code, 0)
  t.match(stdout, /scs-0128-tempest: DNF\n {6}dependency: 1 of 258 [^\n]*\n {6}before: dependency: 1 of 258/)
})

t.test('Rally: a workload that misses its service level now', async (t) => {
  const before = await imported({})
  t.match(await scsConformance(['diff', before, await imported({})]), { code: 0, stdout: /Nothing has changed/ })
  const { code, stdout } = await scsConformance(['diff', before, await imported({ kept: false })])
  t.equal(code, 0)
  t.match(stdout, /scs-0128-tempest: PASS\n[^]*\+ note: \S*task\.json: 1 of 2 workloads kept/)
  t.match(stdout, /\+ note: \S*task\.json: service level missed: CinderVolumes\.create_volume\n/)
  t.match(stdout, /- note: \S*task\.json: 2 of 2 workloads kept/)
})

t.test('two runs on what has not changed say that nothing has', async (t) => {
  await using cloud = await startSimulator({ description: seededCloud })
  await using cluster = await startClusterSimulator({ description: seededCluster })
  for (const run of [
    (out: string) => judge(cloud, ['--output', out]),
    (out: string) => judgeCluster(cluster, ['--output', out]),
  ]) {
    const [before, after] = [folder(), folder()]
    await run(before)
    await run(after)
    t.match(await scsConformance(['diff', `${before}/report.json`, `${after}/report.json`]), {
      code: 0,
      stdout: /\n\nNothing has changed\.\n$/,
    })
  }
})
