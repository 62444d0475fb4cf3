import { loading, ProbeError } from '../fact.ts'
import { openHttp, type Http, type HttpOptions } from '../http.ts'
import type { HttpResponse } from '../http/exchange.ts'
import { proxiesIn } from '../http/proxy.ts'
import { follow } from '../http/redirect.ts'
import { redactor as newRedactor, type Redactor } from '../redact.ts'
import { orAborted } from '../waiting.ts'
import { jsonOf, statusError } from '../answer.ts'
import { authenticate, type Session } from './auth.ts'
import type { Call, OpenStack } from './client.ts'
import type { CloudConfig } from './config.ts'
import { findEndpoint, type Endpoint } from './endpoints.ts'
import { microversions } from './microversion.ts'
import { pager } from './pages.ts'
import { officialType } from './service-types.ts'
import { validator } from '../validate.ts'

export interface ConnectOptions {
  /** Given by who also wants its traffic and closes it; opened by `openCloudHttp` if absent. */
  readonly http?: Http
  readonly redactor?: Redactor
}

/** The HTTP layer for one cloud: its TLS settings and timeout, the proxies of the environment (UsageError for a bad one). */
export function openCloudHttp(
  config: CloudConfig,
  environment: Readonly<Record<string, string | undefined>>,
  options: Omit<HttpOptions, 'tls' | 'proxy'>,
): Http {
  const proxies = proxiesIn(environment, options.redactor)
  const timeout = config.timeoutMs === undefined ? {} : { timeoutMs: config.timeoutMs }
  return openHttp({ ...timeout, ...options, tls: config.tls, proxies })
}

/** Authenticates and gives the client. ProbeError: auth, unreachable, timeout, malformed. */
export async function connect(config: CloudConfig, options: ConnectOptions = {}): Promise<OpenStack> {
  return (await openSession(config, options)).openstack
}

/** The same, with what the preflight looks at. */
export async function openSession(
  config: CloudConfig,
  { redactor = newRedactor(), http = openCloudHttp(config, process.env, { redactor }) }: ConnectOptions,
): Promise<{ readonly openstack: OpenStack; readonly session: Session }> {
  const wires = validator()
  const context = { config, http, redactor, validator: wires }
  const first = await authenticate(context)
  let session = first
  let renewal: Promise<Session> | undefined
  const endpoints = new Map<string, Endpoint>()
  const versions = microversions(http)

  /** One new token for all calls whose old one was refused; not bound to the fact that happened to notice it first. */
  async function renewed(refused: Session): Promise<Session> {
    if (session !== refused) return session
    renewal ??= loading.exit(() => authenticate(context)).finally(() => (renewal = undefined))
    const signal = loading.getStore()?.signal
    session = await (signal ? orAborted(renewal, signal) : renewal)
    return session
  }

  function endpointOf(service: string): Endpoint {
    const known = endpoints.get(service) ?? findEndpoint(config, session, service)
    endpoints.set(service, known)
    return known
  }

  /** Sends with our token, once more with a new one after a 401. */
  async function sendTo(
    endpoint: Endpoint,
    call: Call,
    microversion: Readonly<Record<string, string>>,
  ): Promise<HttpResponse> {
    const url = urlOf(endpoint, call)
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) }
    const request = (token: string) => ({
      method: call.method ?? 'GET',
      url,
      headers: {
        accept: 'application/json',
        'x-auth-token': token,
        ...microversion,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...body,
    })
    const used = session
    const response = await follow(http, request(used.token))
    if (response.status !== 401 || call.accept?.includes(401)) return response
    return follow(http, request((await renewed(used)).token))
  }

  async function answer(call: Call): Promise<HttpResponse> {
    const official = officialType(call.service)
    const send = (endpoint: Endpoint) =>
      versions.negotiate(official, call.microversion, endpoint, (headers) => sendTo(endpoint, call, headers))
    const endpoint = endpointOf(call.service)
    const response = await send(endpoint)
    if (!endpoint.guessed) return response
    if (response.status !== 404 && response.status !== 300) {
      endpoints.set(call.service, { ...endpoint, guessed: false }) // the guess was right
      return response
    }
    const { discoveredEndpoint } = await import('./discovery.ts')
    const better = await discoveredEndpoint(http, endpoint)
    endpoints.set(call.service, better)
    return better.versioned === endpoint.versioned ? response : send(better)
  }

  async function checked(call: Call): Promise<HttpResponse> {
    const response = await answer(call)
    if ((response.status >= 200 && response.status < 300) || call.accept?.includes(response.status)) return response
    throw statusError(nameOf(call), response, redactor)
  }

  /** With the body parsed. What only reads is asked for once more where the body was cut off, or came from something in between. */
  async function parsed(call: Call): Promise<{ response: HttpResponse; body: unknown }> {
    const response = await checked(call)
    try {
      return { response, body: jsonOf(nameOf(call), response) }
    } catch (error) {
      // An accepted refusal is its status; Swift says in HTML that something is not there.
      if (response.status >= 300) return { response, body: null }
      if ((call.method ?? 'GET') !== 'GET') throw error
      const second = await checked(call)
      return { response: second, body: jsonOf(nameOf(call), second) }
    }
  }

  async function read<T>(
    call: Call,
    wire: Parameters<OpenStack['read']>[1],
  ): Promise<{ body: T; headers: HttpResponse['headers'] }> {
    const { response, body } = await parsed(call)
    return { body: (await wires.check(body, wire, nameOf(call))) as T, headers: response.headers }
  }

  const openstack: OpenStack = {
    identity: {
      userId: first.user.id,
      user: first.user,
      project: first.project,
      projectId: first.project?.id ?? null,
      domain: first.domain,
      roles: first.roles,
    },
    catalog: first.catalog,
    endpoint: (service) => endpointOf(service).listed,
    async send(call) {
      const { response, body } = await parsed(call)
      return { status: response.status, headers: response.headers, body }
    },
    read: async <T>(call: Call, wire: Parameters<OpenStack['read']>[1]) => (await read<T>(call, wire)).body,
    async list(call, wire, items) {
      const pages = pager(nameOf(call), call.query ?? {})
      const all = []
      let query: Readonly<Record<string, string>> | undefined = call.query ?? {}
      while (query) {
        const { body, headers } = await read<Parameters<typeof items>[0]>({ ...call, query }, wire)
        const found = items(body)
        for (const item of found) all.push(item)
        query = pages.next(body, headers, found)
      }
      return all
    },
    async sendRaw({ url, method, headers = {}, body }) {
      const response = await http.send({
        url,
        method: asMethod(method),
        headers,
        ...(body === undefined ? {} : { body }),
      })
      return { status: response.status, headers: response.headers, text: response.body.toString('utf8') }
    },
  }
  return { openstack, session: first }
}

function urlOf({ versioned }: Endpoint, { path, query = {} }: Call): string {
  const search = new URLSearchParams(query).toString()
  return `${versioned}${path}${search === '' ? '' : `?${search}`}`
}

function nameOf({ method = 'GET', path }: Call): string {
  return `${method} ${path}`
}

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function asMethod(name: string): (typeof allMethods)[number] {
  const method = allMethods.find((one) => one === name.toUpperCase())
  if (method) return method
  throw new ProbeError('internal', `${name} is not a method this client sends`)
}
