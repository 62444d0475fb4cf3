import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Simulator } from './simulator/index.ts'
import type { ClusterSimulator, ContextName } from './simulator/kubernetes/index.ts'

const bin = fileURLToPath(new URL('../bin/scs-conformance', import.meta.url))

/** A described cloud that passes all that this version judges. */
export const conformantCloud = fileURLToPath(new URL('clouds/conformant.yaml', import.meta.url))
/** A described cloud with mistakes in it; the real testbed is seeded from it too. */
export const seededCloud = fileURLToPath(new URL('clouds/seeded.yaml', import.meta.url))

/** A described cluster that passes all that can be seen through an API server. */
export const conformantCluster = fileURLToPath(new URL('clusters/conformant.yaml', import.meta.url))
/** A described cluster with mistakes in it. */
export const seededCluster = fileURLToPath(new URL('clusters/seeded.yaml', import.meta.url))

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly cwd?: string
  /** Added to a bare environment: no OS_* variable of the machine gets in. */
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Sends the signal as soon as the output holds the text, or when the promise resolves. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly at: string | Promise<unknown> }
}

/** Runs `scs-conformance` as a user would, in a process of its own. */
export function scsConformance(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { PATH, HOME, TMPDIR, CI: 'true', ...(options.env?.['HOME'] ? {} : ownFolders), ...options.env },
  })
  let stdout = ''
  let stderr = ''
  let signalled = false
  const watch = () => {
    const { signal } = options
    if (signalled || typeof signal?.at !== 'string' || !`${stdout}${stderr}`.includes(signal.at)) return
    signalled = true
    child.kill(signal.name)
  }
  if (typeof options.signal?.at === 'object') void options.signal.at.then(() => child.kill(options.signal?.name))
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    watch()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    watch()
  })
  child.stdin.on('error', () => {}) // a child that ends without reading is no error of ours
  child.stdin.end(options.input ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** What the tests of this process write; gone when it ends. */
const litter = mkdtempSync(join(tmpdir(), 'scs-test-'))
process.once('exit', () => rmSync(litter, { recursive: true, force: true }))

/** What runs leave in the home of whoever tests is none of ours, and neither is the data that is in use there. */
const ownFolders = { XDG_STATE_HOME: join(litter, 'state'), XDG_DATA_HOME: join(litter, 'data') }

/** A new empty folder. */
export function folder(): string {
  return mkdtempSync(join(litter, 'f-'))
}

/** Environment in which clouds.yaml says this. */
export function settings(text: string): Record<string, string> {
  const path = join(folder(), 'clouds.yaml')
  writeFileSync(path, text)
  return { OS_CLIENT_CONFIG_FILE: path }
}

/** `run` on a simulated cloud, without progress. */
export function judge(simulator: Simulator, args: readonly string[] = []): Promise<CliResult> {
  return scsConformance(['run', '--os-cloud', 'testbed', '--quiet', ...args], { env: settings(simulator.cloudsYaml()) })
}

/** `run` on a simulated cluster, without progress. No kubeconfig of the machine gets in. */
export function judgeCluster(
  simulator: ClusterSimulator,
  args: readonly string[] = [],
  { context = 'admin', ...options }: CliOptions & { readonly context?: ContextName } = {},
): Promise<CliResult> {
  const kubeconfig = join(folder(), 'kubeconfig')
  simulator.writeKubeconfig(kubeconfig, context)
  const env = { HOME: folder(), XDG_STATE_HOME: folder(), ...options.env }
  return scsConformance(['run', '-k', kubeconfig, '--quiet', ...args], { ...options, env })
}
