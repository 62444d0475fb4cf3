import { connect, type EphemeralKeyInfo, type TLSSocket } from 'node:tls'
import { constants, type X509Certificate } from 'node:crypto'
import { ProbeError } from '../fact.ts'
import type { Tls } from '../http/dispatcher.ts'
import { socketEvent } from '../socket-event.ts'
import { tlsAddress } from './tls-address.ts'

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/** What a client says it can do. */
export interface TlsOffer {
  readonly from: TlsVersion
  readonly to: TlsVersion
  /** OpenSSL's words for a list of ciphers; what TLS 1.3 has is listed by name. */
  readonly ciphers: string
  /** Names of OpenSSL; its own choice if absent. */
  readonly groups?: readonly string[]
}

/** What a server answers to an offer. */
export type TlsAnswer =
  | {
      readonly kind: 'accepted'
      readonly version: string
      /** OpenSSL's name. */
      readonly cipher: string
      /** How the key was agreed on: `X25519`, `ffdhe2048`; null where no such exchange took place. */
      readonly group: string | null
      /** The size of a finite field; null for curves. */
      readonly dhBits: number | null
      readonly certificate: X509Certificate | null
      /** Why the chain of certificates is not trusted; null where it is. */
      readonly distrust: string | null
    }
  /** By an alert. */
  | { readonly kind: 'refused' }
  /** Without a word, or with one that blames the server rather than the offer. */
  | { readonly kind: 'hung up' }
  /** It speaks something else. */
  | { readonly kind: 'not tls' }
  /** OpenSSL here has nothing to offer for that. */
  | { readonly kind: 'not offered' }

const timeoutMs = 10_000

/** Suites of TLS 1.3, in the order of OpenSSL. */
export const newSuites = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_128_CCM_SHA256',
  'TLS_AES_128_CCM_8_SHA256',
]
/** OpenSSL's words for all that it has up to TLS 1.2. */
export const allCiphers = 'ALL:COMPLEMENTOFALL'
/** Level 0 lets OpenSSL offer what it holds to be weak. */
export const allSuites = `${newSuites.join(':')}:${allCiphers}:@SECLEVEL=0`

/** Errors of OpenSSL where the other end speaks something else. */
const notTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST'])
const notOffered = new Set([
  'ERR_SSL_NO_CIPHER_MATCH',
  'ERR_SSL_NO_CIPHERS_AVAILABLE',
  'ERR_SSL_NO_SUITABLE_GROUPS',
  'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
  'ERR_CRYPTO_OPERATION_FAILED',
])
const hungUp = new Set(['ECONNRESET', 'EPIPE', 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING'])
/** An alert as well, but as much that of a server in trouble as of one that does not want the offer. */
const inTrouble = /ALERT_INTERNAL_ERROR/
/** The server went on with something that was not offered: it can do nothing of the offer. */
const elsewhere = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_WRONG_CIPHER_RETURNED',
  'ERR_SSL_WRONG_SSL_VERSION',
])

/**
 * Makes one handshake with a server, straight to its host, and hangs up; nothing is sent in it. Whatever certificate it shows
 * is taken: whether it is trusted is part of the answer. ProbeError unreachable, timeout, or malformed for an answer that
 * cannot be read.
 */
export async function offerTls(url: string, offer: TlsOffer, tls: Tls, signal: AbortSignal): Promise<TlsAnswer> {
  let socket: TLSSocket | undefined
  try {
    socket = open(url, offer, tls)
    await socketEvent(socket, 'secureConnect', url, timeoutMs, signal)
    return answerOf(socket)
  } catch (error) {
    return refusalIn(error, url)
  } finally {
    socket?.destroy()
  }
}

function open(url: string, { from, to, ciphers, groups }: TlsOffer, tls: Tls): TLSSocket {
  const { host, port, serverName } = tlsAddress(url)
  return connect({
    host,
    port,
    ...(serverName === undefined ? {} : { servername: serverName }),
    minVersion: from,
    maxVersion: to,
    ciphers,
    ...(groups ? { ecdhCurve: groups.join(':') } : {}),
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
    rejectUnauthorized: false,
    // Else a server without secure renegotiation would look as if it could do nothing.
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    ALPNProtocols: ['http/1.1'],
  })
}

function answerOf(socket: TLSSocket): TlsAnswer {
  const { name = null, type, size = 0 } = (socket.getEphemeralKeyInfo() ?? {}) as Partial<EphemeralKeyInfo>
  const isField = type === 'DH'
  return {
    kind: 'accepted',
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    group: isField ? `ffdhe${size}` : name,
    dhBits: isField ? size : null,
    certificate: socket.getPeerX509Certificate() ?? null,
    distrust: distrustOf(socket),
  }
}

/** The name is looked at apart: OpenSSL tells only the first that is wrong. */
function distrustOf({ authorized, authorizationError }: TLSSocket): string | null {
  const code: unknown = (authorizationError as { code?: unknown } | null)?.code ?? authorizationError
  return authorized || code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? null : String(code)
}

function refusalIn(error: unknown, url: string): TlsAnswer {
  if (error instanceof ProbeError || !(error instanceof Error)) throw error
  const { code = '', message, name } = error as NodeJS.ErrnoException
  if (name === 'AbortError') throw error
  if (notTls.has(code)) return { kind: 'not tls' }
  if (notOffered.has(code)) return { kind: 'not offered' }
  if (hungUp.has(code) || inTrouble.test(code)) return { kind: 'hung up' }
  if (/ALERT/.test(code) || elsewhere.has(code)) return { kind: 'refused' }
  const place = new URL(url).host
  if (code.startsWith('ERR_SSL') || code === '') {
    throw new ProbeError(
      'malformed',
      `${place} answered a TLS handshake in a way that cannot be read (${code || message})`,
    )
  }
  throw new ProbeError(
    'unreachable',
    `no connection to ${place} (${code}); TLS is looked at directly, past any proxy`,
    {
      cause: error,
    },
  )
}
