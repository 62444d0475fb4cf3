import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Agent, request } from 'undici'
import type { Report } from '../src/report.ts'
import type { RequestRecord } from '../testbed/simulator/index.ts'
import { benchFleet } from './fleet.ts'
import { cyclonedxJson, cyclonedxXml, tagValue } from './sbom-files.ts'

// Figures that the README quotes: ratios and counts measured side by side in one run; machines are noisy.
// The simulator is a process of its own, so that it does not take the runner's time.

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'bin/scs-conformance')
const work = mkdtempSync(join(tmpdir(), 'scs-bench-'))
const rounds = 7

interface Cloud {
  readonly env: NodeJS.ProcessEnv
  requests(): Promise<readonly RequestRecord[]>
  stop(): void
}

/** Starts the simulator; `description` is a path below the root, or an absolute one. */
async function startCloud(description: string, latencyMs: number): Promise<Cloud> {
  const cloudsYaml = join(work, `${Math.random()}.yaml`)
  const main = join(root, 'testbed/simulator/main.ts')
  const args = [
    main,
    '--cloud',
    resolve(root, description),
    '--latency',
    String(latencyMs),
    '--clouds-yaml',
    cloudsYaml,
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve) =>
    child.stdout.setEncoding('utf8').once('data', (text) => resolve(text.split('\n')[0])),
  )
  return {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: cloudsYaml, CI: 'true' },
    requests: async () => (await (await fetch(`${url}/__simulator__/requests`)).json()) as readonly RequestRecord[],
    stop: () => child.kill(),
  }
}

interface Timed {
  readonly ms: number
  readonly peakMiB: number
}

/** Runs a command; milliseconds from spawn to exit, and the greatest resident memory seen. */
async function time(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Timed> {
  const start = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
  let peakKiB = 0
  const look = () => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      peakKiB = Math.max(peakKiB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
    } catch {
      // it has ended between two looks
    }
  }
  const timer = setInterval(look, 5)
  await new Promise((resolve) => child.on('close', resolve))
  clearInterval(timer)
  return { ms: performance.now() - start, peakMiB: peakKiB / 1024 }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function medianMs(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push((await time(args, env)).ms)
  return median(times)
}

function say(what: string, figure: string): void {
  console.log(`${what.padEnd(62)} ${figure}`)
}

async function startUp(): Promise<void> {
  const bare = await medianMs(['-e', '0'])
  const help = await medianMs([bin, '--help'])
  say('bare node', `${bare.toFixed(0)} ms`)
  say('--help', `${help.toFixed(0)} ms, ${(help / bare).toFixed(1)} × bare node`)

  const cloud = await startCloud('testbed/clouds/conformant.yaml', 0)
  const waits: number[] = []
  for (let round = 0; round < rounds; round++) {
    const seen = (await cloud.requests()).length
    const started = Date.now()
    await time([bin, 'run', '--os-cloud', 'testbed', '--quiet', '--tests', 'scs-0100'], cloud.env)
    const first = (await cloud.requests())[seen]
    if (first) waits.push(first.at - started)
  }
  cloud.stop()
  say('run: start to first request', `${median(waits).toFixed(0)} ms, ${(median(waits) / bare).toFixed(1)} × bare node`)
}

async function latency(): Promise<void> {
  const all = [bin, 'run', '--os-cloud', 'testbed', '--quiet', '--format', 'json']
  const reading = [...all, '--read-only']
  say('whole scope', await countRequests(all))
  say('all that only reads', await countRequests(reading))

  // What acts waits for the cloud, not for answers: volumes, backups, a server.
  const walls: Record<number, number> = {}
  for (const latencyMs of [0, 100]) {
    const cloud = await startCloud('testbed/clouds/seeded.yaml', latencyMs)
    walls[latencyMs] = await medianMs(reading, cloud.env)
    cloud.stop()
  }
  const [still = 0, far = 0] = [walls[0], walls[100]]
  say('all that only reads, no latency', `${still.toFixed(0)} ms`)
  say('the same, 100 ms an answer', `${far.toFixed(0)} ms: ${((far - still) / 100).toFixed(1)} calls one after another`)
}

async function countRequests(args: readonly string[]): Promise<string> {
  const cloud = await startCloud('testbed/clouds/seeded.yaml', 0)
  await time(args, cloud.env)
  const requests = await cloud.requests()
  cloud.stop()
  const twice = requests.length - new Set(requests.map(({ method, path }) => `${method} ${path}`)).size
  return `${requests.length} requests, ${twice} of them sent again`
}

interface Cluster {
  readonly kubeconfig: string
  requests(): Promise<readonly RequestRecord[]>
  stop(): void
}

async function startCluster(description: string): Promise<Cluster> {
  const kubeconfig = join(work, `${Math.random()}.kubeconfig`)
  const main = join(root, 'testbed/simulator/main.ts')
  const args = [main, '--cluster', description, '--kubeconfig', kubeconfig]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve) =>
    child.stdout.setEncoding('utf8').once('data', (text) => resolve(text.split('\n')[0])),
  )
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } }) // loopback, a certificate made for this minute
  return {
    kubeconfig,
    requests: async () => {
      const { body } = await request(`${url}/__simulator__/requests`, { dispatcher })
      return (await body.json()) as readonly RequestRecord[]
    },
    stop: () => child.kill(),
  }
}

async function nodes(): Promise<void> {
  for (const count of [1250, 2500, 5000]) {
    const description = join(work, `cluster-${count}.yaml`)
    const labels = 'region: region-1, zone: "zone-{n%3}", labels: {topology.scs.community/host-id: "host-{n%500}"}'
    writeFileSync(
      description,
      `nodes:\n- {name: "cp-{n}", count: 5, roles: [control-plane], ${labels}}\n- {name: "worker-{n:4}", count: ${count - 5}, ${labels}}\n`,
    )
    const cluster = await startCluster(description)
    const args = [bin, 'run', '-k', cluster.kubeconfig, '--read-only', '--quiet', '--format', 'json', '--exit-zero']
    const env = { ...process.env, CI: 'true' }
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 1 << 26 })
    const report = JSON.parse(stdout) as Report
    const listings = (await cluster.requests()).filter(({ path }) => path.startsWith('/api/v1/nodes?')).length
    const runs: Timed[] = []
    for (let round = 0; round < 3; round++) runs.push(await time(args, env))
    cluster.stop()
    const peak = Math.max(...runs.map(({ peakMiB }) => peakMiB))
    say(
      `${count} nodes`,
      `${median(runs.map(({ ms }) => ms)).toFixed(0)} ms, peak ${peak.toFixed(0)} MiB, ${report.http.requests} requests (${listings} for nodes), ` +
        `${(report.http.bytes / 2 ** 20).toFixed(1)} MiB read, report ${(stdout.length / 1024).toFixed(0)} KiB`,
    )
  }
}

async function size(): Promise<void> {
  const args = [bin, 'run', '--os-cloud', 'testbed', '--quiet', '--format', 'json']
  const seeded = readFileSync(join(root, 'testbed/clouds/seeded.yaml'), 'utf8')
  for (const name of ['1250', '2500', '5000']) {
    const description = join(work, `cloud-${name}.yaml`)
    writeFileSync(description, `${seeded}\nrepeatFlavors: ${name}\nrepeatImages: ${name}\n`)
    const cloud = await startCloud(description, 0)
    const runs: Timed[] = []
    for (let round = 0; round < 3; round++) runs.push(await time(args, cloud.env))
    cloud.stop()
    const peak = Math.max(...runs.map(({ peakMiB }) => peakMiB))
    say(
      `${name} flavors and ${name} images`,
      `${median(runs.map(({ ms }) => ms)).toFixed(0)} ms, peak ${peak.toFixed(0)} MiB`,
    )
  }
}

/** `check` of all that is judged by a bill of materials, of ten times as many components; about 1.2 kB each, as syft writes them. */
async function sboms(): Promise<void> {
  const ids = ['sbom', 'licences-stated', 'osi-licences', 'no-open-core', 'iaas-complete'].map((id) => `scs-0008-${id}`)
  const cloud = await startCloud('testbed/clouds/conformant.yaml', 0)
  const found: Record<string, Timed> = {}
  for (const [form, write] of Object.entries({
    'CycloneDX JSON': cyclonedxJson,
    'CycloneDX XML': cyclonedxXml,
    'SPDX tag-value': tagValue,
  })) {
    for (const count of [5000, 50_000]) {
      const file = join(work, `sbom-${count}`)
      write(file, count)
      writeFileSync(join(work, 'provider.yaml'), JSON.stringify({ sboms: [{ file }] }))
      const args = [bin, 'check', '-c', 'testbed', '--provider', join(work, 'provider.yaml'), ...ids]
      const runs: Timed[] = []
      for (let round = 0; round < 3; round++) runs.push(await time(args, cloud.env))
      const all = { ms: median(runs.map(({ ms }) => ms)), peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)) }
      found[`${form} ${count}`] = all
      const few = found[`${form} 5000`]
      const ratio = few && count > 5000 ? `, ${(all.ms / few.ms).toFixed(1)} × that of 5000` : ''
      const size = (statSync(file).size / 2 ** 20).toFixed(0)
      say(
        `SBOM, ${form}, ${count} components, ${size} MiB`,
        `${all.ms.toFixed(0)} ms${ratio}, peak ${all.peakMiB.toFixed(0)} MiB`,
      )
    }
  }
  cloud.stop()
}

const parts = { startUp, latency, size, nodes, sboms, fleet: () => benchFleet(work, say) }
const asked = process.argv.slice(2)

try {
  // All, or those that are named: `npm run bench -- sboms`.
  for (const [name, part] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await part()
} finally {
  rmSync(work, { recursive: true, force: true })
}
