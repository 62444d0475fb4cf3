import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError } from '../fact.ts'

export interface CommandRun {
  /** Program and arguments; no shell. */
  readonly command: readonly string[]
  readonly directory: string
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly timeoutMs: number
  /** Ends the command early. */
  readonly signal?: AbortSignal
  /** Milliseconds between asking the processes to end and ending them. Default 10 s. */
  readonly graceMs?: number
  /** Gets the process group as soon as there is one. */
  readonly onStart?: (pid: number) => void
  /** Gets every line of stdout and stderr. */
  readonly onLine: (line: string) => void
}

/** What the command may have left running, in a process group of its own. */
export interface Finished {
  /** Ends what is left of the process group, such as a tunnel that the command had opened. */
  end(): Promise<void>
}

/**
 * Runs a command of the user's in a process group of its own, so that Ctrl-C does not reach it before we know, and so that
 * all it has started can be ended with it: at the deadline, at an interruption, and where it fails. What goes on in the
 * background after it has succeeded lives until `end`.
 * @throws ProbeError `dependency` (cannot be started, fails), `timeout`, `interrupted`.
 */
export async function runCommand(run: CommandRun): Promise<Finished> {
  const name = run.command.join(' ')
  const [program = '', ...args] = run.command
  run.signal?.throwIfAborted()
  const child = spawn(program, args, {
    cwd: run.directory,
    env: { ...run.environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', run.onLine)
  if (child.pid !== undefined) run.onStart?.(child.pid)
  const group = { end: () => endGroup(child.pid, run.graceMs) }
  const ended = await endOf(child, run)
  child.stdout.destroy() // else what goes on in the background would keep us
  child.stderr.destroy()
  if (ended === 0) return group
  await group.end()
  throw failureOf(name, ended, run)
}

type End = number | NodeJS.Signals | 'late' | 'interrupted' | Error

function endOf(child: ChildProcess, { timeoutMs, signal }: CommandRun): Promise<End> {
  const { promise, resolve } = Promise.withResolvers<End>()
  const timer = setTimeout(() => resolve('late'), timeoutMs)
  const interrupt = () => resolve('interrupted')
  signal?.addEventListener('abort', interrupt, { once: true })
  child.once('error', resolve)
  // Its last lines come with `close`; who leaves something running in the background keeps that from coming.
  child.once('exit', (code, killer) => {
    const end = code ?? killer ?? 1
    child.once('close', () => resolve(end))
    setTimeout(() => resolve(end), 200)
  })
  return promise.finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', interrupt)
  })
}

function failureOf(name: string, end: End, { timeoutMs }: CommandRun): ProbeError {
  if (end === 'late') return new ProbeError('timeout', `${name} was not done after ${timeoutMs / 1000} s and was ended`)
  if (end === 'interrupted') return new ProbeError('interrupted', `${name} was ended, because the run was interrupted`)
  if (end instanceof Error) {
    const code = 'code' in end ? String(end.code) : end.message
    const why = code === 'ENOENT' ? 'there is no such program, or its folder is missing' : code
    return new ProbeError('dependency', `${name} cannot be started (${why}); give its path, and make it executable`)
  }
  const how = typeof end === 'number' ? `with exit code ${end}` : `by signal ${end}`
  return new ProbeError('dependency', `${name} ended ${how}; its own output says why`)
}

/** Asks the processes of a group to end, and ends them where they do not within the grace. */
export async function endGroup(pid: number | undefined, graceMs = 10_000): Promise<void> {
  if (pid === undefined || !signalGroup(pid, 'SIGTERM')) return
  for (let waited = 0; waited < graceMs; waited += 50) {
    await pause(50)
    if (!signalGroup(pid, 0)) return
  }
  signalGroup(pid, 'SIGKILL')
}

/** False where nobody is left in the group. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}
