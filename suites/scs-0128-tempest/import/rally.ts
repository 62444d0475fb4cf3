import { ProbeError } from '../../../src/fact.ts'
import type { TempestFile } from '../results.ts'
import { asTest, type Outcome, type TempestTest } from './stream.ts'

/** `rally verify report --type json`. */
interface Verification {
  readonly verifications: Readonly<Record<string, { readonly started_at?: string; readonly finished_at?: string }>>
  readonly tests: Readonly<
    Record<
      string,
      {
        readonly name?: string
        readonly tags?: readonly string[]
        readonly by_verification: Readonly<
          Record<string, { readonly status: string; readonly details?: string | null }>
        >
      }
    >
  >
}

interface Workload {
  readonly runner?: unknown
  /** Its arguments by its name. */
  readonly scenario?: Readonly<Record<string, unknown>>
  readonly pass_sla?: boolean
  readonly sla_results?: { readonly sla?: readonly Criterion[] }
}

interface Criterion {
  readonly criterion?: string
  readonly success: boolean
}

/** `rally task report --json` of Rally 1 and later. */
interface Task {
  readonly tasks: readonly {
    readonly title?: string
    readonly subtasks?: readonly {
      readonly workloads?: readonly Workload[]
    }[]
  }[]
}

const anyObject = { type: 'object' }
const arrayOf = (items: object) => ({ type: 'array', items })
const task = {
  type: 'object',
  properties: {
    subtasks: arrayOf({
      type: 'object',
      properties: {
        workloads: arrayOf({
          type: 'object',
          properties: {
            scenario: anyObject,
            pass_sla: { type: 'boolean' },
            sla_results: {
              type: 'object',
              properties: {
                sla: arrayOf({
                  type: 'object',
                  required: ['success'],
                  properties: { criterion: { type: 'string' }, success: { type: 'boolean' } },
                }),
              },
            },
          },
        }),
      },
    }),
  },
}
const shapes: object = {
  anyOf: [
    {
      type: 'object',
      required: ['verifications', 'tests'],
      properties: {
        verifications: { type: 'object', additionalProperties: anyObject },
        tests: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            required: ['by_verification'],
            properties: {
              tags: { type: 'array', items: { type: 'string' } },
              by_verification: {
                type: 'object',
                additionalProperties: {
                  type: 'object',
                  required: ['status'],
                  properties: { status: { type: 'string' }, details: { type: ['string', 'null'] } },
                },
              },
            },
          },
        },
      },
    },
    { type: 'object', required: ['tasks'], properties: { tasks: arrayOf(task) } },
  ],
}

const outcomes: Readonly<Record<string, Outcome>> = {
  success: 'passed',
  fail: 'failed',
  uxsuccess: 'failed',
  skip: 'skipped',
  xfail: 'skipped',
}

/**
 * Reads what Rally reports as JSON: of a verification the tests, of the newest run in it; of a task, which runs no tests
 * that are asked for, whether its service levels were kept.
 *
 * @throws ProbeError `malformed`
 */
export async function parseRally(text: string, source: string): Promise<TempestFile> {
  const data = await checked(text, source)
  return 'tasks' in data ? asNotes(data, source) : asTests(data, source)
}

async function checked(text: string, source: string): Promise<Verification | Task> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw new ProbeError('malformed', `${source}: is no whole JSON document`, { cause: error })
  }
  const { Ajv } = await import('ajv')
  if (new Ajv({ strict: false }).validate(shapes, data)) return data as Verification | Task // as the schema says
  throw new ProbeError('malformed', `${source}: neither a verification nor a task as Rally reports it in JSON`)
}

function asTests({ verifications, tests }: Verification, source: string): TempestFile {
  const ends = Object.entries(verifications).map(([uuid, { finished_at: end = '' }]) => ({
    uuid,
    end: Date.parse(`${end.replace(/Z?$/, '')}Z`) || 0,
  }))
  const [newest, ...older] = ends.toSorted((one, other) => other.end - one.end)
  const read = Object.entries(tests).flatMap(
    ([key, { name = key, tags = [], by_verification: runs }]): TempestTest[] => {
      const run = newest && runs[newest.uuid]
      if (!run) return []
      const outcome = Object.hasOwn(outcomes, run.status) ? outcomes[run.status] : undefined
      return [
        asTest(name.endsWith(']') ? name : `${name}[${tags.join(',')}]`, outcome ?? 'not run', run.details ?? null),
      ]
    },
  )
  return {
    source,
    kind: 'Rally verification',
    finishedAt: newest && newest.end > 0 ? new Date(newest.end).toISOString() : null,
    notes: older.length > 0 ? [`it holds ${ends.length} verifications, of which the newest counts`] : [],
    tests: read,
  }
}

function asNotes({ tasks }: Task, source: string): TempestFile {
  const workloads = tasks.flatMap(({ subtasks = [] }) => subtasks.flatMap(({ workloads: all = [] }) => all))
  const kept = workloads.filter((one) => one.pass_sla ?? one.sla_results?.sla?.every(({ success }) => success) ?? false)
  return {
    source,
    kind: 'Rally task',
    finishedAt: null,
    notes: [
      `${kept.length} of ${workloads.length} workloads kept their service levels`,
      ...workloads.filter((one) => !kept.includes(one)).map(missed),
    ],
    tests: [],
  }
}

function missed({ scenario = {}, sla_results: results }: Workload): string {
  const name = Object.keys(scenario)[0] ?? 'a workload without a name'
  const criteria = (results?.sla ?? []).flatMap(({ criterion, success }) => (success ? [] : (criterion ?? [])))
  return `service level missed: ${name}${criteria.length > 0 ? ` (${criteria.join(', ')})` : ''}`
}
