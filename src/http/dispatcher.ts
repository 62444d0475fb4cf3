import type { Dispatcher } from 'undici'
import type { Secret } from '../redact.ts'
import { UsageError } from '../usage-error.ts'

/** How the connections of one cloud are made. */
export interface Connections {
  readonly tls?: Tls
  /** Proxy URLs; `noProxy` as in the environment: hosts and domains, separated by commas. */
  readonly proxy?: { readonly http?: string; readonly https?: string; readonly noProxy?: string }
  readonly connectTimeoutMs: number
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
  /** Trust any certificate. */
  readonly insecure?: boolean
}

/**
 * Opens the connection pools. `fresh` ones use each connection once: for requests that must not meet a connection the
 * server is just closing, because they cannot be repeated. UsageError where a proxy's URL cannot be used.
 */
export async function openDispatcher(options: Connections, fresh: boolean): Promise<Dispatcher> {
  const { tls, proxy } = options
  const connect = {
    timeout: options.connectTimeoutMs,
    ...(tls?.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls?.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls?.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls?.insecure ? { rejectUnauthorized: false } : {}),
  }
  // Deadlines are the caller's, not undici's; HTTP/1.1 is what every OpenStack service speaks.
  const pools = {
    connect,
    connections: options.connections,
    pipelining: fresh ? 0 : 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  }
  if (!proxy?.http && !proxy?.https) {
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js')
    return new Agent(pools)
  }
  const { EnvHttpProxyAgent } = await import('undici') // it needs the whole of it
  try {
    return new EnvHttpProxyAgent({
      ...pools,
      requestTls: connect,
      // Empty rather than absent: undici would look into the environment by itself.
      httpProxy: proxy.http ?? '',
      httpsProxy: proxy.https ?? '',
      noProxy: proxy.noProxy ?? '',
    })
  } catch (error) {
    throw new UsageError('the proxy in HTTP_PROXY or HTTPS_PROXY is not a URL such as http://proxy:3128', {
      cause: error,
    })
  }
}

/** The proxy settings of an environment; lower case wins, as in curl and Python's requests. */
export function proxyFromEnvironment(environment: Readonly<Record<string, string | undefined>>): Connections['proxy'] {
  const pick = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined
  const http = pick('HTTP_PROXY') ?? pick('ALL_PROXY')
  const https = pick('HTTPS_PROXY') ?? pick('ALL_PROXY')
  const noProxy = pick('NO_PROXY')
  return { ...(http ? { http } : {}), ...(https ? { https } : {}), ...(noProxy ? { noProxy } : {}) }
}
