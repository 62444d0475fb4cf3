import type { Socket } from 'node:net'
import { ProbeError } from './fact.ts'

/**
 * Waits for one event of a socket that is being connected. Rejects with what the socket says of itself, with ProbeError timeout
 * after so many milliseconds (`url` is for its message), or with the signal's reason.
 */
export async function socketEvent(
  socket: Socket,
  name: string,
  url: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const late = new ProbeError('timeout', `${url} did not answer within ${timeoutMs / 1000} s`)
  const timer = setTimeout(() => reject(late), timeoutMs)
  const stop = () => reject(signal.reason)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  socket.once(name, () => resolve()).on('error', reject)
  try {
    await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
