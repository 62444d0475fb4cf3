import type { Fault } from '../faults.ts'
import { reader } from '../read-description.ts'
import type { FullProviderDescription, ProviderDescription } from './description.ts'
import schema from './description.schema.json' with { type: 'json' }

const { read, parse } = reader<FullProviderDescription>(schema)

/** Reads a description from a file, or takes one as it is; a bad one is refused in one sentence. */
export function loadProvider(source: ProviderDescription | string): FullProviderDescription {
  return read(source)
}

/** Takes one fault from the outside. */
export function parseProviderFault(value: unknown): Fault {
  return parse<Fault>('fault', value)
}
