import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'

/** One proxy, and who named it. */
export interface Proxy {
  /** The variable: `HTTPS_PROXY`. */
  readonly variable: string
  /** `http://proxy:3128`, without credentials. */
  readonly origin: string
  /** `proxy:3128` */
  readonly host: string
  /** The header `Proxy-Authorization`; absent where the proxy asks for nobody. */
  readonly authorization?: string
}

/** The proxy for a URL, if any. */
export type Proxies = (url: URL) => Proxy | undefined

/**
 * The proxies of an environment: lower case wins, ALL_PROXY stands in, and a URL without a scheme is http, as in curl and
 * Python's requests. The redactor learns their passwords. UsageError where one cannot be used.
 */
export function proxiesIn(environment: Readonly<Record<string, string | undefined>>, redactor: Redactor): Proxies {
  const pick = (...names: readonly string[]): Proxy | undefined => {
    const variable = names.flatMap((name) => [name.toLowerCase(), name]).find((name) => environment[name])
    return variable === undefined ? undefined : readProxy(variable, environment[variable] ?? '', redactor)
  }
  const http = pick('HTTP_PROXY', 'ALL_PROXY')
  const https = pick('HTTPS_PROXY', 'ALL_PROXY')
  const direct = (environment['no_proxy'] || environment['NO_PROXY'] || '')
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
  return (url) => (direct.some((entry) => covers(entry, url)) ? undefined : url.protocol === 'https:' ? https : http)
}

/** One proxy, by whoever named it. UsageError where it cannot be used; the redactor learns its password. */
export function readProxy(variable: string, text: string, redactor: Redactor): Proxy {
  const [whole, scheme = 'http'] = /^(?:([a-z][a-z\d+.-]*):)?\/\//i.exec(text) ?? ['']
  // No text of it in any message: who mistypes such a URL may have a password anywhere in it.
  if (!/^https?$/i.test(scheme)) {
    throw new UsageError(
      `${variable} names a proxy of another kind (${scheme.toLowerCase()}://); only http:// and https:// proxies are supported`,
    )
  }
  const url = URL.parse(`${scheme}://${text.slice(whole.length)}`)
  if (!url || url.hostname === '') throw new UsageError(`${variable} is not a URL such as http://proxy:3128`)
  const [user, password] = [decoded(url.username), decoded(url.password)]
  redactor.learn(url.password)
  redactor.learn(password)
  const { origin, host } = url
  if (user === '' && password === '') return { variable, origin, host }
  return { variable, origin, host, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

/** A `%` that encodes nothing is one, as in curl. */
function decoded(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}

/** An entry of NO_PROXY: `*`, a host, a domain (with or without its leading `.` or `*.`), each also with `:port`. */
function covers(entry: string, url: URL): boolean {
  const [, name = '', port = ''] = /^(.*?)(?::(\d+))?$/.exec(/^[^[]*:.*:/.test(entry) ? `[${entry}]` : entry) ?? []
  if (port !== '' && port !== (url.port || { 'http:': '80', 'https:': '443' }[url.protocol])) return false
  if (name === '*') return true
  const host = url.hostname.replace(/\.$/, '').toLowerCase()
  const domain = name
    .replace(/^\*?\./, '')
    .replace(/\.$/, '')
    .toLowerCase()
  return (host === domain && !name.startsWith('*')) || host.endsWith(`.${domain}`)
}
