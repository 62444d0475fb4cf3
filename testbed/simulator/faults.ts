import { randomUUID } from 'node:crypto'
import { isRecord, type Reply } from './router.ts'

export interface Fault {
  /** such as compute or block-storage, whatever type the catalog gives it; none is where no service answers */
  readonly service?: string
  readonly method?: string
  /** a regular expression for path and query below the service's mount */
  readonly path?: string
  /** how often; without it always */
  readonly times?: number
  /** how many matching requests pass before */
  readonly afterRequests?: number
  readonly action: FaultAction
}

/** Usually one key; the first two go with any other. */
export interface FaultAction {
  /** before anything is done */
  readonly delayMs?: number
  /** when everything is done */
  readonly answerAfterMs?: number
  readonly status?: number
  readonly retryAfter?: string | number
  readonly body?: unknown
  /** TCP RST instead of an answer */
  readonly reset?: true
  /** the connection ends in the middle of the body */
  readonly close?: true
  /** the first half of the JSON, as if that were all */
  readonly truncate?: true
  readonly html?: true
  readonly unauthorized?: true
  /** every page names a next one: the same items again, or new ones without end */
  readonly endlessPages?: 'repeat' | 'fresh'
  readonly hugeBytes?: number
  /** a URL without a path keeps the path of the request */
  readonly redirect?: string
  /** a field of the answer, such as `flavors.*.ram`, gets another value or none */
  readonly malformed?: { readonly field: string; readonly value?: unknown }
}

export interface Faults {
  readonly add: (...faults: readonly Fault[]) => void
  readonly clear: () => void
  readonly all: () => readonly Fault[]
  /** What happens to this request; counts it. */
  readonly meet: (service: string, method: string, path: string) => FaultAction
}

export function createFaults(initial: readonly Fault[]): Faults {
  let active: { readonly fault: Fault; readonly path: RegExp; met: number }[] = []
  const add = (...faults: readonly Fault[]): void => {
    for (const fault of faults) active.push({ fault, path: new RegExp(fault.path ?? ''), met: 0 })
  }
  add(...initial)
  return {
    add,
    clear: () => {
      active = []
    },
    all: () => active.map(({ fault }) => fault),
    meet(service, method, path) {
      let action: FaultAction = {}
      for (const one of active) {
        const { fault } = one
        const isMet =
          (fault.service ?? service) === service &&
          (fault.method ?? method).toUpperCase() === method &&
          one.path.test(path)
        if (!isMet) continue
        one.met += 1
        const turn = one.met - (fault.afterRequests ?? 0)
        if (turn >= 1 && turn <= (fault.times ?? Infinity)) action = { ...fault.action, ...action }
      }
      return action
    },
  }
}

/** The answer in place of the real one, or made from it. */
export function distort(reply: Reply, action: FaultAction, url: string, unauthorized: () => Reply): Reply {
  if (action.unauthorized) return unauthorized()
  if (action.redirect !== undefined)
    return { status: 307, headers: { Location: target(action.redirect, url) }, body: '' }
  if (action.status !== undefined) return faultStatus(action, action.status)
  if (action.html)
    return {
      ...reply,
      headers: { 'Content-Type': 'text/html' },
      body: '<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>',
    }
  if (action.malformed)
    return {
      ...reply,
      body: replaced(structuredClone(reply.body), action.malformed.field.split('.'), action.malformed),
    }
  if (action.endlessPages) return { ...reply, body: endless(reply.body, action.endlessPages, url) }
  return reply
}

function faultStatus({ body, retryAfter }: FaultAction, status: number): Reply {
  return {
    status,
    headers: retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) },
    body: body ?? {
      error: {
        code: status,
        title: 'Simulated fault',
        message: 'This answer was ordered by a fault of the simulator.',
      },
    },
  }
}

function target(redirect: string, url: string): string {
  const to = new URL(redirect)
  const from = new URL(url)
  return to.pathname === '/' ? `${to.origin}${from.pathname}${from.search}` : redirect
}

function replaced(body: unknown, [key, ...rest]: readonly string[], change: { readonly value?: unknown }): unknown {
  if (key === undefined) return change.value
  if (Array.isArray(body))
    return body.map((item: unknown, index) =>
      key === '*' || key === String(index) ? replaced(item, rest, change) : item,
    )
  if (!isRecord(body)) return body
  if (rest.length > 0 || 'value' in change) return { ...body, [key]: replaced(body[key], rest, change) }
  const { [key]: _gone, ...others } = body
  return others
}

function renewed(item: Record<string, unknown>): Record<string, unknown> {
  const id = randomUUID()
  const secretRef = item['secret_ref']
  return typeof secretRef === 'string' ? { ...item, secret_ref: secretRef.replace(/[^/]+$/, id) } : { ...item, id }
}

/** Adds the link to a next page where each service has it; the marker is always a new one. */
function endless(body: unknown, kind: 'repeat' | 'fresh', url: string): unknown {
  if (!isRecord(body)) return body
  const collection = Object.entries(body).find(([, value]) => Array.isArray(value) && value.some(isRecord))
  if (!collection) return body
  const [name, value] = collection
  const items =
    kind === 'fresh' && Array.isArray(value) ? value.map((item) => (isRecord(item) ? renewed(item) : item)) : value
  const next = new URL(url)
  next.searchParams.set('marker', randomUUID())
  const path = `${next.pathname.replace(/^\/image/, '')}${next.search}`
  if (name === 'images') return { ...body, images: items, next: path }
  if (name === 'secrets') return { ...body, secrets: items, next: next.href }
  const links = name === 'volume_types' ? 'volume_type_links' : `${name}_links`
  return { ...body, [name]: items, [links]: [{ rel: 'next', href: next.href }] }
}
