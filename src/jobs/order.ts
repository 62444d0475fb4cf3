import { v5 } from 'uuid'
import type { Job, Wish } from '../fleet/jobs.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { checkAgainst } from '../schema-check.ts'
import { UsageError } from '../usage-error.ts'
import { showPath } from '../yaml-document.ts'

/**
 * What a job in the queue says: what is to be judged, by names only. How that is reached, credentials and paths are the business of
 * whoever takes it.
 */
export interface Order {
  readonly format: 'scs-conformance-job/1'
  /** A name in subjects.yaml. */
  readonly subject: string
  /** YYYY-MM-DD, in UTC, whose turn it is. */
  readonly day: string
  /** A preset of subjects.yaml, where it names scopes. */
  readonly preset?: string
  readonly sections?: readonly string[]
  /** Ids. */
  readonly scopes?: readonly string[]
  readonly level?: string
  readonly layer?: string
  readonly date?: string
  readonly scopeVersion?: string
  readonly tests?: string
  readonly readOnly?: true
  readonly timeoutS?: number
  /** Makes another job of what is there already. */
  readonly again?: string
}

/** What the options of `dispatch` say about all jobs. */
export type OrderWish = Pick<
  Wish,
  'today' | 'preset' | 'scope' | 'level' | 'layer' | 'date' | 'scopeVersion' | 'tests' | 'readOnly' | 'timeout'
> & { readonly again?: string }

/** The order for one of the runs of a day. */
export function orderOf(
  { subject, sections }: Pick<Job, 'subject' | 'sections'>,
  wish: OrderWish,
  fleet: Fleet,
): Order {
  const { today, preset, scope, timeout, again } = wish
  // The one that is meant where none is named makes no other job when it is named.
  const namesScopes =
    scope === undefined && preset !== undefined && preset !== 'default' && fleet.presets.get(preset)?.scopes
  return {
    format: 'scs-conformance-job/1',
    subject: subject.name,
    day: today,
    ...(namesScopes ? { preset } : {}),
    ...(sections === undefined ? {} : { sections }),
    ...(scope === undefined ? {} : { scopes: scope }),
    ...said(wish),
    ...(timeout === undefined ? {} : { timeoutS: timeout }),
    ...(again === undefined ? {} : { again }),
  }
}

/** Namespace of the ids of jobs, drawn once. */
const jobs = '4f0c5d0e-6a56-4a6c-9c0f-8c3c7a4f2b11'

/** The id of a job: the same order in the same queue has the same one, whoever gives it and when, so that it is there once. */
export function jobIdOf(queue: string, order: Order): string {
  const sorted = Object.entries(order).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return v5(JSON.stringify([queue, sorted]), jobs)
}

/** What `jobsOf` of the worker's own file is asked for. */
export function wishOf(order: Order): Omit<Wish, 'output' | 'factTimeout' | 'concurrency'> {
  const { subject, day, preset, sections, scopes, timeoutS } = order
  return {
    subjects: [subject],
    today: day,
    ...(preset === undefined ? {} : { preset }),
    ...(sections === undefined ? {} : { section: sections }),
    ...(scopes === undefined ? {} : { scope: scopes }),
    ...said(order),
    ...(timeoutS === undefined ? {} : { timeout: timeoutS }),
  }
}

/** What `dispatch` and `run` call alike, where it is said. */
function said({ level, layer, date, scopeVersion, tests, readOnly }: Alike) {
  return {
    ...(level === undefined ? {} : { level }),
    ...(layer === undefined ? {} : { layer }),
    ...(date === undefined ? {} : { date }),
    ...(scopeVersion === undefined ? {} : { scopeVersion }),
    ...(tests === undefined ? {} : { tests }),
    ...(readOnly ? { readOnly } : {}),
  }
}

type Alike = Partial<Pick<Wish, 'level' | 'layer' | 'date' | 'scopeVersion' | 'tests' | 'readOnly'>>

const text = { type: 'string', minLength: 1, maxLength: 1000 }
const name = { description: 'a name', type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' }
const day = { type: 'string', format: 'date' }
const schema = {
  type: 'object',
  required: ['format', 'subject', 'day'],
  additionalProperties: false,
  properties: {
    format: { enum: ['scs-conformance-job/1'] },
    subject: name,
    day,
    preset: name,
    sections: { type: 'array', items: text, maxItems: 20 },
    // An id and never a path: what is judged by is said by this machine's own files.
    scopes: { type: 'array', items: name, maxItems: 20 },
    level: { enum: ['compatible', 'open', 'sovereign'] },
    layer: { enum: ['iaas', 'kaas'] },
    date: day,
    scopeVersion: text,
    tests: text,
    readOnly: { const: true },
    timeoutS: { type: 'number', exclusiveMinimum: 0 },
    again: text,
  },
}

/**
 * Reads what stands in the queue: whoever may write there may be of another version, or careless.
 * @throws UsageError for what is no order of this version
 */
export async function readOrder(data: unknown): Promise<Order> {
  const error = (path: Parameters<typeof showPath>[0], wrong: string) =>
    new UsageError(`the job in the queue: ${showPath(path)}: ${wrong}; was it put there by another version?`)
  await checkAgainst(schema, { file: 'job', digest: '', data, error })
  return data as Order // valid by the schema
}
