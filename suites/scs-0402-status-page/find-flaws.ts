import type { ErrorObject, ValidateFunction } from 'ajv'
import { resources, type Resource } from './api-schema.ts'

/** Where an answer is not as specified. */
export interface Flaw {
  /** JSON pointer (RFC 6901) into the answer: `/data/3/beganAt`. */
  readonly pointer: string
  readonly expected: string
  readonly actual: string
}

/** Looks for what is not as specified: the first flaw of each element of a list, and the first ones are enough to mend them all. */
export type FindFlaws = (resource: Resource, isList: boolean, body: unknown) => Found

export interface Found {
  readonly flaws: readonly Flaw[]
  /** The elements of the list, or the one thing, that are as specified. */
  readonly sound: readonly unknown[]
}

const mostFlaws = 20

/** Loads ajv, which takes its time. */
export async function flawFinder(): Promise<FindFlaws> {
  const [{ Ajv }, { default: formats }] = await Promise.all([import('ajv'), import('ajv-formats')])
  const ajv = new Ajv({ verbose: true, strict: false, validateSchema: false, meta: false, logger: false })
  formats.default(ajv, ['date-time', 'uuid'])
  const compiled = new Map<Resource, ValidateFunction>()
  return (resource, isList, body) => {
    const validate = compiled.get(resource) ?? ajv.compile(resources[resource])
    compiled.set(resource, validate)
    if (!isObject(body)) return { flaws: [{ pointer: '', expected: 'object', actual: show(body) }], sound: [] }
    const { data } = body
    if (data === undefined)
      return { flaws: [{ pointer: '', expected: 'the key data', actual: 'it is not there' }], sound: [] }
    if (isList && !Array.isArray(data))
      return { flaws: [{ pointer: '/data', expected: 'array', actual: show(data) }], sound: [] }
    const sound: unknown[] = []
    const flaws: Flaw[] = []
    const elements: readonly (readonly [string, unknown])[] =
      Array.isArray(data) && isList
        ? [...data.entries()].map(([at, one]) => [`/data/${at}`, one] as const)
        : [['/data', data]]
    for (const [pointer, element] of elements) {
      if (validate(element)) sound.push(element)
      else if (flaws.length < mostFlaws) flaws.push(...(validate.errors ?? []).map((error) => flawOf(pointer, error)))
    }
    return { flaws, sound }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function flawOf(base: string, { keyword, instancePath, params, data }: ErrorObject): Flaw {
  const pointer = `${base}${instancePath}`
  const words = params as Readonly<Record<string, unknown>>
  if (keyword === 'required') {
    return { pointer, expected: `the key ${String(words['missingProperty'])}`, actual: 'it is not there' }
  }
  const expected: Readonly<Record<string, string>> = {
    type: [words['type']].flat().join(' or '),
    format: words['format'] === 'uuid' ? 'a UUID' : 'a date and time by RFC 3339, with its zone',
    minimum: `${String(words['limit'])} or more`,
    maximum: `${String(words['limit'])} or less`,
  }
  return { pointer, expected: expected[keyword] ?? keyword, actual: show(data) }
}

/** A value in a few words, whatever it is. */
function show(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  return Array.isArray(value) ? 'a list' : 'an object'
}
