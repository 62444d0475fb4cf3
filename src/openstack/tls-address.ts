import { isIP } from 'node:net'

/** Where a TLS server listens, and what it is to be called. */
export interface TlsAddress {
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
  /** For server_name (RFC 6066: a name, without the dot at its end); undefined for an address. */
  readonly serverName: string | undefined
}

/** The address in an https URL. */
export function tlsAddress(url: string): TlsAddress {
  const { hostname, port } = new URL(url)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port: Number(port || 443), serverName: isIP(host) ? undefined : host.replace(/\.$/, '') }
}
