import type { Ajv } from 'ajv'
import { ProbeError } from './fact.ts'
import type { Wire } from './wire.ts'

/** Checks bodies against wire shapes; each shape is compiled once. */
export interface Validator {
  /** ProbeError malformed, naming the call and the JSON path: `GET /flavors/detail answered something that does not fit: /flavors/17/vcpus must be integer`. */
  check<T>(body: unknown, wire: Wire<T>, call: string): Promise<T>
  /** ajv is loaded with the first check; this starts it before, while an answer is awaited. */
  readonly warm: () => void
}

export function validator(): Validator {
  const compiled = new WeakMap<object, ReturnType<Ajv['compile']>>()
  let loaded: Promise<Ajv> | undefined

  function ajv(): Promise<Ajv> {
    // Schemas are ours and right, so they are not checked against the meta schema: that would double the time.
    loaded ??= import('ajv').then(
      ({ Ajv }) => new Ajv({ strict: false, validateSchema: false, meta: false, logger: false }),
    )
    return loaded
  }

  return {
    warm: () => void ajv(),
    async check<T>(body: unknown, wire: Wire<T>, call: string): Promise<T> {
      const validate = compiled.get(wire.schema) ?? (await ajv()).compile(wire.schema)
      compiled.set(wire.schema, validate)
      if (validate(body)) return body as T // that is what the schema has just said
      const [error] = validate.errors ?? []
      const path = error?.instancePath ?? ''
      throw new ProbeError(
        'malformed',
        `${call} answered something that does not fit: ${path || 'the document'} ${error?.message ?? 'is wrong'}`,
      )
    },
  }
}
