import { numberOf, space } from './python-text.ts'

// Single digits are fine, a day may be written ` 5`, and 60 or 61 stands for a leap second.
const year = '(?<year>\\p{Nd}{4})'
const month = '(?<month>1[0-2]|0[1-9]|[1-9])'
const day = '(?<day>3[01]|[12]\\p{Nd}|0[1-9]|[1-9]| [1-9])'
const hour = '(?<hour>2[0-3]|[01]\\p{Nd}|\\p{Nd})'
const minute = '(?<minute>[0-5]\\p{Nd}|\\p{Nd})'
const second = '(?<second>6[01]|[0-5]\\p{Nd}|\\p{Nd})'

const date = `${year}-${month}-${day}`

/** `2026-01-31T12:00:00Z`, the only form in which Glance itself writes times. */
export const timestamp = [pattern(`${date}T${hour}:${minute}:${second}Z`)]

/** The forms that properties may have: as above, or `2026-01-31 12:00[:00]`, or `2026-01-31`; all in UTC. */
export const anyDate = [
  ...timestamp,
  pattern(`${date}${space}+${hour}:${minute}:${second}`),
  pattern(`${date}${space}+${hour}:${minute}`),
  pattern(date),
]

/** The forms of a date that marks an image by its name: `2026-01-31`, `20260131`. */
export const nameDate = [pattern(date), pattern(`${year}${month}${day}`)]

/**
 * Seconds since 1970, or null where the text is in none of these forms or names a day that does not exist. The first
 * second of 1970 itself counts as no date, because the official suite says so by a zero.
 */
export function parseDate(text: string, forms: readonly RegExp[] = anyDate): number | null {
  for (const form of forms) {
    const match = form.exec(text)
    // Not anchored at the end: what is left over makes a date invalid, but never changes how it is read.
    if (!match?.groups || match[0].length !== text.length) continue
    const seconds = secondsOf(match.groups)
    if (seconds !== null) return seconds === 0 ? null : seconds
  }
  return null
}

function pattern(source: string): RegExp {
  return new RegExp(`^${source}`, 'iu')
}

function secondsOf(groups: Readonly<Record<string, string | undefined>>): number | null {
  const part = (name: string): number => numberOf((groups[name] ?? '0').trim())
  const midnight = new Date(0)
  midnight.setUTCFullYear(part('year'), part('month') - 1, part('day'))
  if (part('year') === 0 || midnight.getUTCMonth() !== part('month') - 1) return null
  return midnight.getTime() / 1000 + part('hour') * 3600 + part('minute') * 60 + part('second')
}
