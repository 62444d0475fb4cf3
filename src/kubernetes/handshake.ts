import { connect as connectPlain, isIP } from 'node:net'
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

/** The status with which the server answers a request that was not encrypted; null where it gives none. ProbeError as above. */
export async function plainStatus(url: string, path: string, signal: AbortSignal): Promise<number | null> {
  const { host, port } = placeOf(url)
  const socket = connectPlain({ host, port })
  try {
    await socketEvent(socket, 'connect', url, timeoutMs, signal)
    socket.setEncoding('latin1').write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    const text = await firstText(socket, signal)
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

/** What comes first, or '' where the server hangs up or says nothing for a while. */
async function firstText(socket: ReturnType<typeof connectPlain>, signal: AbortSignal): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const quiet = () => resolve('')
  socket
    .setTimeout(timeoutMs, quiet)
    .once('data', (text) => resolve(String(text)))
    .once('close', quiet)
    .on('error', quiet)
  signal.addEventListener('abort', quiet, { once: true })
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', quiet)
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
