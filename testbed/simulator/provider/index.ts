import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { stringify } from 'yaml'
import { createFaults, distort, type Fault, type Faults } from '../faults.ts'
import type { SimulatorOptions } from '../index.ts'
import { commonOrders, obey } from '../orders.ts'
import { reset, send, text } from '../response.ts'
import type { Reply } from '../router.ts'
import type { RequestRecord } from '../server.ts'
import type { FullProviderDescription, ProviderDescription } from './description.ts'
import { healthMonitorReply } from './health-monitor.ts'
import { loadProvider, parseProviderFault } from './load-provider.ts'
import { prometheusReply } from './prometheus.ts'
import { statusPageReply } from './status-page.ts'

export type { ProviderDescription } from './description.ts'
export { parseProviderFault } from './load-provider.ts'

export interface ProviderSimulatorOptions extends Pick<SimulatorOptions, 'port' | 'latencyMs' | 'tls'> {
  /** a description, or the path of one */
  readonly description: ProviderDescription | string
  readonly faults?: readonly Fault[]
}

export interface ProviderSimulator extends AsyncDisposable {
  readonly url: string
  readonly description: FullProviderDescription
  /** every request so far, in order of arrival */
  readonly requests: readonly RequestRecord[]
  readonly faults: Faults
  /** what `run --provider` takes; the token, if any, is in the variable PROMETHEUS_TOKEN */
  readonly providerYaml: (more?: object) => string
  readonly writeProviderYaml: (path: string, more?: object) => void
  readonly stop: () => Promise<void>
}

/** What a provider publishes, on 127.0.0.1, until it is stopped: `/status`, `/health/metrics`, `/prometheus`. */
export async function startProviderSimulator(options: ProviderSimulatorOptions): Promise<ProviderSimulator> {
  const description = loadProvider(options.description)
  const faults = createFaults([...description.faults, ...(options.faults ?? [])])
  const requests: RequestRecord[] = []
  const stopping = new AbortController()
  const latencyMs = options.latencyMs ?? description.latencyMs
  let url = ''

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request
    const asked = new URL(`${url}${request.url?.startsWith('/') ? request.url : '/'}`)
    const body = await text(request)
    const ordered = obey(commonOrders({ faults, requests }, parseProviderFault), method, asked.pathname, body)
    if (ordered) return send(response, method, ordered, {})
    const [, mount = '', rest = ''] = /^\/(status|health|prometheus)(?=\/|$)(.*)$/.exec(asked.pathname) ?? []
    const service = { status: 'status-page', health: 'health-monitor', prometheus: 'prometheus' }[mount] ?? 'none'
    const record: RequestRecord = {
      method,
      path: `${asked.pathname}${asked.search}`,
      service,
      at: Date.now(),
      status: 0,
    }
    requests.push(record)
    const action = faults.meet(service, method, `${rest}${asked.search}`)
    const delayMs = latencyMs + (action.delayMs ?? 0)
    if (delayMs > 0) await wait(delayMs, undefined, { signal: stopping.signal })
    if (action.reset) return reset(request)
    const isGet = method === 'GET' || method === 'HEAD'
    const real = isGet ? answer(description, service, rest, asked.searchParams, headers.authorization) : { status: 405 }
    const reply = distort(real, action, asked.href, () => unauthorized)
    record.status = reply.status
    send(response, method, reply, action)
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response).catch((error: unknown) => {
      if (stopping.signal.aborted || response.headersSent) response.destroy()
      else send(response, 'GET', { status: 500, body: `simulator: ${String(error)}` }, {})
    })
  }
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener)
  server.keepAliveTimeout = 60_000
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  // a server that listens on TCP has an AddressInfo
  url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`

  function providerYaml(more: object = {}): string {
    const { statusPage, healthMonitor, prometheus } = description
    return stringify({
      ...(statusPage ? { statusPage: { url: `${url}/status`, ...more } } : {}),
      ...(healthMonitor ? { healthMonitor: { url: `${url}/health/metrics`, ...more } } : {}),
      ...(prometheus
        ? {
            prometheus: {
              url: `${url}/prometheus`,
              ...more,
              ...(prometheus.token ? { tokenVariable: 'PROMETHEUS_TOKEN' } : {}),
            },
          }
        : {}),
    })
  }
  async function stop(): Promise<void> {
    if (!server.listening) return
    stopping.abort()
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return {
    url,
    description,
    requests,
    faults,
    providerYaml,
    writeProviderYaml: (path, more) => writeFileSync(path, providerYaml(more)),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

const unauthorized: Reply = { status: 401, headers: { 'WWW-Authenticate': 'Bearer' }, body: { error: 'Unauthorized' } }

function answer(
  { statusPage, healthMonitor, prometheus }: FullProviderDescription,
  service: string,
  path: string,
  query: URLSearchParams,
  authorization: string | undefined,
): Reply {
  const now = Date.now()
  if (service === 'status-page' && statusPage) {
    return statusPage.login === 'open' || authorization !== undefined
      ? statusPageReply(statusPage, path, query, now)
      : unauthorized
  }
  if (service === 'health-monitor' && healthMonitor) {
    return healthMonitor.login === 'open' || authorization !== undefined
      ? healthMonitorReply(healthMonitor, now)
      : unauthorized
  }
  if (service === 'prometheus' && prometheus) {
    const { token } = prometheus
    return token === undefined || authorization === `Bearer ${token}`
      ? prometheusReply(prometheus, path, query, now)
      : unauthorized
  }
  return { status: 404, body: { error: 'Not Found' } }
}
