import { ProbeError, type CauseKind } from '../../src/fact.ts'
import type { CloudConnection } from '../../src/openstack/connection.ts'
import { scanTls, type TlsScan } from '../../src/openstack/tls-scan.ts'

/** What was seen of the TLS of one host and port. */
export type SeenTls =
  | { readonly kind: 'tls'; readonly scan: TlsScan }
  | { readonly kind: 'not tls' }
  | { readonly kind: 'unobserved'; readonly cause: CauseKind; readonly message: string }

/** Makes some dozens of handshakes with `https://host:port`, in which nothing is sent; what could not be seen is told of. */
export async function lookAtTls(origin: string, connection: CloudConnection, signal: AbortSignal): Promise<SeenTls> {
  if (connection.isProxied(`${origin}/`)) {
    const message = `${origin} is reached through a proxy, and TLS has to be looked at directly; run where there is a direct way, or add the host to NO_PROXY`
    return { kind: 'unobserved', cause: 'dependency', message }
  }
  try {
    const scan = await scanTls(origin, connection.tls, signal)
    return scan ? { kind: 'tls', scan } : { kind: 'not tls' }
  } catch (error) {
    if (signal.aborted || !(error instanceof ProbeError)) throw error
    return { kind: 'unobserved', cause: error.kind, message: error.message }
  }
}
