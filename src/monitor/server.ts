import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify'
import { guard } from './access.ts'
import { sendErrorPage, wantsPage } from './board/error-page.ts'
import { challenge } from './board/login.ts'
import { boardRoutes } from './board/routes.ts'
import type { Context } from './context.ts'
import { refusalFor } from './database/failure.ts'
import type { Limits } from './limits.ts'
import { openApi } from './openapi.ts'
import { Refusal } from './refusal.ts'
import { certificateRoutes } from './routes/certificates.ts'
import { intakeRoute } from './routes/intake.ts'
import { operationRoutes } from './routes/operation.ts'
import { releaseRoute } from './routes/release.ts'
import { reportRoutes } from './routes/reports.ts'
import { resultRoutes } from './routes/results.ts'
import { statusRoutes } from './routes/status.ts'

/** What is told of a request; never what was sent with it. */
export interface Told {
  readonly method: string
  /** As the route has it, such as `/metrics/:subject`: whatever was asked for may name somebody. */
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly address: string
  /** What went wrong on our side. */
  readonly error?: Error
}

export interface ServerOptions {
  readonly limits: Limits
  /** Addresses of proxies before the server, whose X-Forwarded-For counts. */
  readonly trustProxy?: readonly string[]
  /** Certificate and key in PEM: it speaks HTTPS then. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Is told of every request that changes something or that failed on our side. */
  readonly told: (request: Told) => void
}

/** The monitor as a server that does not listen yet. Answers are JSON, errors `{"detail": "one sentence"}`, as in the official one; those of the board are HTML. */
export async function makeServer(
  context: Context,
  { limits, trustProxy, tls, told }: ServerOptions,
): Promise<FastifyInstance> {
  // Node looks every 30 s only, and not at all where the time for headers (60 s) is longer than that for the whole request.
  const times = {
    requestTimeout: limits.requestMs,
    headersTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(limits.requestMs, 5000),
  }
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    ...(tls ? { https: { ...times, ...tls } } : { http: times }),
    handlerTimeout: limits.handlerMs,
    connectionTimeout: limits.handlerMs + limits.requestMs,
    maxRequestsPerSocket: 1000,
    trustProxy: trustProxy ? [...trustProxy] : false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    exposeHeadRoutes: false,
    // An address that is none gets no further, not to the hooks either.
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      const { status, message } = ofFramework(error)
      const detail = error.code === 'FST_ERR_BAD_URL' ? 'there is no such address' : message
      return reply.headers(safe).status(status).type('application/json').send(JSON.stringify({ detail }))
    },
  })
  const errors = new WeakMap<object, Error>()

  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const refusal = error instanceof Refusal ? error : (refusalFor(error) ?? ofFramework(error))
    if (refusal.status >= 500) errors.set(request, error.cause instanceof Error ? error.cause : error)
    if (refusal.status === 401) reply.header('www-authenticate', challenge)
    if (refusal.status === 503) reply.header('retry-after', '10')
    if (wantsPage(request)) return sendErrorPage(context, request, reply, refusal)
    return reply
      .status(refusal.status)
      .type('application/json')
      .send(JSON.stringify({ detail: refusal.message }))
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(safe)
  })
  app.addHook('onResponse', async (request, reply) => {
    if (request.method === 'GET' && reply.statusCode < 500) return
    const error = errors.get(request)
    told({
      method: request.method,
      path: request.routeOptions.url ?? '(no such page)',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      address: request.ip,
      ...(error ? { error } : {}),
    })
  })

  const isLimited = limits.requestsPerMinute > 0
  if (isLimited) {
    await app.register(rateLimit, {
      max: limits.requestsPerMinute,
      timeWindow: '1 minute',
      errorResponseBuilder: (_request, { after }) => new Refusal(429, `too many requests; try again in ${after}`),
    })
  }
  app.setNotFoundHandler(isLimited ? { preHandler: app.rateLimit() } : {}, (request, reply) => {
    const refusal = new Refusal(404, 'there is no such page')
    if (wantsPage(request)) return sendErrorPage(context, request, reply, refusal)
    return reply
      .status(404)
      .type('application/json')
      .send(JSON.stringify({ detail: refusal.message }))
  })
  await app.register(swagger, { openapi: openApi })
  guard(app, context.authenticate, context.publicUrl)
  app.get('/openapi.json', { config: { access: 'public' }, schema: { summary: 'This API, as OpenAPI 3' } }, async () =>
    app.swagger(),
  )
  reportRoutes(app, context)
  resultRoutes(app, context)
  statusRoutes(app, context)
  certificateRoutes(app, context)
  releaseRoute(app, context)
  operationRoutes(app, context)
  boardRoutes(app, context)
  await app.register(async (scope) => intakeRoute(scope, context))
  await app.ready()
  return app
}

/** Whatever stands in an answer is shown as text, and runs nowhere. */
const safe = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

function ofFramework({ statusCode = 500, message, code }: FastifyError): Refusal {
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal(415, 'unsupported media type')
  if (statusCode >= 400 && statusCode < 500) return new Refusal(statusCode, message)
  if (statusCode === 503) return new Refusal(503, 'this took too long; try again later')
  return new Refusal(500, 'our own fault; whoever runs this monitor finds it in its log')
}
