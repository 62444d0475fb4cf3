import type { ReportFormat } from '../src/report.ts'
import schema from './report.schema.json' with { type: 'json' }
import { jsonText } from './shared/json-text.ts'

/** What this file reads of a JSON Schema. */
interface Shape {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly additionalProperties?: Shape | boolean
  readonly items?: Shape
}

// TypeScript sees the literal file, not a schema.
const root = schema as Shape & { $defs: Readonly<Record<string, Shape>> }

/** The record itself. Keys come in the order of the schema, testcases in the order of the plan: same report, same bytes. */
export const format: ReportFormat = {
  name: 'json',
  extension: '.json',
  render: (report) => jsonText(ordered(report, root)),
}

function ordered(value: unknown, shape: Shape = {}): unknown {
  const { $ref } = shape
  if ($ref !== undefined) return ordered(value, root.$defs[$ref.replace('#/$defs/', '')])
  if (Array.isArray(value)) return value.map((item) => ordered(item, shape.items))
  if (typeof value !== 'object' || value === null) return value
  const { properties = {}, additionalProperties } = shape
  const entries = new Map(Object.entries(value))
  const keys = new Set([...Object.keys(properties).filter((key) => entries.has(key)), ...entries.keys()])
  const other = typeof additionalProperties === 'object' ? additionalProperties : {}
  return Object.fromEntries([...keys].map((key) => [key, ordered(entries.get(key), properties[key] ?? other)]))
}
