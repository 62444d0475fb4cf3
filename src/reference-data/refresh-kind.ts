import type { ReferenceDocument } from './document.ts'

/** What a kind of data is made from. */
export interface RefreshInput {
  /** A public document, parsed; in YAML every scalar is text. Rejects with ProbeError. */
  readonly read: (url: string, as: 'json' | 'yaml') => Promise<unknown>
  /** What is in use so far, valid by its schema. */
  readonly previous: ReferenceDocument<unknown>
  /** YYYY-MM-DD: the last day that is whole in live sources; undefined for copies, whose age nobody knows. */
  readonly wholeUntil: string | undefined
}

/** Makes the content of a kind of data from its public sources. Rejects with ProbeError. */
export type RefreshKind = (input: RefreshInput) => Promise<{
  /** YYYY-MM-DD */
  readonly reach: string
  readonly sources: readonly string[]
  /** Beside the header. */
  readonly content: object
}>

/** The last day that is whole in what was written at that moment. */
export function dayBefore(moment: string): string {
  return new Date(Date.parse(moment) - 86_400_000).toISOString().slice(0, 10)
}
