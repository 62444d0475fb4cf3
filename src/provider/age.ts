const dayMs = 86_400_000

/** Manual checks are repeated once a quarter (scs-0004-v1, regulation 3), and none is longer; so long counts what is handed in. */
export const mostAgeDays = 92

/** How what was made at one moment stands at another. */
export interface Age {
  /** Whole days; negative where it was made later. */
  readonly days: number
  /** A day ahead is let through, as clocks and time zones differ. */
  readonly is: 'in date' | 'too old' | 'still to come'
}

/**
 * @param madeAt milliseconds since 1970, as is `now`
 * @param now when it is judged
 */
export function ageOf(madeAt: number, now: number): Age {
  const days = Math.floor((now - madeAt) / dayMs)
  if (days > mostAgeDays) return { days, is: 'too old' }
  return { days, is: madeAt - now > dayMs ? 'still to come' : 'in date' }
}
