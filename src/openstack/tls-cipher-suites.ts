import { fact, type Fact } from '../fact.ts'
import { referenceData } from '../reference-data.ts'

/** Names by numbers in hexadecimal, upper case. */
type SuiteNames = Readonly<Record<string, string>>

/** standards/data/tls-cipher-suites.json */
export interface TlsCipherSuites {
  /** Up to TLS 1.2, by the names of IANA; four digits. */
  readonly old: SuiteNames
  /** Of TLS 1.3. */
  readonly new: SuiteNames
  /** Up to TLS 1.2, in no registry. */
  readonly unregistered: SuiteNames
  /** Kinds of ciphers of SSL 2; six digits. */
  readonly ssl2: SuiteNames
}

/** ProbeError dependency where there is no list that can be used. */
export const tlsCipherSuites: Fact<TlsCipherSuites> = fact({
  name: 'TLS cipher suites',
  needs: { referenceData },
  async load({ referenceData }) {
    const { content } = await referenceData.read<TlsCipherSuites>('tls-cipher-suites')
    return { old: content.old, new: content.new, unregistered: content.unregistered, ssl2: content.ssl2 }
  },
})
