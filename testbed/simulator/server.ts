import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { barbican } from './barbican.ts'
import { cinder } from './cinder.ts'
import type { Cloud } from './cloud.ts'
import { control } from './control.ts'
import { distort, type Faults } from './faults.ts'
import { glance } from './glance.ts'
import { keystone } from './keystone.ts'
import { neutron } from './neutron.ts'
import { nova } from './nova.ts'
import { octavia } from './octavia.ts'
import { placement } from './placement.ts'
import { reset, send, text } from './response.ts'
import { handle, unauthorized, type Service } from './router.ts'
import { isSigned, s3 } from './s3.ts'
import { noResource, swift } from './swift.ts'

/** One request as it was answered; status 0 is one without an answer (yet). */
export interface RequestRecord {
  readonly method: string
  /** with the query */
  readonly path: string
  readonly service: string
  /** when it came, as Date.now() tells */
  readonly at: number
  status: number
}

export interface Stage {
  readonly cloud: Cloud
  readonly faults: Faults
  readonly requests: RequestRecord[]
  readonly latencyMs: number
  readonly url: () => string
  readonly stopping: AbortSignal
}

const services: readonly Service[] = [keystone, nova, glance, neutron, cinder, barbican, octavia, placement, swift]

/** Types under which a service may be in the catalog, where it is not its own name. */
const aliases: Readonly<Record<string, string>> = {
  volume: 'block-storage',
  volumev3: 'block-storage',
  'object-store-s3': 'object-store',
  s3: 'object-store',
}

/** Answers requests; each on its own time, so that latency and faults of one never hold up another. */
export function listener(stage: Stage): (request: IncomingMessage, response: ServerResponse) => void {
  const { cloud } = stage
  const present = new Set(['identity', ...cloud.description.catalog.map((type) => aliases[type] ?? type)])
  const active = services.filter(({ name }) => present.has(name))
  return (request, response) => {
    serve(stage, active, request, response).catch((error: unknown) => {
      const isOurFault = !stage.stopping.aborted && !response.destroyed && !response.headersSent
      if (isOurFault)
        send(
          response,
          'GET',
          { status: 500, body: `simulator: ${error instanceof Error ? error.stack : String(error)}` },
          {},
        )
      else response.destroy()
    })
  }
}

async function serve(
  stage: Stage,
  active: readonly Service[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { cloud, faults, requests, latencyMs, stopping } = stage
  const { method = 'GET', headers } = request
  const origin = stage.url()
  // a target in absolute or asterisk form is nobody's path
  const target = request.url?.startsWith('/') ? request.url : '/'
  const url = new URL(`${origin}${target}`)
  const body = await text(request)
  const ordered = control(stage, method, url.pathname, body)
  if (ordered) return send(response, method, ordered, {})

  const service = active.find(({ mount }) => url.pathname === mount || url.pathname.startsWith(`${mount}/`))
  const isS3 = active.includes(swift) && isSigned({ headers, query: url.searchParams })
  const name = isS3 ? 'object-store' : (service?.name ?? 'none')
  const path = isS3 ? url.pathname : url.pathname.slice(service?.mount.length ?? 0)
  const record: RequestRecord = {
    method,
    path: `${url.pathname}${url.search}`,
    service: name,
    at: Date.now(),
    status: 0,
  }
  requests.push(record)

  const action = faults.meet(name, method, `${path}${url.search}`)
  if (action.endlessPages) url.searchParams.delete('marker')
  const delayMs = latencyMs + (action.delayMs ?? 0)
  if (delayMs > 0) await wait(delayMs, undefined, { signal: stopping })
  if (action.reset) return reset(request)

  const call = {
    method,
    path,
    query: url.searchParams,
    headers,
    body,
    origin,
    base: `${origin}${service?.mount ?? ''}`,
    cloud,
  }
  // Who refuses has done nothing; behind any other trouble the work may have been done.
  const isRefused = action.status !== undefined && action.status >= 400 && action.status < 500
  const real = isS3 && !isRefused ? s3(call) : service && !isRefused ? handle(service, call) : noResource
  const reply = distort(real, action, url.href, () => (service?.unauthorized ?? unauthorized)(call))
  record.status = reply.status
  if (action.answerAfterMs !== undefined) await wait(action.answerAfterMs, undefined, { signal: stopping })
  send(response, method, reply, action)
}
