import type { X509Certificate } from 'node:crypto'
import { ProbeError } from '../fact.ts'
import { tlsAddress } from './tls-address.ts'

/** What a server's certificate says of itself, and how it was found. */
export interface TlsCertificate {
  readonly subject: string
  readonly issuer: string
  /** UTC, ISO 8601. */
  readonly notBefore: string
  readonly notAfter: string
  /** `rsa`, `ecdsa`, or OpenSSL's name of another kind. */
  readonly keyType: string
  /** null where the kind of key has no such number. */
  readonly keyBits: number | null
  /** OpenSSL's name; null where the key is of no curve. */
  readonly curve: string | null
  /** OpenSSL's name: `sha256WithRSAEncryption`. */
  readonly signature: string
  /** One of its subjectAltNames is the host that was connected to. */
  readonly nameHolds: boolean
  /** OpenSSL's code for why its chain is not trusted, by the authorities of the cloud's settings; null where it is. */
  readonly distrust: string | null
}

/**
 * The view of a certificate that was shown for a URL. Its host is looked for as RFC 9525 has it, and all clients of OpenStack do:
 * in subjectAltName alone, never in the subject, an asterisk for one whole label, an address among the addresses. ProbeError
 * malformed for a certificate with dates that are none.
 */
export function certificateView(certificate: X509Certificate, url: URL, distrust: string | null): TlsCertificate {
  const { host, serverName } = tlsAddress(url.href)
  const { asymmetricKeyType = 'unknown', asymmetricKeyDetails } = certificate.publicKey
  const line = (name: string | undefined) => (name ?? '').replaceAll('\n', ', ')
  const strict = { subject: 'never', partialWildcards: false } as const
  const holds = serverName === undefined ? certificate.checkIP(host) : certificate.checkHost(serverName, strict)
  return {
    subject: line(certificate.subject),
    issuer: line(certificate.issuer),
    notBefore: moment(certificate.validFrom, url),
    notAfter: moment(certificate.validTo, url),
    keyType: asymmetricKeyType === 'ec' ? 'ecdsa' : asymmetricKeyType,
    keyBits: asymmetricKeyDetails?.modulusLength ?? null,
    curve: asymmetricKeyDetails?.namedCurve ?? null,
    signature: certificate.signatureAlgorithm ?? 'unknown',
    nameHolds: holds !== undefined,
    distrust,
  }
}

function moment(date: string, url: URL): string {
  const time = new Date(date)
  if (!Number.isNaN(time.getTime())) return time.toISOString()
  throw new ProbeError('malformed', `${url.host} showed a certificate with a date that is none`)
}
