import type { ReferenceDocument } from '../../src/provider/licence-data.ts'

/** What was judged by, so that a reader can judge again. */
export function judgedBy({ name, origin, reach, digest }: ReferenceDocument<unknown>): string {
  return `judged by ${name} (${origin}), as of ${reach}, ${digest}`
}
