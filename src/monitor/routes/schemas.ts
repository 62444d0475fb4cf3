/** Parts of JSON Schema that several routes use. */
export const detail = {
  type: 'object',
  description: 'Why not, in one sentence.',
  properties: { detail: { type: 'string' } },
} as const

export const page = {
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 10, description: 'At most so many.' },
  skip: { type: 'integer', minimum: 0, maximum: 1_000_000, default: 0, description: 'Leave out so many before them.' },
} as const

// PostgreSQL knows no U+0000 in texts.
export const subject = {
  type: 'string',
  maxLength: 100,
  pattern: '^[^\\u0000]*$',
  description: 'A cloud or cluster under test.',
} as const
export const uuid = { type: 'string', format: 'uuid' } as const

export const uuidParameter = {
  type: 'object',
  required: ['uuid'],
  properties: { uuid: { ...uuid, description: 'Of the run that a report is of.' } },
} as const

export interface Page {
  readonly limit: number
  readonly skip: number
}

export const login = [{ basic: [] }] as const

/** Of a certificate. */
export interface Id {
  readonly id: string
}

export const idParameter = {
  type: 'object',
  required: ['id'],
  properties: { id: { ...uuid, description: 'Of a certificate.' } },
} as const
