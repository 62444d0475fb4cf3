import { ageOf, latestMoment, mostAgeDays } from '../../src/provider/age.ts'

/**
 * What is wrong with the age of evidence, to follow its name; undefined where nothing is.
 * @param madeAt a day or moment
 * @param now ISO 8601, UTC
 */
export function wrongAge(madeAt: string, now: string): string | undefined {
  // Without an offset it is taken for UTC, whatever the zone of this machine.
  const made = Date.parse(/T[\d:.]+$/.test(madeAt) ? `${madeAt}Z` : madeAt)
  if (Number.isNaN(made)) return `says it is of ${JSON.stringify(madeAt)}, which is no time`
  const { ago, is } = ageOf(made, Date.parse(now), latestMoment(madeAt, made))
  if (is === 'still to come') return `says it is of ${madeAt.slice(0, 10)}, which is still to come`
  if (is === 'too old') return `is of ${madeAt.slice(0, 10)}, ${ago}; it counts for ${mostAgeDays} days`
  return undefined
}
