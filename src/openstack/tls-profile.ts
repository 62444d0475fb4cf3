import { fact, type Fact } from '../fact.ts'
import { referenceData, type ReferenceDocument } from '../reference-data.ts'

export type { ReferenceDocument } from '../reference-data.ts'

/** standards/data/tls-profile.json: what a server may do, in the names of OpenSSL. */
export interface TlsProfile {
  /** For people: `Mozilla "intermediate" 5.7`. */
  readonly title: string
  readonly versions: readonly string[]
  /** Up to TLS 1.2. */
  readonly ciphers: readonly string[]
  /** The same ones by the names of IANA, for where OpenSSL lacks one of them. */
  readonly ianaCiphers: readonly string[]
  /** Of TLS 1.3. */
  readonly cipherSuites: readonly string[]
  readonly curves: readonly string[]
  /** The least size of a finite field. */
  readonly dhBits: number
  readonly certificate: {
    /** `ecdsa`, `rsa` */
    readonly keyTypes: readonly string[]
    /** The least size of an RSA key. */
    readonly rsaBits: number
    readonly curves: readonly string[]
    readonly signatures: readonly string[]
    readonly mostDays: number
    readonly recommendedDays: number
  }
  /** Seconds of Strict-Transport-Security. */
  readonly hstsSeconds: number
}

export const tlsProfile: Fact<ReferenceDocument<TlsProfile>> = fact({
  name: 'TLS profile',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<TlsProfile>('tls-profile'),
})
