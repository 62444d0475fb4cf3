import type { LookupFunction } from 'node:net'
import type { Dispatcher } from 'undici'
import type { Secret } from '../redact.ts'
import type { Proxies, Proxy } from './proxy.ts'

/** How the connections of one cloud are made. */
export interface Connections {
  readonly tls?: Tls
  readonly proxies?: Proxies
  readonly connectTimeoutMs: number
  /** How names are looked up, where not as usual; behind a proxy it is the proxy's business. */
  readonly lookup?: LookupFunction
  /** Connections per origin, at most. */
  readonly connections: number
}

export interface Tls {
  /** PEM text of the authorities to trust instead of the bundled ones. */
  readonly ca?: string
  /** PEM text of the client's certificate, with its chain. */
  readonly cert?: string
  /** PEM text of the client's key. */
  readonly key?: Secret
  /** The name that the server's certificate is held against, where it is not the host of the URL. */
  readonly serverName?: string
  /** Trust any certificate. */
  readonly insecure?: boolean
}

/**
 * Opens the connection pools. `fresh` ones use each connection once: for requests that must not meet a connection the
 * server is just closing, because they cannot be repeated.
 */
export async function openDispatcher(
  options: Connections,
  fresh: boolean,
  proxy: Proxy | undefined,
): Promise<Dispatcher> {
  const { tls } = options
  const connect = {
    timeout: options.connectTimeoutMs,
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
    ...(tls?.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls?.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls?.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls?.serverName === undefined ? {} : { servername: tls.serverName }),
    ...(tls?.insecure ? { rejectUnauthorized: false } : {}),
  }
  // Deadlines are the caller's, not undici's; HTTP/1.1 is what every OpenStack service and API server speaks.
  const pools = {
    connect,
    connections: options.connections,
    pipelining: fresh ? 0 : 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  }
  if (!proxy) {
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js')
    return new Agent(pools)
  }
  const { ProxyAgent } = await import('undici') // it needs the whole of it
  return new ProxyAgent({
    ...pools,
    uri: proxy.origin,
    requestTls: connect,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
  })
}
