import type { JobWithMetadata } from 'pg-boss'
import type { Order } from './order.ts'

/** Who works on a job. */
export interface Place {
  readonly host: string
  readonly pid: number
}

/** Where a job stands. */
export interface JobStanding {
  readonly id: string
  readonly subject: string
  readonly day: string
  readonly sections?: readonly string[]
  readonly state: 'queued' | 'waiting' | 'running' | 'done' | 'given up'
  /** ISO 8601: since when it stands so. */
  readonly since: string
  /** Of one that waits to be tried again: from when. */
  readonly notBefore?: string
  /** Times that it was begun. */
  readonly begun: number
  readonly place?: Place
  /** Why it has to be tried again, or was given up. */
  readonly reason?: string
}

/** As pg-boss has it, in our words. Pure. */
export function standingOf(job: JobWithMetadata<Partial<Order>>): JobStanding {
  const { id, data, state, retryCount, createdOn, startedOn, completedOn, startAfter, output } = job
  const { subject = '', day = '', sections } = data
  const isRunning = state === 'active'
  const begun = startedOn ? retryCount + 1 : 0
  const place = placeIn(output)
  const reason = isRunning || state === 'completed' ? undefined : reasonIn(output)
  const since = (isRunning ? startedOn : (completedOn ?? createdOn)).toISOString()
  return {
    id,
    subject,
    day,
    ...(sections ? { sections } : {}),
    state: states[state],
    since,
    ...(state === 'retry' ? { notBefore: startAfter.toISOString() } : {}),
    begun,
    ...(place ? { place } : {}),
    ...(reason === undefined ? {} : { reason }),
  }
}

const states = {
  created: 'queued',
  retry: 'waiting',
  active: 'running',
  completed: 'done',
  failed: 'given up',
  cancelled: 'given up',
} as const satisfies Record<JobWithMetadata['state'], JobStanding['state']>

function placeIn(output: unknown): Place | undefined {
  const { host, pid } = (output ?? {}) as Partial<Place>
  return typeof host === 'string' && typeof pid === 'number' ? { host, pid } : undefined
}

/** Our own word, or that of pg-boss. */
export function reasonIn(output: unknown): string | undefined {
  const { reason, value } = (output ?? {}) as { readonly reason?: unknown; readonly value?: { message?: unknown } }
  if (typeof reason === 'string') return reason
  const message = value?.message
  if (typeof message !== 'string') return undefined
  return /heartbeat/.test(message) ? 'its worker gave no sign of life' : message
}
