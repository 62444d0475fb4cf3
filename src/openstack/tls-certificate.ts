import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

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
  /** Holds for the host that was connected to. */
  readonly nameHolds: boolean
  /** OpenSSL's code for why its chain is not trusted, by the authorities of the cloud's settings; null where it is. */
  readonly distrust: string | null
}

/** The view of a certificate that was shown for a URL. */
export function certificateView(
  certificate: X509Certificate,
  { hostname }: URL,
  distrust: string | null,
): TlsCertificate {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const { asymmetricKeyType = 'unknown', asymmetricKeyDetails } = certificate.publicKey
  const line = (name: string | undefined) => (name ?? '').replaceAll('\n', ', ')
  const holds = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)
  return {
    subject: line(certificate.subject),
    issuer: line(certificate.issuer),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    keyType: asymmetricKeyType === 'ec' ? 'ecdsa' : asymmetricKeyType,
    keyBits: asymmetricKeyDetails?.modulusLength ?? null,
    curve: asymmetricKeyDetails?.namedCurve ?? null,
    signature: certificate.signatureAlgorithm ?? 'unknown',
    nameHolds: holds !== undefined,
    distrust,
  }
}
