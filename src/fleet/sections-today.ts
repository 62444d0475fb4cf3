import { Cron } from 'croner'
import type { SectionRule } from './fleet.ts'

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const msPerDay = 86_400_000

/**
 * The sections of a day; none where no rule names that day, undefined where there are no rules.
 * @param day YYYY-MM-DD, in UTC
 */
export function sectionsOn(rules: readonly SectionRule[], day: string): readonly string[] | undefined {
  if (rules.length === 0) return undefined
  return [...new Set(rules.flatMap(({ run, on }) => (on === undefined || isOnDay(on, day) ? run : [])))]
}

/**
 * The sections that the official runner chooses by itself (`--section .auto`): heavy ones on Saturdays only.
 * @param day YYYY-MM-DD, in UTC
 */
export function automaticSections(day: string): readonly string[] {
  return isOnDay('saturday', day) ? ['light', 'medium', 'heavy'] : ['light', 'medium']
}

/**
 * Whether a day is one of these, or a cron expression has its turn on it at any time.
 * @throws Error for what is neither a weekday nor a cron expression
 */
export function isOnDay(on: string | readonly string[], day: string): boolean {
  const startsAt = Date.parse(`${day}T00:00:00Z`)
  if (typeof on === 'string' && /\s/.test(on.trim())) {
    const next = cron(on).nextRun(new Date(startsAt - 1000))
    return next !== null && next.getTime() < startsAt + msPerDay
  }
  const names = [on].flat().map((name) => name.trim().toLowerCase())
  const unknown = names.find((name) => !weekdays.some((weekday) => weekday === name))
  if (unknown !== undefined) {
    throw new Error(`${unknown} is no day such as saturday, and no cron expression such as 0 2 * * sat`)
  }
  return names.includes(weekdays[new Date(startsAt).getUTCDay()] ?? '')
}

function cron(expression: string): Cron {
  try {
    return new Cron(expression, { timezone: 'UTC', paused: true })
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error)
    throw new Error(`${JSON.stringify(expression)} is no cron expression (${why})`, { cause: error })
  }
}
