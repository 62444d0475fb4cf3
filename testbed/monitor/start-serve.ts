import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/scs-conformance', import.meta.url))

/** `serve` in a process of its own, on a free port of loopback. */
export interface Served extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** What it has said so far. */
  stderr(): string
  /** Sends a signal, and gives the exit code; null where a signal has ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** Rejects with what it said where it ends before it listens. */
export async function startServe(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Served> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [bin, 'serve', '--listen', '127.0.0.1:0', ...args], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      const [, found] = /listening on (https?:\S+?),/.exec(stderr) ?? []
      if (found !== undefined) resolve(found)
    })
    void closed.then(() => reject(new Error(stderr)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    stderr: () => stderr,
    end(signal) {
      child.kill(signal)
      return closed
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
