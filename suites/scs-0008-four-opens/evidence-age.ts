const dayMs = 86_400_000

/** Manual checks are repeated once a quarter (scs-0004-v1, regulation 3); so is what is handed in here. */
const mostAgeDays = 92

/**
 * What is wrong with the age of evidence, to follow its name; undefined where nothing is.
 * @param madeAt a day or moment
 * @param now ISO 8601, UTC
 */
export function wrongAge(madeAt: string, now: string): string | undefined {
  const made = Date.parse(madeAt)
  if (Number.isNaN(made)) return `says it is of ${JSON.stringify(madeAt)}, which is no time`
  const days = Math.floor((Date.parse(now) - made) / dayMs)
  if (days < -1) return `says it is of ${madeAt.slice(0, 10)}, which is still to come`
  if (days > mostAgeDays) return `is of ${madeAt.slice(0, 10)}, ${days} days ago; it counts for ${mostAgeDays} days`
  return undefined
}
