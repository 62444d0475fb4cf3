/**
 * The answers of the SCS Status Page API 1.1.2 as JSON Schema: what its specification says of each, and what scs-0402 says
 * beyond: severities of impacts on components. Keys that it does not know are let through, since it does not forbid them.
 */

const id = { type: 'string', format: 'uuid' }
const number = { type: 'integer', minimum: 0 }
const text = { type: 'string' }
const time = { type: ['string', 'null'], format: 'date-time' }
const severityValue = { type: 'integer', minimum: 0, maximum: 100 }

const object = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
})
const list = (items: object) => ({ type: 'array', items })

const impact = { type: id, reference: id, severity: severityValue }
const phases = object({ generation: number, phases: list(text) }, ['generation', 'phases'])
const impactType = object({ id, displayName: text, description: text }, ['id'])
const severity = object({ displayName: text, value: severityValue })
const component = object(
  {
    id,
    displayName: text,
    labels: { type: 'object', additionalProperties: text },
    activelyAffectedBy: list(object(impact, ['severity'])),
  },
  ['id'],
)
const incident = object(
  {
    id,
    displayName: text,
    description: text,
    updates: list(number),
    affects: list(object(impact)),
    beganAt: time,
    endedAt: time,
    phase: object({ order: number, generation: number }, ['order', 'generation']),
  },
  ['id'],
)
const update = object({ order: number, displayName: text, description: text, createdAt: time }, ['order'])

/** What `data` is, by what is asked for. */
export const resources = {
  phases,
  impactType,
  severity,
  component,
  incident,
  update,
}

export type Resource = keyof typeof resources
