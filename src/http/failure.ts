import { ProbeError } from '../fact.ts'
import { BodyTooLarge } from './exchange.ts'
import type { Proxy } from './proxy.ts'
import { codeOf } from './retry.ts'
import { cloudWords, type Vocabulary } from './vocabulary.ts'

/**
 * What went wrong with one exchange, as a ProbeError whose one sentence says what to do. `call` names it: `GET /v2/images`.
 * Where there is a proxy, all connections are made to it, so it is the one that cannot be reached.
 */
export function failure(
  error: unknown,
  call: string,
  url: URL,
  proxy?: Proxy,
  words: Vocabulary = cloudWords,
): ProbeError {
  if (error instanceof ProbeError) return error
  const options = { cause: error }
  if (error instanceof BodyTooLarge) {
    const limit = `${Math.round(error.limitBytes / 2 ** 20)} MiB`
    return new ProbeError('malformed', `${call} answered with more than ${limit}; the rest was not read`, options)
  }
  const code = codeOf(error)
  const unreachable = (what: string) => new ProbeError('unreachable', `${call}: ${what}`, options)
  const host = url.host
  const place = proxy ? `the proxy ${proxy.host} (${proxy.variable})` : host
  const tls = tlsProblem(code, error, host, words)
  if (tls) return unreachable(tls)
  switch (code) {
    case 'ENOTFOUND':
      return unreachable(
        proxy
          ? `the name of ${place} is not known to DNS; correct ${proxy.variable}`
          : `the name ${url.hostname} is not known to DNS; ${words.unknownName}`,
      )
    case 'EAI_AGAIN':
      return unreachable(`DNS gave no answer for ${proxy ? place : url.hostname}; check the resolver or try again`)
    case 'ECONNREFUSED':
      return unreachable(`${place} refuses connections; nothing listens there, or a firewall says no`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return unreachable(`there is no route to ${place}; check the network or VPN`)
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return unreachable(`${place} does not answer connection attempts; a firewall, a VPN that is off, or a dead host`)
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
    case 'HPE_INVALID_EOF_STATE': // in chunks, without the last one
      return unreachable(
        `${proxy ? `${host}, or ${place} before it,` : host} closed the connection before the answer was complete`,
      )
    case 'UND_ERR_PRX_CONN':
      return unreachable(`${place} closed the connection when asked for ${host}`)
    case 'UND_ERR_PRX_TLS':
      return unreachable(`the TLS certificate of ${place} is for other names`)
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_ABORTED':
      return unreachable(`${proxy ? place : 'something'} did not let us through to ${host} (${messageOf(error)})`)
    default:
  }
  if (nameOf(error) === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new ProbeError('malformed', `${call}: what ${host} answers is not HTTP (${messageOf(error)})`, options)
  }
  if (code.startsWith('Z_') || messageOf(error).startsWith('content-encoding')) {
    return new ProbeError(
      'malformed',
      `${call} answered with a body that cannot be decoded (${messageOf(error)})`,
      options,
    )
  }
  return unreachable(`${host}: ${messageOf(error)}`)
}

/** The signal's own reason where it is one of ours (a deadline of the fact or the run). */
export function interruption(signal: AbortSignal, call: string): ProbeError {
  const reason: unknown = signal.reason
  if (reason instanceof ProbeError) return reason
  return new ProbeError('interrupted', `${call} was interrupted`, { cause: reason })
}

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE', // an authority of the same name, with another key
])

function tlsProblem(code: string, error: unknown, host: string, words: Vocabulary): string | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `the TLS certificate of ${host} is for other names (${namesIn(error)}); ${words.otherNames}`
  }
  if (untrusted.has(code)) {
    return `the TLS certificate of ${host} is not signed by an authority known here; ${words.untrusted}`
  }
  if (code === 'CERT_HAS_EXPIRED') return `the TLS certificate of ${host} has expired`
  if (code === 'CERT_NOT_YET_VALID') return `the TLS certificate of ${host} is not valid yet; check the clocks`
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return `no TLS connection with ${host} (${messageOf(error)}); is it http:// there, or is a client certificate (${words.clientCertificate}) asked for?`
  }
  return undefined
}

/** `DNS:a.example, IP Address:1.2.3.4`: from the certificate that Node hands over with the error. */
function namesIn(error: unknown): string {
  const certificate = error instanceof Error && 'cert' in error ? error.cert : undefined
  const names =
    certificate && typeof certificate === 'object' && 'subjectaltname' in certificate
      ? certificate.subjectaltname
      : undefined
  return typeof names === 'string' && names !== '' ? names : 'none at all'
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error)
}
