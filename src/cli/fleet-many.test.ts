import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { validateReport } from '../../reports/validate.ts'
import { conformantCloud, conformantCluster, folder, scsConformance } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import type { Report } from '../report.ts'

// Twelve subjects, of which some do all that a subject can do to others. bench/fleet.ts does the same with two hundred.

const cloud = await startSimulator({ description: conformantCloud })
const silent = await startSimulator({ description: conformantCloud, latencyMs: 60_000 })
const cluster = await startClusterSimulator({ description: conformantCluster })
t.teardown(() => Promise.all([cloud, silent, cluster].map((one) => one[Symbol.asyncDispose]())))
t.setTimeout(300_000) // many runs, each in a process of its own

const home = folder()
const write = (name: string, text: string) => writeFileSync(join(home, name), text, { mode: 0o600 })
write('clouds.yaml', cloud.cloudsYaml())
write('silent.yaml', silent.cloudsYaml())
write('away.yaml', cloud.cloudsYaml().replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:1'))
cluster.writeKubeconfig(join(home, 'kubeconfig'), 'admin')
write('crash.mjs', 'process.kill(process.pid, "SIGKILL")')
write('hunger.mjs', 'const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))')
write('crash.env', `NODE_OPTIONS=--import=${join(home, 'crash.mjs')}\n`)
write('hunger.env', `NODE_OPTIONS=--import=${join(home, 'hunger.mjs')}\n`)

const names = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index + 1}`)
const clouds = names('cloud', 6)
const clusters = names('cluster', 2)
const templates = `templates:
  iaas: { cloud: testbed, cloudsFile: clouds.yaml, layer: iaas, readOnly: true }
  kaas: { kubeconfigs: [kubeconfig], readOnly: true }
workers: 3
subjects:
`
const well = [
  ...clouds.map((one) => `  ${one}: { templates: [iaas] }`),
  ...clusters.map((one) => `  ${one}: { templates: [kaas] }`),
]
const ill = [
  '  silent: { templates: [iaas], cloudsFile: silent.yaml, timeoutS: 3 }',
  '  away: { templates: [iaas], cloudsFile: away.yaml }',
  '  crashing: { templates: [iaas], environmentFile: crash.env }',
  '  hungry: { templates: [iaas], environmentFile: hunger.env, memoryMiB: 128 }',
]
const run = (output: string, subjects: readonly string[], options: Parameters<typeof scsConformance>[1] = {}) => {
  write('subjects.yaml', `${templates}${subjects.join('\n')}\n`)
  return scsConformance(['run', '--config', 'subjects.yaml', '--output', output, '--date', '2026-10-01'], {
    cwd: home,
    ...options,
  })
}
const reportIn = (output: string, name: string) =>
  JSON.parse(readFileSync(join(home, output, name, 'report.json'), 'utf8')) as Report

t.test(
  'what happens to one of twelve is nothing to the others, and never are there more than the workers',
  async (t) => {
    const { code, stdout } = await run('whole', [...ill, ...well])
    t.equal(code, 2, 'four have not been decided')
    const wells = [...clouds, ...clusters].map((name) => reportIn('whole', name))
    for (const report of wells) {
      t.equal(validateReport(report), null)
      t.match(report, { complete: true })
      const id = report.layer === 'iaas' ? 'scs-0100-syntax-check' : 'version-policy-check'
      t.match(report.results[id], { verdict: 'PASS' }, report.subject)
    }
    t.match(reportIn('whole', 'silent'), { complete: false })
    const verdicts = new Set(Object.values(reportIn('whole', 'away').results).map(({ verdict }) => verdict))
    t.same([...verdicts].toSorted(), ['DNF', 'MISS'])
    t.match(stdout, /^crashing +crashed \(SIGKILL\)/m)
    t.match(stdout, /^hungry +crashed \(SIGABRT\)/m)
    for (const name of ['crashing', 'hungry']) t.notOk(existsSync(join(home, 'whole', name, 'report.json')), name)
    const spans = [...wells, reportIn('whole', 'silent'), reportIn('whole', 'away')]
    for (const { startedAt } of spans) {
      const beside = spans.filter((other) => other.startedAt <= startedAt && startedAt < other.finishedAt)
      t.ok(beside.length <= 3, `${beside.map(({ subject }) => subject).join(', ')} at the same time`)
    }
  },
)

t.test(
  'killed in the middle: all that was finished is there and whole, and what was at work ends by itself',
  async (t) => {
    const { code, stderr } = await run('killed', well, { signal: { name: 'SIGKILL', at: '[3/8]' } })
    t.equal(code, null)
    const finished = [...stderr.matchAll(/^\[\d\/8\] ([\w-]+): /gm)].flatMap(([, name]) => name ?? [])
    t.ok(finished.length >= 3)
    for (const name of finished) {
      t.equal(validateReport(reportIn('killed', name)), null)
      t.match(reportIn('killed', name), { subject: name, complete: true })
    }
    // What is at work has a report from its beginning on.
    const begun = readdirSync(join(home, 'killed')).filter((name) =>
      existsSync(join(home, 'killed', name, 'report.json')),
    )
    t.ok(begun.length < well.length, 'nobody begins another')
    while (!begun.every((name) => reportIn('killed', name).complete)) await pause(50)
    for (const name of begun) t.equal(validateReport(reportIn('killed', name)), null)
  },
)
