import { secret, type Redactor, type Secret } from '../../redact.ts'
import { UsageError } from '../../usage-error.ts'
import type { NamedCloud } from './cloud.ts'
import { isSettings, type Setting, type Settings } from './files.ts'

/** Typed access to the settings of one cloud; whatever does not fit is a UsageError naming file, line and key. */
export interface Values {
  readonly text: (key: string) => string | undefined
  readonly yesNo: (key: string) => boolean | undefined
  /** Seconds, above 0 and no more than a timer can count. */
  readonly seconds: (key: string) => number | undefined
  readonly texts: (key: string) => readonly string[] | undefined
  /** A key of `auth:`; OS_* variables and old files have it beside `auth:`. */
  readonly auth: (key: string) => string | undefined
  /** The same for what must not be seen; the redactor learns it. */
  readonly secret: (key: string) => Secret | undefined
  /** Ends with a UsageError about a key. */
  refuse(problem: string, ...keys: readonly string[]): never
}

/** Keys of `auth:` that win when they stand beside it (openstacksdk: they may come from options). */
const outerFirst = /^(user_|project_)?domain_(id|name)$|^project_(id|name)$|^(auth_)?token$/

/** Node's timers count milliseconds in 32 bits; beyond that they fire at once. */
const mostSeconds = 2_147_483

const yes = new Set(['true', 'yes', 'on', '1'])
const no = new Set(['false', 'no', 'off', '0'])

export function valuesOf({ settings, place }: NamedCloud, redactor: Redactor): Values {
  function refuse(problem: string, ...keys: readonly string[]): never {
    throw new UsageError(redactor.redact(`${place(...keys)} ${problem}`))
  }

  function asText(value: Setting | undefined, ...keys: readonly string[]): string | undefined {
    if (value === null || value === undefined || value === '') return undefined
    return typeof value === 'string' ? value : refuse('must be a text', ...keys)
  }

  const outer = (key: string) => asText(settings[key], key)
  const within = settings['auth'] ?? {}
  const inner: Settings = isSettings(within) ? within : refuse('must be a mapping', 'auth')

  function auth(key: string): string | undefined {
    const first = outerFirst.test(key) ? outer(key) : asText(inner[key], 'auth', key)
    return first ?? (outerFirst.test(key) ? asText(inner[key], 'auth', key) : outer(key))
  }

  return {
    text: outer,
    yesNo(key) {
      const value = outer(key)?.toLowerCase()
      if (value === undefined) return undefined
      return yes.has(value) || (!no.has(value) && refuse('must be true or false', key))
    },
    seconds(key) {
      const value = outer(key)
      if (value === undefined) return undefined
      const seconds = Number(value)
      if (seconds > 0 && seconds <= mostSeconds) return seconds
      return refuse(`must be a number of seconds above 0 and up to ${mostSeconds}`, key)
    },
    texts(key) {
      const value = settings[key]
      const list = typeof value === 'string' ? value.split(',') : value
      if (list === null || list === undefined) return undefined
      if (!Array.isArray(list) || !list.every((item) => typeof item === 'string'))
        return refuse('must be a text or a list of texts', key)
      return list.map((item) => item.trim())
    },
    auth,
    secret(key) {
      const value = auth(key)
      if (value === undefined) return undefined
      redactor.learn(value)
      return secret(value)
    },
    refuse,
  }
}
