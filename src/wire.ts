/**
 * The shape an answer must have; what does not fit is a ProbeError `malformed` naming the call and the path. As strict as we
 * rely on it: required fields are required, types are checked, fields we do not know are let through because newer releases
 * add some.
 */
export interface Wire<T> {
  readonly name: string
  readonly schema: object
  /** Never set; carries the type. */
  readonly shape?: T
}

export function wire<T>(name: string, schema: object): Wire<T> {
  return { name, schema }
}

// The words that the schemas of our wires are made of.

export const text = { type: 'string' }
export const textOrNull = { type: ['string', 'null'] }
export const count = { type: 'integer', minimum: 0 }
export const yesNo = { type: 'boolean' }
/** A mapping of texts: labels, annotations. */
export const texts = { type: 'object', additionalProperties: text }

export function record(
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
): object {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } }
}

export function listOf(items: object): object {
  return { type: 'array', items }
}
