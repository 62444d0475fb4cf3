import type { ErrorObject } from 'ajv'
import { didYouMean } from './did-you-mean.ts'
import type { SourceDocument } from './yaml-document.ts'

/**
 * Holds a document against a JSON Schema. Loads ajv, which takes its time: only for what is not known to be valid.
 * @param secret that no value of the document may be quoted
 * @throws UsageError that names file, line, key and what is expected there.
 */
export async function checkAgainst(schema: object, document: SourceDocument, { secret = false } = {}): Promise<void> {
  const [{ Ajv }, { default: formats }] = await Promise.all([import('ajv'), import('ajv-formats')])
  // Our schemas are known to be valid (the tests compile them in strict mode): not asking again halves the time.
  const ajv = new Ajv({
    verbose: true,
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  })
  formats.default(ajv, ['date', 'date-time', 'uri', 'uuid', 'regex'])
  const validate = ajv.compile(schema)
  if (validate(document.data)) return
  const errors = validate.errors ?? []
  // A mistyped key is unknown here and missing there; the former tells more.
  const error = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0]
  if (error) throw describe(error, document, secret ? () => '' : (value) => `, not ${show(value)}`)
}

function describe(error: ErrorObject, document: SourceDocument, quote: (value: unknown) => string) {
  const path = stepsOf(error.instancePath, document.data)
  const { params, parentSchema = {} } = error
  const about = parentSchema as { description?: string; properties?: object; writeOnly?: boolean }
  const not = about.writeOnly ? () => '' : quote // as JSON Schema marks what must not be shown
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty'])
      const known = Object.keys(about.properties ?? {})
      return document.error([...path, key], `unknown key${didYouMean(key, known)}; known are ${known.join(', ')}`)
    }
    case 'required':
      return document.error(path, `the key ${params['missingProperty']} is missing`)
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly unknown[]).map(String)
      const meant = typeof error.data === 'string' ? didYouMean(error.data, allowed) : ''
      return document.error(path, `must be one of ${allowed.join(', ')}${not(error.data)}${meant}`)
    }
    case 'uniqueItems':
      return document.error([...path, Number(params['i'])], 'is there twice')
    case 'minItems':
    case 'minProperties':
      return document.error(path, 'must not be empty')
    default: {
      const expected = about.description ?? error.message?.replace(/^must be /, '') ?? error.keyword
      return document.error(path, `must be ${expected}${not(error.data)}`)
    }
  }
}

/** Steps of a JSON pointer, indices as numbers where the document has a list there. */
function stepsOf(pointer: string, data: unknown): (string | number)[] {
  let here = data
  return pointer
    .split('/')
    .slice(1)
    .map((escaped) => {
      const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
      const step = Array.isArray(here) ? Number(key) : key
      here = (here as Record<string | number, unknown>)[step]
      return step
    })
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a mapping'
  if (value === null || value === undefined) return 'nothing'
  const written = JSON.stringify(value)
  return written.length > 60 ? `${written.slice(0, 60)}…` : written
}
