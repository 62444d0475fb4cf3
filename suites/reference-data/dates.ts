const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * The last moment that a day (YYYY-MM-DD, UTC) may mean; a moment means itself, one without an offset may be of any zone. A
 * period counted from there has surely passed. In milliseconds since 1970.
 */
export function latest(dayOrMoment: string): number {
  if (dayOrMoment.length <= 10) return Date.parse(`${dayOrMoment}T00:00:00Z`) + dayMs
  return isNaive(dayOrMoment) ? Date.parse(`${dayOrMoment}Z`) + 12 * hourMs : Date.parse(dayOrMoment)
}

/** The first moment of a day; a moment means itself, one without an offset the first that it may be. */
export function earliest(dayOrMoment: string): number {
  if (dayOrMoment.length <= 10) return Date.parse(`${dayOrMoment}T00:00:00Z`)
  return isNaive(dayOrMoment) ? Date.parse(`${dayOrMoment}Z`) - 14 * hourMs : Date.parse(dayOrMoment)
}

/** The zone of this machine is not that of whoever wrote it. */
function isNaive(moment: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(moment)
}

/** Whether surely more than so many days lie between the two. */
export function isOlderThan(days: number, dayOrMoment: string, now: string): boolean {
  return Date.parse(now) - latest(dayOrMoment) > days * dayMs
}

/** `2026-10-28, 27 days ago` */
export function ago(dayOrMoment: string, now: string): string {
  const days = Math.max(0, Math.floor((Date.parse(now) - earliest(dayOrMoment)) / dayMs))
  return `${dayOrMoment.slice(0, 10)}, ${days} day${days === 1 ? '' : 's'} ago`
}

/** The same day so many months later, or the last of that month. */
export function monthsLater(dayOrMoment: string, months: number): string {
  const from = new Date(earliest(dayOrMoment))
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0))
  const day = Math.min(from.getUTCDate(), last.getUTCDate())
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), day)).toISOString().slice(0, 10)
}
