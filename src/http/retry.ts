import type { HttpResponse } from './exchange.ts'

/** Whether and when a request is sent again. */
export interface RetryRules {
  /** Tries of one request, the first one included. */
  readonly attempts: number
  /** Before the second try at most this long, then twice as long each time. */
  readonly backoffMs: number
  /** Never longer than this between two tries, unless the server asks for it. */
  readonly maxBackoffMs: number
}

/** Codes of failures that come before the request has left: safe to repeat whatever it was. */
const neverSent = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
/** Codes of connections that broke on the way. */
const broken = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HPE_INVALID_EOF_STATE',
])
const transient = new Set([429, 500, 502, 503, 504])

/** May this answer be met with another try? A request that changes something only where the server says when. */
export function mayRepeatAfter({ status, headers }: HttpResponse, repeatable: boolean): boolean {
  if (repeatable) return transient.has(status)
  return (status === 429 || status === 503) && headers['retry-after'] !== undefined
}

/** May this failure be met with another try? */
export function mayRepeatFailure(error: unknown, repeatable: boolean): boolean {
  const code = codeOf(error)
  return neverSent.has(code) || (repeatable && broken.has(code))
}

/** The code of a system or undici error; happy eyeballs wraps one per address. undici has none for chunks that end early. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (error instanceof Error && error.message.endsWith('(Invalid EOF state)')) return 'HPE_INVALID_EOF_STATE'
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return ''
}

/** Exponential backoff with full jitter: anything between 0 and the bound, so that many clients do not come back at once. */
export function backoffMs(attempt: number, rules: RetryRules, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(rules.maxBackoffMs, rules.backoffMs * 2 ** (attempt - 1)))
}

/** `Retry-After` in milliseconds from now: seconds or an HTTP date (RFC 9110, 10.2.3); undefined where there is none to understand. */
export function retryAfterMs(response: Pick<HttpResponse, 'headers'>, now: number): number | undefined {
  const text = String(response.headers['retry-after'] ?? '').trim()
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
