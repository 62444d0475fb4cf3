import { ProbeError, type CauseKind } from './fact.ts'
import type { HttpResponse } from './http/exchange.ts'
import { cloudWords, type Vocabulary } from './http/vocabulary.ts'
import type { Redactor } from './redact.ts'

/** A service answered with a status that is an error to the caller. */
export class StatusError extends ProbeError {
  readonly status: number
  /** The service's own words. */
  readonly reason: string

  constructor(kind: CauseKind, message: string, status: number, reason: string) {
    super(kind, message)
    this.name = 'StatusError'
    this.status = status
    this.reason = reason
  }
}

/** Turns an answer that is an error into one sentence: the call, the status, the service's words, the way out. */
export function statusError(
  call: string,
  response: HttpResponse,
  redactor: Redactor,
  words: Vocabulary = cloudWords,
): StatusError {
  const { status } = response
  const reason = reasonIn(response, redactor)
  const kind = kindOf(status, reason)
  const said = reason === '' ? '' : `: ${reason}`
  return new StatusError(
    kind,
    `${call} was answered with ${status}${said}${words.wayOut(kind, status, reason)}`,
    status,
    reason,
  )
}

/** The same error with nothing in its message that the redactor knows. */
export function withoutSecrets(error: unknown, redactor: Redactor): unknown {
  if (error instanceof Error) error.message = redactor.redact(error.message)
  return error
}

/** The JSON of an answer, null where it is empty; ProbeError malformed for anything else. */
export function jsonOf(call: string, { status, headers, body }: HttpResponse): unknown {
  if (body.length === 0) return null
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    // No cause: V8's message quotes the body.
    const type = String(headers['content-type'] ?? 'no content type').split(';')[0] ?? ''
    const isJson = /json/.test(type)
    const what = isJson ? `JSON that breaks off or is broken (${body.length} bytes)` : `${type} instead of JSON`
    const way = isJson
      ? 'something on the way may cut answers off'
      : 'is this the API, or a proxy or login page in front of it?'
    throw new ProbeError('malformed', `${call} answered ${status} with ${what}; ${way}`)
  }
}

/** A JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Each status by whom it sends to work. The service had no time (408), no room (413, 429) or was not there (407 and 5xx
 * come from what stands before it). 404, 409, 410, 412, 423: it understood us, but what the call builds on is missing,
 * taken or busy. All others say that it does not take a call the API defines, or answer none: 400, 405, 406, 415, 422, 3xx.
 */
function kindOf(status: number, reason: string): CauseKind {
  if (status === 401) return 'auth'
  if (status === 408) return 'timeout'
  if (status === 413 || status === 429) return 'quota'
  if (status === 403) return /quota|limit exceeded/i.test(reason) ? 'quota' : 'forbidden'
  if (status === 409 && /quota exceeded/i.test(reason)) return 'quota' // Neutron's OverQuota
  if (status === 407 || status >= 500) return 'unreachable'
  return dependencies.has(status) ? 'dependency' : 'malformed'
}

const dependencies = new Set([404, 409, 410, 412, 423])

const longestReason = 300

/**
 * What the service itself says. Each has its own shape: Keystone `{error: {message}}`, Nova, Cinder and Placement
 * `{itemNotFound: {message}}` or `{errors: [{detail}]}`, Neutron `{NeutronError: {message}}`, Octavia `{faultstring}`,
 * Barbican `{title, description}`, Glance and middleware HTML or plain text.
 */
function reasonIn({ headers, body }: HttpResponse, redactor: Redactor): string {
  // Some services repeat what was sent; taken out before anything is cut or unescaped, and after.
  const text = redactor.redact(body.subarray(0, 65_536).toString('utf8'))
  const said = /json/.test(String(headers['content-type'] ?? '')) || text.startsWith('{') ? fromJson(text) : undefined
  // Glance and Nova have markup even within JSON; a heading only repeats the status.
  const plain = (said ?? text)
    .slice(0, 8192)
    .replaceAll(/<(script|style|title|h1)[^>]*>.*?<\/\1>/gis, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
  const line = redactor.redact(
    plain
      .replaceAll(/&nbsp;|\s+/g, ' ')
      .trim()
      .replace(/[.\s]+$/, ''),
  )
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line
}

function fromJson(text: string): string | undefined {
  try {
    return messageIn(JSON.parse(text), 0)
  } catch {
    return undefined // not JSON after all: shown as text
  }
}

const messageKeys = ['message', 'description', 'detail', 'faultstring', 'error_description', 'debuginfo', 'title']

function messageIn(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null || depth > 3) return undefined
  const record = value as Readonly<Record<string, unknown>> // an object or array: reading any key is safe
  for (const key of messageKeys) {
    const found = record[key]
    if (typeof found === 'string' && found !== '') return found
  }
  for (const inner of Object.values(record)) {
    const found = messageIn(inner, depth + 1)
    if (found !== undefined) return found
  }
  return typeof record['error'] === 'string' ? record['error'] : undefined
}
