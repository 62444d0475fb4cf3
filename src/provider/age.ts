const dayMs = 86_400_000

/** Manual checks are repeated once a quarter (scs-0004-v1, regulation 3), and none is longer; so long counts what is handed in. */
export const mostAgeDays = 92

/** How what was made at one moment stands at another. */
export interface Age {
  /** `93 days ago`, in whole days; `more than 92 days ago` on the day on which it stopped counting. */
  readonly ago: string
  /** A day ahead is let through, as clocks and time zones differ. */
  readonly is: 'in date' | 'too old' | 'still to come'
}

/**
 * A moment counts for 92 times 24 hours, and not an hour more. Nobody knows the hour of what only
 * names its day: it counts as of the end of that day.
 *
 * @param madeAt milliseconds since 1970, as is `now`
 * @param now when it is judged
 * @param latestAt where only a day is known: its end
 */
export function ageOf(madeAt: number, now: number, latestAt = madeAt): Age {
  const days = Math.floor((now - madeAt) / dayMs)
  const ago = days === mostAgeDays ? `more than ${days} days ago` : `${days} days ago`
  if (now - latestAt > mostAgeDays * dayMs) return { ago, is: 'too old' }
  return { ago, is: madeAt - now > dayMs ? 'still to come' : 'in date' }
}

/** The last moment that such a text may mean: of a mere day (YYYY-MM-DD) its end. */
export function latestMoment(text: string, at: number): number {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? at + dayMs : at
}
