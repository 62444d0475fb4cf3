import type { Suspicion } from '../views/suspicion.ts'

/** Where to look first, in a few words. */
export const lookFirst = {
  test: 'Goes wrong on most that tried: look at the test first',
  cloud: 'Goes wrong on one alone: look at that cloud first',
  both: '',
} as const satisfies Record<Suspicion, string>
