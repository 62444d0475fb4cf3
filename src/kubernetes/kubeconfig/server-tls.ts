import type { ClusterEntry, Entry } from './files.ts'
import { readPem } from './pem.ts'

/** How the server shows who it is; in the terms of `@kubernetes/client-node`. */
export interface ServerTls {
  readonly caFile?: string
  /** PEM in base64. */
  readonly caData?: string
  readonly tlsServerName?: string
  readonly skipTLSVerify?: boolean
}

/** UsageError where the CA cannot be read. Where certificates are not looked at, neither is the CA. */
export function readServerTls(cluster: Entry<ClusterEntry>): ServerTls {
  const name = cluster.value['tls-server-name']
  const server = name ? { tlsServerName: name } : {}
  if (cluster.value['insecure-skip-tls-verify']) return { ...server, skipTLSVerify: true }
  const ca = readPem(cluster, 'certificate-authority', 'certificate-authority-data')
  if (!ca) return server
  return ca.file === undefined
    ? { ...server, caData: Buffer.from(ca.text).toString('base64') }
    : { ...server, caFile: ca.file }
}
