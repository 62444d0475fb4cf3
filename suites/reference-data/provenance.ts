import type { ReferenceDocument } from '../../src/provider/licence-data.ts'

/** The way out where data is too old. */
export const renew = "renew it with 'scs-conformance data refresh' or name newer data by --data"

/** What was judged by, so that a reader can judge again. */
export function provenance({ name, origin, collectedAt, reach, digest }: ReferenceDocument<unknown>): string {
  return `judged by ${name} (${origin}), collected on ${collectedAt}, whole until ${reach}, ${digest}`
}
