import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject } from 'ajv'
import { isMap, LineCounter, parseDocument, type Document } from 'yaml'

export class DescriptionError extends Error {}

/** A description as an author writes it: the reader fills in what is left out. */
export type Loose<T> = T extends readonly (infer Item)[]
  ? readonly Loose<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Loose<T[Key]> }
    : T

/** What is to be known of a schema of descriptions. */
interface Schema {
  readonly definitions: Readonly<Record<string, object>>
}

export interface Reader<Full> {
  /** Reads a description from a file, or takes one as it is; a bad one is refused in one sentence. */
  readonly read: (source: object | string, today?: Date) => Full
  /** Takes a value that is one of the schema's definitions. */
  readonly parse: <Value>(definition: string, value: unknown) => Value
}

/** Reads descriptions that follow a JSON schema; its defaults are filled in. */
export function reader<Full>(schema: Schema): Reader<Full> {
  const strings = { regex: isRegex, ipv4: true } as const
  const validate = new Ajv({ useDefaults: true, allErrors: false, strict: false, formats: strings }).compile<Full>(
    schema,
  )

  function check(raw: unknown, today: Date, where: (path: string, keys: readonly string[]) => string): Full {
    const value = withDates(raw, today)
    if (validate(value)) return value
    const error = validate.errors?.[0]
    throw new DescriptionError(where(sentence(error), keysOf(error)))
  }
  return {
    read(source, today = new Date()) {
      if (typeof source !== 'string') return check(structuredClone(source), today, (path) => `description: ${path}`)
      const lines = new LineCounter()
      const document = parseDocument(readFileSync(source, 'utf8'), { lineCounter: lines })
      const broken = document.errors[0]
      if (broken) throw new DescriptionError(`${source}: ${broken.message.split('\n')[0]}`)
      const where = (path: string, keys: readonly string[]) => `${source}:${lineOf(document, lines, keys)}: ${path}`
      return check(document.toJS() ?? {}, today, where)
    },
    parse<Value>(definition: string, value: unknown): Value {
      const ajv = new Ajv({ strict: false, formats: strings })
      const one = ajv.compile<Value>({ ...schema.definitions[definition], definitions: schema.definitions })
      if (one(value)) return value
      throw new DescriptionError(`${definition}: ${sentence(one.errors?.[0])}`)
    },
  }
}

function sentence(error: ErrorObject | undefined): string {
  const path = keysOf(error)
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
  const allowed = error?.params['allowedValues']
  const detail = Array.isArray(allowed) ? ` (${allowed.join(', ')})` : ''
  const problem = error?.keyword === 'additionalProperties' ? 'is not a known key' : `${error?.message}${detail}`
  return `${path || 'the document'} ${problem}`
}

function keysOf(error: ErrorObject | undefined): string[] {
  const keys = (error?.instancePath ?? '')
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  const extra = error?.params['additionalProperty']
  return typeof extra === 'string' ? [...keys, extra] : keys
}

function lineOf(document: Document, lines: LineCounter, keys: readonly string[]): number {
  const parent = document.getIn(keys.slice(0, -1), true)
  const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === keys.at(-1)) : undefined
  const node = (pair?.key ?? document.getIn(keys, true) ?? document.contents) as { range?: readonly number[] } | null
  return lines.linePos(node?.range?.[0] ?? 0).line
}

/** `{{days:-3}}` stands for the UTC date three days before today. */
function withDates(value: unknown, today: Date): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\{\{days:([+-]?\d+)\}\}/g, (_, days: string) => day(today, Number(days)))
  }
  if (Array.isArray(value)) return value.map((item) => withDates(item, today))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDates(item, today)]))
}

function day(today: Date, days: number): string {
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

function isRegex(text: string): boolean {
  try {
    return Boolean(new RegExp(text))
  } catch {
    return false
  }
}
