import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import type { FaultAction, Faults } from '../faults.ts'
import { uuid } from '../ids.ts'
import { reset, send, text } from '../response.ts'
import type { RequestRecord } from '../server.ts'
import { answer, type ClusterReply, type Plane } from './answer.ts'
import type { Cluster } from './cluster.ts'
import { control } from './control.ts'
import { distortAnswer } from './faults.ts'
import { Cut } from './log.ts'
import { requestInfo, type RequestInfo } from './request-info.ts'
import { failure, unauthorized } from './status.ts'
import { authenticate } from './users.ts'

export interface ClusterStage extends Plane {
  readonly faults: Faults
  readonly requests: RequestRecord[]
  readonly latencyMs: number
  readonly url: () => string
  readonly stopping: AbortSignal
  readonly expireTokens: () => void
  readonly compact: () => void
}

/** Answers requests; each on its own time, so that latency and faults of one never hold up another. */
export function clusterListener(stage: ClusterStage): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    serve(stage, request, response).catch((error: unknown) => {
      if (stage.stopping.aborted || response.destroyed || response.headersSent) return void response.destroy()
      const detail = error instanceof Error ? error.stack : String(error)
      send(response, 'GET', failure(500, 'InternalError', `simulator: ${detail}`), {})
    })
  }
}

async function serve(stage: ClusterStage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { faults, requests, latencyMs, stopping, cluster } = stage
  const { method = 'GET', headers } = request
  // a target in absolute or asterisk form is nobody's path
  const url = new URL(`${stage.url()}${request.url?.startsWith('/') ? request.url : '/'}`)
  const body = await text(request)
  const ordered = control(stage, method, url.pathname, body)
  if (ordered) return send(response, method, ordered, {})

  const info = requestInfo(url.pathname)
  const service = info ? info.group || 'core' : 'none'
  const path = `${url.pathname}${url.search}`
  const record: RequestRecord = { method, path, service, at: Date.now(), status: 0 }
  requests.push(record)
  const action = faults.meet(service, method, path)
  if (action.endlessPages) url.searchParams.delete('continue')
  const delayMs = latencyMs + (action.delayMs ?? 0)
  if (delayMs > 0) await wait(delayMs, undefined, { signal: stopping })
  if (action.reset) return reset(request)

  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const user = authenticate(request.socket as TLSSocket, headers, cluster.tokens, cluster.description.anonymous)
  const asked = {
    method,
    path: url.pathname,
    query: url.searchParams,
    body,
    contentType: (headers['content-type'] ?? '').split(';')[0] ?? '',
    userAgent: headers['user-agent'] ?? '',
    host: url.host,
    signal: AbortSignal.any([stopping, gone.signal]),
  }
  const real: ClusterReply = user ? answer(stage, { ...asked, user }) : unauthorized()
  const reply = distortAnswer(real, action, url.href)
  record.status = reply.status
  if (action.answerAfterMs !== undefined) await wait(action.answerAfterMs, undefined, { signal: stopping })
  const told = {
    ...reply,
    headers: { ...everywhere(), ...(user && isQueued(info, url) ? fairness(cluster) : {}), ...reply.headers },
  }
  if (real.stream && reply.status === 200 && reply.body === undefined)
    return stream(response, real.stream, told, action)
  send(response, method, told, action)
}

/** What every answer bears. */
function everywhere(): Readonly<Record<string, string>> {
  return { 'Audit-Id': randomUUID(), 'Cache-Control': 'no-cache, private' }
}

/** What takes long is let through at once: logs and watches. */
function isQueued(info: RequestInfo | undefined, { searchParams }: URL): boolean {
  return info?.subresource !== 'log' && searchParams.get('watch') !== 'true'
}

/** By which rules of API priority and fairness it was let through. */
function fairness({ kinds }: Cluster): Readonly<Record<string, string>> {
  if (!kinds().some(({ plural }) => plural === 'flowschemas')) return {}
  return {
    'X-Kubernetes-Pf-Flowschema-Uid': uuid('flowschema'),
    'X-Kubernetes-Pf-Prioritylevel-Uid': uuid('prioritylevel'),
  }
}

/** A fault that closes or truncates does so after the first piece. */
async function stream(
  response: ServerResponse,
  pieces: AsyncIterable<string>,
  { status, headers }: ClusterReply,
  action: FaultAction,
): Promise<void> {
  response.writeHead(status, headers)
  response.flushHeaders()
  try {
    for await (const piece of pieces) {
      response.write(piece)
      if (action.truncate) break
      if (action.close) return void response.destroy()
    }
    response.end()
  } catch (error) {
    if (!(error instanceof Cut) && !response.destroyed && !(error instanceof Error && error.name === 'AbortError'))
      throw error
    // what was said before the cut still gets to the client
    response.write('', () => response.destroy())
  }
}
