import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import schema from './report.schema.json' with { type: 'json' }

let compiled: ReturnType<Ajv2020['compile']> | undefined

/** Null for a report that keeps to its published schema, else one sentence that names the place: `results/scs-0100-syntax-check: …`. */
export function validateReport(value: unknown): string | null {
  compiled ??= ajvFormats.default(new Ajv2020()).compile(schema)
  if (compiled(value)) return null
  const [error] = compiled.errors ?? []
  const place = (error?.instancePath ?? '').slice(1).replaceAll('~1', '/').replaceAll('~0', '~') || 'report'
  const extra: unknown = error?.params['additionalProperty']
  const said = error?.keyword === 'false schema' ? 'must not be there' : (error?.message ?? 'is not valid')
  return `${place}: ${said}${typeof extra === 'string' ? ` ('${extra}')` : ''}`
}
