import type { Lifetime } from '../scope.ts'

/**
 * The moment from which a result counts as MISS (scs-0004-v1, regulations 2 and 3): midnight UTC after the period that
 * follows the one in which the testcase was checked.
 *
 * @param checkedAt ISO 8601, UTC
 * @returns ISO 8601, UTC
 */
export function expiresAt(checkedAt: string, lifetime: Lifetime): string {
  const checked = new Date(checkedAt)
  const year = checked.getUTCFullYear()
  const month = checked.getUTCMonth()
  const day = checked.getUTCDate()
  return new Date(expiry()).toISOString()

  function expiry(): number {
    switch (lifetime) {
      case 'day':
        return Date.UTC(year, month, day + 2)
      case 'week': // the Monday after the coming Monday
        return Date.UTC(year, month, day + 14 - ((checked.getUTCDay() + 6) % 7))
      case 'month':
        return Date.UTC(year, month + 2, 1)
      case 'quarter':
        return Date.UTC(year, month - (month % 3) + 6, 1)
      case 'year':
        return Date.UTC(year + 1, month + 2, 1)
    }
  }
}
