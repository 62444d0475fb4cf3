import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import reportSchema from './report.schema.json' with { type: 'json' }
import cardSchema from './score-card.schema.json' with { type: 'json' }

const schemas = { report: reportSchema, card: cardSchema } as const
const compiled = new Map<keyof typeof schemas, ValidateFunction>()

/** Null for a report that keeps to its published schema, else one sentence that names the place: `results/scs-0100-syntax-check: …`. */
export function validateReport(value: unknown): string | null {
  return wrongIn('report', value)
}

/** The same for a score card. */
export function validateCard(value: unknown): string | null {
  return wrongIn('card', value)
}

function wrongIn(kind: keyof typeof schemas, value: unknown): string | null {
  const validate = compiled.get(kind) ?? compile(kind)
  compiled.set(kind, validate)
  if (validate(value)) return null
  const [error] = validate.errors ?? []
  const place = (error?.instancePath ?? '').slice(1).replaceAll('~1', '/').replaceAll('~0', '~') || kind
  const extra: unknown = error?.params['additionalProperty']
  const said = error?.keyword === 'false schema' ? 'must not be there' : (error?.message ?? 'is not valid')
  return `${place}: ${said}${typeof extra === 'string' ? ` ('${extra}')` : ''}`
}

/** A card's schema refers to that of a report, for what they have in common. */
function compile(kind: keyof typeof schemas): ValidateFunction {
  const ajv = ajvFormats.default(new Ajv2020())
  if (kind === 'card') ajv.addSchema(reportSchema)
  return ajv.compile(schemas[kind])
}
