import { connect } from 'node:net'
import { ProbeError } from '../fact.ts'
import { tlsAddress } from './tls-address.ts'

/** Not enough bytes yet; `isWithin` something that has begun. */
export interface More {
  readonly kind: 'more'
  readonly isWithin: boolean
}

/** Bytes that are no answer. */
export interface Malformed {
  readonly kind: 'malformed'
  readonly why: string
}

/** A whole ServerHello in pieces of one byte, and some warnings before it, are less. */
const mostBytes = 32_768

/**
 * Connects straight to the host of the URL, sends these bytes, and reads until `read` makes something of the answer; then hangs
 * up. `closed` where the server ends the connection before it says anything. ProbeError timeout where all of it takes longer
 * than that, malformed for an answer that is none, unreachable where there is no connection.
 */
export async function offerRaw<T extends { readonly kind: string }>(
  url: string,
  hello: Buffer,
  read: (bytes: Buffer) => More | Malformed | T,
  signal: AbortSignal,
  timeoutMs = 10_000,
): Promise<T | { readonly kind: 'closed' }> {
  const { host, port } = tlsAddress(url)
  const socket = connect({ host, port })
  const late = new ProbeError('timeout', `${url} did not answer a TLS handshake within ${timeoutMs / 1000} s`)
  const timer = setTimeout(() => socket.destroy(late), timeoutMs)
  const stop = () => socket.destroy(signal.reason as Error)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  let bytes = Buffer.alloc(0)
  try {
    socket.write(hello)
    let isWithin = false
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer])
      const reading = read(bytes)
      if (isMalformed(reading)) throw unreadable(url, reading.why)
      if (!isMore(reading)) return reading
      isWithin = reading.isWithin
      if (bytes.length > mostBytes) throw unreadable(url, `more than ${mostBytes} bytes, and no ServerHello in them`)
    }
    if (isWithin) throw unreadable(url, 'the beginning of an answer, and hung up')
    return { kind: 'closed' }
  } catch (error) {
    if (signal.aborted || error instanceof ProbeError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ECONNRESET' || code === 'EPIPE') return { kind: 'closed' }
    throw new ProbeError('unreachable', `no connection to ${new URL(url).host} (${code})`, { cause: error })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    socket.destroy()
  }
}

function unreadable(url: string, why: string): ProbeError {
  return new ProbeError('malformed', `${url} answered a TLS handshake with ${why}`)
}

const isMore = (reading: { readonly kind: string }): reading is More => reading.kind === 'more'
const isMalformed = (reading: { readonly kind: string }): reading is Malformed => reading.kind === 'malformed'
