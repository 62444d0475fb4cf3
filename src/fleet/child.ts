import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** How a process of ours ended. */
export interface Ended {
  /** Its exit code; null where a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** It had to be ended, since its time was over. */
  readonly isLate: boolean
  readonly durationMs: number
}

export interface ChildOptions {
  readonly env: NodeJS.ProcessEnv
  /** Gets what it writes on stdout and stderr. */
  readonly log: string
  /** Milliseconds after which it is asked to end; absent: as long as it takes. */
  readonly timeoutMs?: number
  /** Milliseconds it may take to end after that, before it is killed. */
  readonly graceMs: number
  /** MiB that its heap may grow to. */
  readonly memoryMiB?: number
  /** What is run: `scs-conformance` itself where none is named. */
  readonly script?: string
  /** Asks it to end. */
  readonly signal: AbortSignal
}

/**
 * Runs `scs-conformance` once more, in a process of its own: whatever becomes of it, this one goes on. It is asked to end by
 * SIGTERM, upon which it deletes what it made and writes its report, and killed when it does not.
 * Rejects where it cannot be started, or the log not be written.
 */
export async function runChild(args: readonly string[], options: ChildOptions): Promise<Ended> {
  const { env, log, timeoutMs, graceMs, memoryMiB, signal, script = process.argv[1] ?? '' } = options
  const startedAt = performance.now()
  const file = openSync(log, 'w')
  try {
    const heap = memoryMiB === undefined ? [] : [`--max-old-space-size=${memoryMiB}`]
    const child = spawn(process.execPath, [...heap, script, ...args], {
      env,
      stdio: ['ignore', file, file],
      detached: true, // Ctrl-C reaches this process only, which asks all of them in good order
    })
    remember(child)
    const { promise, resolve, reject } = Promise.withResolvers<Pick<Ended, 'code' | 'signal'>>()
    child.on('error', reject)
    child.on('exit', (code, by) => resolve({ code, signal: by }))
    let isLate = false
    let last: NodeJS.Timeout | undefined
    const end = () => {
      send(child, 'SIGTERM')
      last ??= setTimeout(() => send(child, 'SIGKILL'), graceMs)
    }
    const onLate = () => {
      isLate = true
      end()
    }
    const timer = timeoutMs === undefined ? undefined : setTimeout(onLate, timeoutMs)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
    try {
      const ended = await promise
      return { ...ended, isLate, durationMs: Math.round(performance.now() - startedAt) }
    } finally {
      forget(child)
      clearTimeout(timer)
      clearTimeout(last)
      signal.removeEventListener('abort', end)
    }
  } finally {
    closeSync(file)
  }
}

const running = new Set<ChildProcess>()

/** Whoever ends this process at once (Ctrl-C for the second time) does not leave the others running: they are told too. */
function remember(child: ChildProcess): void {
  if (running.size === 0) process.on('exit', endAll)
  running.add(child)
}

function forget(child: ChildProcess): void {
  running.delete(child)
  if (running.size === 0) process.off('exit', endAll)
}

function endAll(): void {
  for (const child of running) send(child, 'SIGTERM')
}

/** To the process alone, which ends in good order; when it is killed, also to what it has started. */
function send(child: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (name === 'SIGTERM' || child.pid === undefined) child.kill(name)
  else {
    try {
      process.kill(-child.pid, name)
    } catch {
      child.kill(name) // it has gone in this moment
    }
  }
}
