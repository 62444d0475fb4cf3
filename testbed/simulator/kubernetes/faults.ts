import { randomUUID } from 'node:crypto'
import { distort, type FaultAction } from '../faults.ts'
import { isRecord, type Reply } from '../router.ts'
import { failure, unauthorized } from './status.ts'

/** The answer in place of the real one, in the shapes of an API server. */
export function distortAnswer(reply: Reply, action: FaultAction, url: string): Reply {
  const { status, endlessPages, retryAfter, body } = action
  if (endlessPages) return { ...reply, body: endless(reply.body, endlessPages) }
  if (status === undefined || body !== undefined) return distort(reply, action, url, unauthorized)
  const { reason, message } = says[status] ?? {
    reason: '',
    message: 'This answer was ordered by a fault of the simulator.',
  }
  const seconds = Number(retryAfter)
  const details = retryAfter === undefined || Number.isNaN(seconds) ? {} : { retryAfterSeconds: seconds }
  const told = failure(status, reason, message, details)
  return retryAfter === undefined ? told : { ...told, headers: { ...told.headers, 'Retry-After': String(retryAfter) } }
}

const says: Readonly<Record<number, { readonly reason: string; readonly message: string }>> = {
  403: { reason: 'Forbidden', message: 'forbidden: ordered by a fault of the simulator' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  409: {
    reason: 'Conflict',
    message: 'the object has been modified; please apply your changes to the latest version and try again',
  },
  410: {
    reason: 'Expired',
    message: 'The provided continue parameter is too old to display a consistent list result.',
  },
  429: { reason: 'TooManyRequests', message: 'Too many requests, please try again later.' },
  500: { reason: 'InternalError', message: 'Internal error occurred: etcdserver: request timed out' },
  503: { reason: 'ServiceUnavailable', message: 'apiserver not ready' },
  504: { reason: 'Timeout', message: 'Timeout: request did not complete within the allotted timeout' },
}

/** Every page names a next one: the same items again, or new ones without end. */
function endless(body: unknown, kind: 'repeat' | 'fresh'): unknown {
  if (!isRecord(body) || !Array.isArray(body['items'])) return body
  const { metadata, items } = body
  const renewed = (item: unknown): unknown => {
    if (kind === 'repeat' || !isRecord(item) || !isRecord(item['metadata'])) return item
    return { ...item, metadata: { ...item['metadata'], name: randomUUID(), uid: randomUUID() } }
  }
  const next = Buffer.from(randomUUID()).toString('base64url')
  return { ...body, metadata: { ...(isRecord(metadata) ? metadata : {}), continue: next }, items: items.map(renewed) }
}
