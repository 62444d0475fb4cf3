import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Cloud, Token } from './cloud.ts'

export interface Call {
  readonly method: string
  /** below the service's mount */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly params: Readonly<Record<string, string>>
  /** scheme and host, as the client sees them */
  readonly origin: string
  /** origin and mount */
  readonly base: string
  readonly requestId: string
  readonly token: Token
  readonly cloud: Cloud
}

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** a string is sent as it is, anything else as JSON */
  readonly body?: unknown
}

export interface Route {
  readonly method: string
  readonly pattern: RegExp
  /** answered without a token */
  readonly open: boolean
  readonly answer: (call: Call) => Reply
}

export interface Service {
  readonly name: string
  readonly mount: string
  readonly routes: readonly Route[]
  /** what the service says where it refuses */
  readonly refuse: (refusal: Refusal, call: Call) => Reply
  /** an unknown path or method, often in the words of the framework below the service */
  readonly missing: (status: 404 | 405, call: Call) => Reply
  /** where it is not keystonemiddleware that says it */
  readonly unauthorized?: (call: Pick<Call, 'cloud' | 'origin' | 'headers'>) => Reply
  /** looks at every request with a token first: microversions */
  readonly before?: (call: Call) => Reply | undefined
  /** on every answer */
  readonly headers?: (call: Call, status: number) => Readonly<Record<string, string>>
  /** answers from in front of the middleware that numbers requests: its root document, its 401 */
  readonly unnumbered?: readonly ('root' | 'login')[]
}

/** `/flavors/:id` to a route; a trailing slash is optional. */
export function route(method: string, path: string, answer: Route['answer'], open = false): Route {
  const pattern = path
    .replaceAll('.', '\\.')
    .replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')
    .replace(/\/$/, '')
  return { method, pattern: new RegExp(`^${pattern}/?$`), open, answer }
}

export const openRoute = (method: string, path: string, answer: Route['answer']): Route =>
  route(method, path, answer, true)

/** Thrown by a handler, answered in the shape of its service. */
export class Refusal extends Error {
  readonly status: number
  /** the name of the exception, which Neutron tells */
  readonly kind: string | undefined
  constructor(status: number, message: string, kind?: string) {
    super(message)
    this.status = status
    this.kind = kind
  }
}

export function handle(service: Service, call: Omit<Call, 'params' | 'token' | 'requestId'>): Reply {
  const requestId = `req-${randomUUID()}`
  const asked: Call = { ...call, params: {}, token: call.cloud.anonymous, requestId }
  const reply = answer(service, asked)
  const part = reply.status === 401 ? 'login' : call.path.length <= 1 ? 'root' : undefined
  const number = part && service.unnumbered?.includes(part) ? {} : { 'X-Openstack-Request-Id': requestId }
  return { ...reply, headers: { ...number, ...service.headers?.(asked, reply.status), ...reply.headers } }
}

function answer(service: Service, call: Call): Reply {
  const matching = service.routes.filter(({ pattern }) => pattern.test(call.path))
  const found = matching.find(({ method }) => method === call.method || (method === 'GET' && call.method === 'HEAD'))
  const token = call.cloud.tokens.get(call.headers['x-auth-token']?.toString() ?? '')
  const known = token && token.expiresAt > Date.now() ? token : undefined
  if (!found && service.name === 'identity') return service.missing(matching.length > 0 ? 405 : 404, call)
  if (!found?.open && !known) return (service.unauthorized ?? unauthorized)(call)
  const asked: Call = { ...call, token: known ?? call.token }
  const early = service.before?.(asked)
  if (early) return early
  if (!found) return service.missing(matching.length > 0 ? 405 : 404, asked)
  try {
    return found.answer({ ...asked, params: decoded(found.pattern.exec(call.path)?.groups ?? {}) })
  } catch (error) {
    if (error instanceof Refusal) return service.refuse(error, asked)
    throw error
  }
}

/** As keystonemiddleware says it in front of a service. */
export function unauthorized({ cloud, origin }: Pick<Call, 'cloud' | 'origin'>): Reply {
  return {
    status: 401,
    headers: { 'WWW-Authenticate': `Keystone uri="${origin}${cloud.mounts.identity}"` },
    body: {
      error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
    },
  }
}

/** An error as WebOb makes it: JSON for who accepts that, else HTML. */
export function webobError({ headers }: Pick<Call, 'headers'>, status: number, title: string, message: string): Reply {
  const accept = headers.accept ?? ''
  const body = `${message}<br /><br />\n\n\n`
  const code = `${status} ${title}`
  if (accept.includes('application/json') && !accept.includes('text/html'))
    return { status, body: { message: body, code, title } }
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=UTF-8' },
    body: `<html>\n <head>\n  <title>${code}</title>\n </head>\n <body>\n  <h1>${code}</h1>\n  ${body} </body>\n</html>`,
  }
}

export const notFound = (_: 404 | 405, call: Call): Reply =>
  webobError(call, 404, 'Not Found', 'The resource could not be found.')

export function jsonBody(call: Call): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.body)
    if (isRecord(value)) return value
  } catch {
    throw new Refusal(400, 'Malformed JSON in request body.')
  }
  throw new Refusal(400, 'The request body must be a JSON object.')
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value where it is a string. */
export function text(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise
}

/** The record below a path of keys, or an empty one. */
export function record(value: unknown, ...keys: readonly string[]): Record<string, unknown> {
  let below: unknown = value
  for (const key of keys) below = isRecord(below) ? below[key] : undefined
  return isRecord(below) ? below : {}
}

function decoded(groups: Record<string, string | undefined>): Record<string, string> {
  const found = Object.entries(groups).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return Object.fromEntries(found.map(([name, value]) => [name, unescaped(value)]))
}

function unescaped(text: string): string {
  return URL.canParse(`x:${text}`) ? decodeURIComponent(text.replaceAll(/%(?![0-9a-f]{2})/gi, '%25')) : text
}
