import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { basename, delimiter, join, resolve } from 'node:path'
import type { TempestCommand, TempestEnd, TempestTool } from '../../suites/scs-0128-tempest/runner/wish.ts'
import { ProbeError } from '../fact.ts'
import { endGroup } from '../provisioning/run-command.ts'
import { UsageError } from '../usage-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Finds the Tempest that was named, a program or an image; else that on the PATH, null where there is none.
 * @throws UsageError where what was named is not there
 */
export function findTempest(named: string | undefined, environment: Environment): TempestTool | null {
  const onPath = (name: string) => programOnPath(name, environment)
  if (named === undefined) {
    const found = onPath('tempest')
    return found === undefined ? null : program(found, environment)
  }
  const refuse = (why: string) => new UsageError(`--tempest ${named}: ${why}`)
  if (/^[.~]?\//.test(named) || named.startsWith('../') || existsSync(named)) {
    if (!existsSync(named)) throw refuse('there is no such file')
    if (!isProgram(named)) throw refuse('is no program that may be run; name the command tempest itself')
    return program(resolve(named), environment)
  }
  const found = /^[\w.-]+$/.test(named) ? onPath(named) : undefined
  if (found !== undefined) return program(found, environment)
  if (!/[/:]/.test(named)) throw refuse('there is no such program on the PATH; name its path, or an image with its tag')
  if (!/^[a-z0-9][\w./:@-]*$/.test(named)) throw refuse('is neither a path nor the name of an image')
  const runtime = ['podman', 'docker'].map((name) => onPath(name)).find((path) => path !== undefined)
  if (runtime === undefined) throw refuse('is an image, and there is neither podman nor docker to run it')
  return container(named, runtime, environment)
}

function programOnPath(name: string, environment: Environment): string | undefined {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, name)).find((path) => isProgram(path))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Of the tests: what they print is no evidence, and what they log goes to the file. */
const ownSettings = { OS_LOG_CAPTURE: 'False', OS_TEST_TIMEOUT: '1800', PYTHONUNBUFFERED: '1' }

function program(path: string, environment: Environment): TempestTool {
  // Settings of another Tempest, or of another cloud, get in by no way.
  const kept = Object.entries(environment).filter(([name]) => !/^(OS_|TEMPEST_|TESTR_|STESTR_)/.test(name))
  return {
    called: path,
    run: (command) =>
      runGroup([path, ...command.args], command, {
        ...Object.fromEntries(kept),
        ...ownSettings,
        TMPDIR: command.folder,
      }),
  }
}

function container(image: string, runtime: string, environment: Environment): TempestTool {
  let count = 0
  return {
    called: `the image ${image} (${basename(runtime)})`,
    async run(command) {
      const { folder, directory, args } = command
      const name = `${basename(folder)}-${++count}`
      const settings = { ...ownSettings, HOME: folder, TMPDIR: folder }
      const { uid, gid } = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
      const who = basename(runtime) === 'podman' ? ['--userns', 'keep-id'] : ['--user', `${uid}:${gid}`]
      const call = [runtime, 'run', '--rm', '--init', '--name', name, '--network', 'host', ...who]
      const where = ['--security-opt', 'label=disable', '--volume', `${folder}:${folder}`, '--workdir', directory]
      const set = Object.entries(settings).flatMap(([key, value]) => ['--env', `${key}=${value}`])
      const whole = [...call, ...where, ...set, '--entrypoint', 'tempest', image, ...args]
      try {
        return await runGroup(whole, command, { ...environment })
      } finally {
        // Its processes are not ours: ending the client need not end them.
        if (command.signal.aborted) await removeContainer(runtime, name, environment)
      }
    },
  }
}

function removeContainer(runtime: string, name: string, environment: Environment): Promise<void> {
  const { promise, resolve: done } = Promise.withResolvers<void>()
  const child = spawn(runtime, ['rm', '--force', name], { env: { ...environment }, stdio: 'ignore', timeout: 30_000 })
  child.once('error', () => done())
  child.once('exit', () => done())
  return promise
}

const graceMs = 5_000

/** Runs a command in a process group of its own, of which nothing is left afterwards. */
async function runGroup(
  [path = '', ...args]: readonly string[],
  { directory, signal, onOutput, onError }: TempestCommand,
  environment: Environment,
): Promise<TempestEnd> {
  signal.throwIfAborted()
  const child = spawn(path, args, {
    cwd: directory,
    env: { ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.on('data', onOutput)
  child.stderr.on('data', onError)
  const atExit = () => killGroup(child)
  process.once('exit', atExit)
  let ended = false
  const end = () => {
    ended = true
    void endGroup(child.pid, graceMs)
  }
  signal.addEventListener('abort', end, { once: true })
  try {
    const code = await endOf(child)
    await endGroup(child.pid, graceMs) // what it has left running
    return ended ? 'ended' : code
  } finally {
    signal.removeEventListener('abort', end)
    process.off('exit', atExit)
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  const { promise, resolve: done, reject } = Promise.withResolvers<number | NodeJS.Signals>()
  child.once('error', (error) => {
    const code = 'code' in error ? String(error.code) : error.message
    reject(new ProbeError('dependency', `${child.spawnfile} cannot be started (${code}); name another with --tempest`))
  })
  // Its last words come with `close`, which what it has left running in the background may keep from coming.
  child.once('exit', (code, killer) => {
    const end = code ?? killer ?? 1
    child.once('close', () => done(end))
    setTimeout(() => done(end), 2_000).unref()
  })
  return promise
}
