import { ProbeError, type CauseKind } from '../../src/fact.ts'
import type { CloudConnection } from '../../src/openstack/connection.ts'
import type { TlsCipherSuites } from '../../src/openstack/tls-cipher-suites.ts'
import { scanLegacy, type LegacyScan } from '../../src/openstack/tls-legacy-scan.ts'
import { allSuites, offerTls } from '../../src/openstack/tls-offer.ts'
import { opensslSuites } from '../../src/openstack/tls-openssl-suites.ts'
import { scanTls, type TlsScan } from '../../src/openstack/tls-scan.ts'

/** What a place accepts of what OpenSSL can offer, and of what only we can. */
export interface TlsScans {
  readonly scan: TlsScan
  readonly legacy: LegacyScan
}

/** What was seen of the TLS of one host and port. */
export type SeenTls =
  | ({ readonly kind: 'tls' } & TlsScans)
  | { readonly kind: 'not tls' }
  | { readonly kind: 'unobserved'; readonly cause: CauseKind; readonly message: string }

/**
 * Makes some dozens of handshakes with `https://host:port`, in which nothing is sent: first by OpenSSL, then what OpenSSL cannot
 * offer by ClientHellos of our own. What could not be seen is told of.
 */
export async function lookAtTls(
  origin: string,
  suites: TlsCipherSuites,
  connection: CloudConnection,
  signal: AbortSignal,
): Promise<SeenTls> {
  if (connection.isProxied(`${origin}/`)) {
    const message = `${origin} is reached through a proxy, and TLS has to be looked at directly; run where there is a direct way, or add the host to NO_PROXY`
    return { kind: 'unobserved', cause: 'dependency', message }
  }
  try {
    const scan = await scanTls(origin, connection.tls, signal)
    if (!scan) return { kind: 'not tls' }
    const good = { from: 'TLSv1', to: 'TLSv1.3', ciphers: allSuites } as const
    const isWell = async () =>
      scan.versions.length > 0 && (await offerTls(origin, good, connection.tls, signal)).kind === 'accepted'
    const known = { suites: await opensslSuites(), notOffered: scan.notOffered }
    const legacy = await scanLegacy(origin, suites, known, signal, { isWell })
    if (scan.versions.length > 0 || legacy.picks.length > 0) return { kind: 'tls', scan, legacy }
    const message = `${origin} refuses all cipher suites of all versions of TLS and SSL, so nothing of it was seen`
    return { kind: 'unobserved', cause: 'malformed', message }
  } catch (error) {
    if (signal.aborted || !(error instanceof ProbeError)) throw error
    return { kind: 'unobserved', cause: error.kind, message: error.message }
  }
}
