import type { Reply } from '../router.ts'
import { qualified, type Kind } from './kinds.ts'

interface Details {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly { readonly reason: string; readonly message: string; readonly field?: string }[]
  readonly retryAfterSeconds?: number
}

/** Thrown by a handler, answered as a Status (API reference: meta/v1, "Status"). */
export class StatusRefusal extends Error {
  readonly reply: Reply
  constructor(code: number, reason: string, message: string, details?: Details, metadata: object = {}) {
    super(message)
    this.reply = failure(code, reason, message, details, metadata)
  }
}

export function failure(
  code: number,
  reason: string,
  message: string,
  details?: Details,
  metadata: object = {},
): Reply {
  return {
    status: code,
    headers: {},
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details ? { details } : {}),
      code,
    },
  }
}

export const unauthorized = (): Reply => failure(401, 'Unauthorized', 'Unauthorized')

/** What a delete call answers where it does not answer with the object. */
export function success(kind: Kind, name: string, uid: string): Reply {
  return {
    status: 200,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { ...detailsOf(kind, name), uid },
    },
  }
}

function detailsOf(kind: Kind, name?: string): Details {
  return {
    ...(name === undefined ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
  }
}

export function notFound(kind: Kind, name: string): StatusRefusal {
  return new StatusRefusal(404, 'NotFound', `${qualified(kind)} "${name}" not found`, detailsOf(kind, name))
}

export const noSuchResource = (): StatusRefusal =>
  new StatusRefusal(404, 'NotFound', 'the server could not find the requested resource', {})

export const methodNotAllowed = (): StatusRefusal =>
  new StatusRefusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

export const alreadyExists = (kind: Kind, name: string): StatusRefusal =>
  new StatusRefusal(409, 'AlreadyExists', `${qualified(kind)} "${name}" already exists`, detailsOf(kind, name))

export function conflict(kind: Kind, name: string, why?: string): StatusRefusal {
  const reason = why ?? 'the object has been modified; please apply your changes to the latest version and try again'
  const message = `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${reason}`
  return new StatusRefusal(409, 'Conflict', message, detailsOf(kind, name))
}

export const badRequest = (message: string): StatusRefusal => new StatusRefusal(400, 'BadRequest', message)

export function forbidden(kind: Kind, name: string, why: string, details: Details = {}): StatusRefusal {
  const message = `${qualified(kind)} ${name === '' ? '' : `"${name}" `}is forbidden: ${why}`
  return new StatusRefusal(403, 'Forbidden', message, {
    ...detailsOf(kind, name === '' ? undefined : name),
    ...details,
  })
}

/** 422; each problem in the words of the API server's validation: `Required value`, `Invalid value: "x": …`. */
export function invalid(
  kind: Pick<Kind, 'group' | 'kind'>,
  name: string,
  ...problems: readonly (readonly [field: string, problem: string])[]
): StatusRefusal {
  const type = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`
  const said = problems.map(([field, problem]) => `${field}: ${problem}`).join(', ')
  const message = `${type} "${name}" is invalid: ${problems.length > 1 ? `[${said}]` : said}`
  return new StatusRefusal(422, 'Invalid', message, {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    ...(kind.kind === '' ? {} : { kind: kind.kind }),
    causes: problems.map(([field, problem]) => {
      const reason = problem.startsWith('Required') ? 'FieldValueRequired' : 'FieldValueInvalid'
      return { reason, message: problem, field }
    }),
  })
}

export function expired(message: string, metadata: object = {}): StatusRefusal {
  return new StatusRefusal(410, 'Expired', message, undefined, metadata)
}

export const unsupportedMedia = (): StatusRefusal =>
  new StatusRefusal(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})

/** What is said without a Status. */
export function plain(body: string, status = 200): Reply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }, body }
}
