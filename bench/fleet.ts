import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { validateReport } from '../reports/validate.ts'
import type { Report } from '../src/report.ts'

// 200 simulated subjects in one run, and the same killed in the middle. Linux: processes are looked at in /proc.

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'bin/scs-conformance')
const workers = 4
const killAfter = 60

type Say = (what: string, figure: string) => void

/** @param work an empty folder that somebody else deletes */
export async function benchFleet(work: string, say: Say): Promise<void> {
  const home = join(work, 'fleet')
  mkdirSync(home)
  const simulators = await Promise.all([
    simulate('--cloud', `${root}testbed/clouds/conformant.yaml`, '--clouds-yaml', join(home, 'good.yaml')),
    simulate('--cloud', `${root}testbed/clouds/seeded.yaml`, '--clouds-yaml', join(home, 'bad.yaml')),
    simulate('--latency', '60000', '--clouds-yaml', join(home, 'silent.yaml')),
    simulate('--cluster', `${root}testbed/clusters/conformant.yaml`, '--kubeconfig', join(home, 'kubeconfig')),
  ])
  try {
    const names = writeSubjects(home)
    await whole(home, names, say)
    await killed(home, names, say)
  } finally {
    for (const one of simulators) one.kill()
  }
}

async function simulate(...args: readonly string[]) {
  const main = join(root, 'testbed/simulator/main.ts')
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return child
}

/** 90 good clouds, 30 with mistakes, 6 in which something is made, 60 clusters, 14 that are trouble; their names. */
function writeSubjects(home: string): readonly string[] {
  const write = (name: string, text: string) => writeFileSync(join(home, name), text, { mode: 0o600 })
  write('away.yaml', readFileSync(join(home, 'good.yaml'), 'utf8').replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:1'))
  write('crash.mjs', 'process.kill(process.pid, "SIGKILL")')
  write('hunger.mjs', 'const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))')
  for (const name of ['crash', 'hunger']) write(`${name}.env`, `NODE_OPTIONS=--import=${join(home, `${name}.mjs`)}\n`)
  const iaas = (rest: string) => `{ cloud: testbed, layer: iaas, ${rest} }`
  const kinds: readonly (readonly [string, number, string])[] = [
    ['good', 90, iaas('cloudsFile: good.yaml, readOnly: true')],
    ['bad', 30, iaas('cloudsFile: bad.yaml, readOnly: true')],
    ['acting', 6, iaas('cloudsFile: bad.yaml')],
    ['cluster', 60, '{ kubeconfigs: [kubeconfig], readOnly: true }'],
    ['away', 10, iaas('cloudsFile: away.yaml, readOnly: true')],
    ['silent', 2, iaas('cloudsFile: silent.yaml, readOnly: true, timeoutS: 10')],
    ['crashing', 1, iaas('cloudsFile: good.yaml, environmentFile: crash.env')],
    ['hungry', 1, iaas('cloudsFile: good.yaml, environmentFile: hunger.env, memoryMiB: 128')],
  ]
  const all = kinds.flatMap(([name, count, text]) =>
    Array.from({ length: count }, (_, index) => ({ name: `${name}-${index + 1}`, text, at: (index + 0.5) / count })),
  )
  const mixed = all.toSorted((one, other) => one.at - other.at)
  write('subjects.yaml', `subjects:\n${mixed.map(({ name, text }) => `  ${name}: ${text}\n`).join('')}`)
  return mixed.map(({ name }) => name)
}

function start(home: string, output: string) {
  const args = [bin, 'run', '--config', 'subjects.yaml', '--output', output, '--workers', String(workers)]
  const { OS_CLOUD: _, ...environment } = process.env
  const env = { ...environment, CI: 'true', XDG_STATE_HOME: join(home, 'state') }
  const child = spawn(process.execPath, args, { cwd: home, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const finished = new Set<string>()
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    for (const [, name = ''] of said.matchAll(/^\[ *\d+\/\d+\] ([\w-]+): /gm)) finished.add(name)
  })
  return { child, env, finished, ended: new Promise<number | null>((resolve) => child.on('close', resolve)) }
}

async function whole(home: string, names: readonly string[], say: Say): Promise<void> {
  const startedAt = performance.now()
  const { child, ended } = start(home, 'whole')
  const seen = watch(child.pid ?? 0)
  const code = await ended
  const wallMs = performance.now() - startedAt
  const { parentMiB, childMiB, spansMs, most } = seen()
  const sumMs = spansMs.reduce((sum, one) => sum + one, 0)
  const share = sumMs / workers
  const slowest = Math.max(...spansMs)
  const reports = names.flatMap((name) => reportIn(home, 'whole', name) ?? [])
  const valid = reports.filter((report) => validateReport(report) === null)
  const complete = valid.filter((report) => report.complete)
  say(
    `${names.length} subjects, ${workers} workers: wall time`,
    `${(wallMs / 1000).toFixed(1)} s, exit code ${code}, ${most} processes at the most`,
  )
  say('  of the sum of all processes / workers', `${(wallMs / share).toFixed(2)} ×`)
  say('  of the slowest one', `${(wallMs / slowest).toFixed(1)} × (${(slowest / 1000).toFixed(1)} s)`)
  say('  peak memory', `parent ${parentMiB.toFixed(0)} MiB, the largest child ${childMiB.toFixed(0)} MiB`)
  say('  reports', `${reports.length}, ${valid.length} of them valid, ${complete.length} complete`)
}

/** Ends the parent and all that it has started at once, as when the machine stops. */
async function killed(home: string, names: readonly string[], say: Say): Promise<void> {
  const { child, env, finished, ended } = start(home, 'killed')
  while (finished.size < killAfter && child.exitCode === null) await pause(5)
  const pids = childrenOf(child.pid ?? 0)
  child.kill('SIGKILL')
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it has ended in this moment
    }
  }
  await ended
  const broken = ['away', 'silent', 'crashing', 'hungry']
  const due = [...finished].filter((name) => !broken.some((kind) => name.startsWith(kind)))
  const whole = due.filter((name) => {
    const report = reportIn(home, 'killed', name)
    return report?.complete && validateReport(report) === null
  })
  say(`killed -9 with all its children, ${finished.size} finished`, `${whole.length} of ${due.length} reports whole`)
  const others = names.filter((name) => !finished.has(name)).flatMap((name) => reportIn(home, 'killed', name) ?? [])
  const valid = others.filter((report) => validateReport(report) === null && !report.complete)
  say('  cut off in the middle', `${others.length} reports, ${valid.length} of them valid and marked incomplete`)
  const cleaning = { ...env, OS_CLIENT_CONFIG_FILE: join(home, 'bad.yaml') }
  for (const what of ['found and deleted', 'left after that']) {
    const text = await said([bin, 'cleanup', '--os-cloud', 'testbed', '--yes'], cleaning)
    say(`  cleanup: ${what}`, `${text.match(/^gone: /gm)?.length ?? 0}`)
  }
}

async function said(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more))
  await new Promise((resolve) => child.on('close', resolve))
  return text
}

/** @throws SyntaxError for a report that is half-written */
function reportIn(home: string, output: string, name: string): Report | undefined {
  const path = join(home, output, name, 'report.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : undefined
}

/** Looks at a process and its children until it is asked what it has seen. */
function watch(pid: number) {
  const spans = new Map<number, { readonly from: number; to: number }>()
  let parentMiB = 0
  let childMiB = 0
  let most = 0
  const look = () => {
    parentMiB = Math.max(parentMiB, peakMiB(pid))
    const children = childrenOf(pid)
    most = Math.max(most, children.length)
    for (const one of children) {
      const now = performance.now()
      const span = spans.get(one)
      if (span) span.to = now
      else spans.set(one, { from: now, to: now })
      childMiB = Math.max(childMiB, peakMiB(one))
    }
  }
  const timer = setInterval(look, 10)
  return () => {
    clearInterval(timer)
    return { parentMiB, childMiB, most, spansMs: [...spans.values()].map(({ from, to }) => to - from) }
  }
}

function childrenOf(pid: number): readonly number[] {
  return textOf(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
}

function peakMiB(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // it has ended between two looks
  }
}
