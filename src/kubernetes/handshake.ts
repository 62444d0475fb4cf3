import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { ProbeError } from '../fact.ts'
import { socketEvent } from '../socket-event.ts'

/** What a server shows to everybody who connects by TLS. */
export interface Handshake {
  /** `TLSv1.3` */
  readonly protocol: string
  readonly subject: string
  readonly issuer: string
  /** UTC, ISO 8601. */
  readonly notBefore: string
  readonly notAfter: string
}

const timeoutMs = 10_000

/** What OpenSSL says where the other end speaks something else; its other complaints come from TLS. */
const isNoTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST'])

/**
 * Connects by TLS, looks and hangs up; nothing is sent and nothing trusted, so it needs no authorities. Goes straight to the
 * host, past any proxy. null where it answers, but not by TLS. ProbeError unreachable, timeout or malformed.
 */
export async function shakeHands(url: string, signal: AbortSignal): Promise<Handshake | null> {
  const { host, port } = placeOf(url)
  const servername = isIP(host) ? {} : { servername: host }
  const socket = connectTls({ host, port, ...servername, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })
  try {
    await socketEvent(socket, 'secureConnect', url, timeoutMs, signal)
    return seen(socket, url)
  } catch (error) {
    if (isNoTls.has((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error instanceof ProbeError ? error : unreachable(url, error)
  } finally {
    socket.destroy()
  }
}

/**
 * The status with which the server answers a request that was not encrypted; null where it hangs up, or says what is no HTTP.
 * One that keeps silent has not turned it away: ProbeError timeout, and else as above.
 */
export async function plainStatus(
  url: string,
  path: string,
  signal: AbortSignal,
  patienceMs = timeoutMs,
): Promise<number | null> {
  const { host, port } = placeOf(url)
  const socket = connectPlain({ host, port })
  try {
    await socketEvent(socket, 'connect', url, timeoutMs, signal)
    socket.setEncoding('latin1').write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    const text = await firstText(socket, url, patienceMs, signal)
    const status = /^HTTP\/1\.\d (\d{3})/.exec(text)?.[1]
    return status === undefined ? null : Number(status)
  } catch (error) {
    throw error instanceof ProbeError ? error : unreachable(url, error)
  } finally {
    socket.destroy()
  }
}

function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || (protocol === 'http:' ? 80 : 443)) }
}

/** What comes first, or '' where the server hangs up. */
async function firstText(socket: Socket, url: string, patienceMs: number, signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const late = new ProbeError(
    'timeout',
    `${url} neither answered nor turned away a request without TLS within ${patienceMs / 1000} s`,
  )
  const hangUp = () => resolve('')
  const stop = () => reject(signal.reason)
  socket
    .setTimeout(patienceMs, () => reject(late))
    .once('data', (text) => resolve(String(text)))
    .once('close', hangUp)
    .on('error', hangUp)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function seen(socket: TLSSocket, url: string): Handshake {
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) throw new ProbeError('malformed', `${url} showed no certificate`)
  const { subject, issuer, validFrom, validTo } = certificate
  const line = (name: string | undefined) => (name ?? '').replaceAll('\n', ', ')
  const time = (when: string) => new Date(when).toISOString()
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    subject: line(subject),
    issuer: line(issuer),
    notBefore: time(validFrom),
    notAfter: time(validTo),
  }
}

function unreachable(url: string, error: unknown): ProbeError {
  const why = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
  return new ProbeError(
    'unreachable',
    `no connection to ${new URL(url).host} (${why}); its certificate is looked at directly, past any proxy`,
    { cause: error },
  )
}
