import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { stringify } from 'yaml'

/** What a real Prometheus is to watch, and to remember. */
export interface PrometheusWish {
  /** Jobs with the URLs of their metrics on loopback, without path. */
  readonly scrapes?: Readonly<Record<string, string>>
  /** Rules as Prometheus reads them. */
  readonly rules?: readonly object[]
  /** Values from before it was started, in OpenMetrics. */
  readonly past?: string
}

export interface RealTool extends AsyncDisposable {
  readonly url: string
}

/** Prometheus as Debian has it, on a free port of loopback, until it is disposed of. It scrapes every second. */
export async function startPrometheus({ scrapes = {}, rules = [], past }: PrometheusWish): Promise<RealTool> {
  const folder = mkdtempSync(join(tmpdir(), 'scs-prometheus-'))
  const at = (name: string) => join(folder, name)
  mkdirSync(at('data'))
  if (past !== undefined) {
    writeFileSync(at('past'), past)
    // In blocks of two hours it would take a minute.
    const few = ['--max-block-duration=1536h']
    const args = ['tsdb', 'create-blocks-from', ...few, 'openmetrics', at('past'), at('data')]
    execFileSync('promtool', args, { stdio: 'pipe' })
  }
  const targets = Object.entries(scrapes).map(([job, url]) => ({
    job_name: job,
    static_configs: [{ targets: [new URL(url).host] }],
  }))
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    scrape_configs: targets,
  }
  writeFileSync(at('prometheus.yml'), stringify(config))
  writeFileSync(at('rules.yml'), stringify({ groups: rules.length > 0 ? [{ name: 'nodes', rules }] : [] }))
  const args = [
    `--config.file=${at('prometheus.yml')}`,
    `--storage.tsdb.path=${at('data')}`,
    '--storage.tsdb.retention.time=90d',
  ]
  return start('prometheus', args, '/-/ready', folder)
}

/** node_exporter as Debian has it. */
export const startNodeExporter = (): Promise<RealTool> => start('prometheus-node-exporter', [], '/')

/** Pushgateway as Debian has it. */
export const startPushgateway = (): Promise<RealTool> =>
  start('prometheus-pushgateway', ['--persistence.file='], '/-/ready')

async function start(command: string, args: readonly string[], ready: string, folder?: string): Promise<RealTool> {
  const url = `http://127.0.0.1:${await freePort()}`
  const child = spawn(command, [...args, `--web.listen-address=${new URL(url).host}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let told = ''
  child.stderr?.on('data', (bytes: Buffer) => (told = `${told}${bytes.toString()}`.slice(-2000)))
  const stop = async () => {
    await end(child)
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${url}${ready}`).catch(() => undefined)
    if (answer?.ok) return { url, [Symbol.asyncDispose]: stop }
    if (child.exitCode !== null) break
    await wait(100)
  }
  await stop()
  throw new Error(`${command} does not come up: ${told}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
