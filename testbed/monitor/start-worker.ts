import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/scs-conformance', import.meta.url))

/** `worker` in a process of its own. */
export interface Worker extends AsyncDisposable {
  readonly pid: number
  /** What it has said so far. */
  said(): string
  /** Until it has said that; rejects with what it said where it ends before. */
  until(text: RegExp): Promise<void>
  /** Its exit code, when it has ended; null where a signal has ended it. */
  readonly ended: Promise<number | null>
  /** Sends a signal, and gives the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export function startWorker(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Worker {
  const { PATH = '', HOME = '', PGPASSWORD = '' } = process.env
  const child = spawn(process.execPath, [bin, 'worker', ...args], {
    cwd: options.cwd,
    env: { PATH, HOME, PGPASSWORD, CI: 'true', ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    child.emit('said')
  })
  return {
    pid: child.pid ?? 0,
    said: () => said,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!text.test(said)) return
          child.off('said', look)
          resolve()
        }
        child.on('said', look)
        look()
        void ended.then(() => (text.test(said) ? resolve() : reject(new Error(said))))
      }),
    ended,
    end(signal) {
      child.kill(signal)
      return ended
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}
