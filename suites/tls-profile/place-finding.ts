import type { Finding, Violation } from '../../src/check.ts'

/** What one place does beyond the profile, and what is worth a remark. */
export interface PlaceFinding {
  readonly violations: readonly Omit<Violation, 'subject'>[]
  readonly notes?: readonly string[]
  /** Why what was seen of the place does not tell that all is well. */
  readonly undecided?: NonNullable<Finding['undecided']>
}
