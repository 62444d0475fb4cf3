import { jsonOf, statusError, StatusError, withoutSecrets } from '../answer.ts'
import type { Traffic } from '../fact.ts'
import { openHttp, type HttpOptions, type HttpRequest } from '../http.ts'
import type { HttpResponse } from '../http/exchange.ts'
import { proxiesIn } from '../http/proxy.ts'
import { follow } from '../http/redirect.ts'
import { validator } from '../validate.ts'
import type { Call, Kubernetes } from './client.ts'
import { credentials, type Access } from './credentials/access.ts'
import { readClusterConfig, type ClusterChoice, type ClusterConfig } from './kubeconfig.ts'
import { pageOf, pager, pageSize, withItems } from './pages.ts'
import { refused } from './refusal.ts'
import { clusterWords } from './vocabulary.ts'

export interface ClusterOptions extends Omit<HttpOptions, 'tls' | 'proxies' | 'words'> {
  /** Variables that proxies are taken from and plugins run with. Default: those of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Milliseconds a credential plugin may take. Default 60 s. */
  readonly pluginTimeoutMs?: number
}

/** A cluster that can be talked to, and what was spent on that. */
export interface Cluster {
  readonly kubernetes: Kubernetes
  readonly config: ClusterConfig
  readonly traffic: Readonly<Traffic>
  /** Closes the connections and ends plugins. */
  close(): Promise<void>
}

/**
 * Reads a kubeconfig and gives the client of the cluster it leads to. Makes no call: credentials are got with the first.
 * UsageError for whatever is wrong with the settings.
 */
export async function openCluster(choice: ClusterChoice, options: ClusterOptions): Promise<Cluster> {
  return connect(await readClusterConfig({ ...choice, redactor: options.redactor }), options)
}

/** The client by settings already read. UsageError where a proxy of the environment cannot be used. */
export function connect(config: ClusterConfig, options: ClusterOptions): Cluster {
  const { environment = process.env, pluginTimeoutMs = 60_000, ...rest } = options
  const { redactor } = options
  const { origin } = new URL(config.server)
  const others = proxiesIn(environment, redactor)
  const proxies = (url: URL) => (url.origin === origin && config.proxy ? config.proxy : others(url))
  const http = openHttp({ ...rest, proxies, words: clusterWords })
  const ended = new AbortController()
  const wires = validator()
  const users = credentials(config, { http, redactor, environment, signal: ended.signal, pluginTimeoutMs })

  /** Sends with our credentials, once more with others after a 401. */
  async function sendWith(call: Call, more: Partial<HttpRequest> = {}): Promise<HttpResponse> {
    const request = ({ headers, tls }: Access): HttpRequest => ({
      method: call.method ?? 'GET',
      url: urlOf(config, call),
      headers: {
        accept: 'application/json, */*', // logs, /metrics and /flagz are text, whatever is asked for
        ...headers,
        ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
      },
      tls,
      ...(keepsNothing(call) ? { repeatable: true } : {}),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...more,
    })
    const used = await users.current()
    const response = await follow(http, request(used))
    if (response.status !== 401 || call.accept?.includes(401)) return response
    const others = await users.renewed(used)
    return others ? follow(http, request(others)) : response
  }

  async function checked(call: Call, more?: Partial<HttpRequest>): Promise<HttpResponse> {
    try {
      const response = await sendWith(call, more)
      if ((response.status >= 200 && response.status < 300) || call.accept?.includes(response.status)) return response
      const error = statusError(nameOf(call), response, redactor, clusterWords)
      throw response.status === 401 ? refused(error, config, (await users.current()).tls) : error
    } catch (error) {
      throw withoutSecrets(error, redactor)
    }
  }

  /** With the body parsed. What only reads is asked for once more where the body was cut off, or came from something in between. */
  async function parsed(call: Call): Promise<{ response: HttpResponse; body: unknown }> {
    const response = await checked(call, { onSent: () => setImmediate(wires.warm) })
    try {
      return { response, body: jsonOf(nameOf(call), response) }
    } catch (error) {
      if ((call.method ?? 'GET') !== 'GET') throw error
      const second = await checked(call)
      return { response: second, body: jsonOf(nameOf(call), second) }
    }
  }

  const kubernetes: Kubernetes = {
    context: config.context,
    server: config.server,
    async send(call) {
      const { response, body } = await parsed(call)
      return { status: response.status, headers: response.headers, body }
    },
    read: async (call, wire) => wires.check((await parsed(call)).body, wire, nameOf(call)),
    async list<T>(call: Call, item: Parameters<typeof pageOf<T>>[0]) {
      const all = async (): Promise<T[]> => {
        const next = pager(nameOf(call))
        const found: T[] = []
        let token: string | undefined = ''
        while (token !== undefined) {
          const query: Record<string, string> = { limit: String(pageSize), ...call.query }
          if (token !== '') query['continue'] = token
          const { body } = await parsed({ ...call, query })
          const page = await wires.check(withItems(body), pageOf(item), nameOf(call))
          for (const one of page.items) found.push(one)
          token = next(page)
        }
        return found
      }
      try {
        return await all()
      } catch (error) {
        if (!(error instanceof StatusError) || error.status !== 410) throw error
        return all() // the snapshot the pages were taken from is gone
      }
    },
    async stream(call, onText) {
      const decoder = new TextDecoder()
      const say = (text: string) => void (text === '' || onText(text))
      const { body } = await checked(call, { onData: (chunk) => say(decoder.decode(chunk, { stream: true })) })
      say(decoder.decode(body)) // compressed on the way, or the rest of a letter cut in two
    },
    async anonymous(call) {
      const tls = await users.anonymous()
      const response = await http.send({ method: call.method ?? 'GET', url: urlOf(config, call), tls })
      return { status: response.status, headers: response.headers, text: response.body.toString('utf8') }
    },
  }
  return {
    kubernetes,
    config,
    traffic: http.traffic,
    async close() {
      ended.abort()
      await http.close()
    },
  }
}

/** Reviews and dry runs are answered, and nothing is kept of them: safe to send again, though it is by POST. */
function keepsNothing({ path, query }: Call): boolean {
  return /^\/apis\/auth(entication|orization)\.k8s\.io\/\w+\/\w+reviews$/.test(path) || query?.['dryRun'] === 'All'
}

function urlOf({ server }: ClusterConfig, { path, query = {} }: Call): string {
  const search = new URLSearchParams(query).toString()
  return `${server}${path}${search === '' ? '' : `${path.includes('?') ? '&' : '?'}${search}`}`
}

function nameOf({ method = 'GET', path }: Call): string {
  return `${method} ${path}`
}
