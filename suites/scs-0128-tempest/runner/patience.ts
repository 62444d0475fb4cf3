/** Waiting times, in milliseconds. */
export interface Patience {
  /** What the tests may take; what has not run by then is missing. */
  readonly totalMs: number
  /** What deleting may take after that. */
  readonly afterMs: number
  /** Between two looks at what the tests have made. */
  readonly lookMs: number
  /** What a test that has changed a password may still take when all is to end. */
  readonly passwordMs: number
}

export const patience: Patience = {
  totalMs: 4 * 60 * 60_000,
  afterMs: 30 * 60_000,
  lookMs: 20_000,
  passwordMs: 60_000,
}
