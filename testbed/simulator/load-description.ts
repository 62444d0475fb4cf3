import type { CloudDescription, FullDescription } from './description.ts'
import schema from './description.schema.json' with { type: 'json' }
import type { Fault } from './faults.ts'
import { reader } from './read-description.ts'

export { DescriptionError } from './read-description.ts'

const { read, parse } = reader<FullDescription>(schema)

/** Reads a description from a file, or takes one as it is; a bad one is refused in one sentence. */
export function loadDescription(source: CloudDescription | string, today?: Date): FullDescription {
  return read(source, today)
}

/** Takes one fault from the outside: command line or control endpoint. */
export function parseFault(value: unknown): Fault {
  return parse<Fault>('fault', value)
}
