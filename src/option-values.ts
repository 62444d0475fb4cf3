import { InvalidArgumentError, Option } from 'commander'
import { UsageError } from './usage-error.ts'

// How the values of options are read; commander tells the option's name with what is thrown here.

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

export function list(value: string): readonly string[] {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  if (items.length === 0) throw new InvalidArgumentError('It must name at least one.')
  return items
}

/** Node's timers end at 2^31 ms. */
const longestS = 2_147_483

export function seconds(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value) => {
    const parsed = Number(value)
    if (!(parsed > 0 && parsed <= longestS))
      throw new InvalidArgumentError(`It must be a number above 0, up to ${longestS}.`)
    return parsed
  })
}

export function count(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value) => {
    const parsed = Number(value)
    if (!(Number.isInteger(parsed) && parsed > 0 && parsed <= 1000))
      throw new InvalidArgumentError('It must be a whole number from 1 to 1000.')
    return parsed
  })
}

export function text(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  return value
}

/** @throws UsageError, which does not show the value, as commander would: a log would keep a password in it */
export function registry(value: string): string {
  if (!/^https?:\/\/[^/]/i.test(value) || !URL.canParse(value))
    throw new UsageError('--registry: must be a URL such as https://registry.example')
  if (new URL(value).password !== '') throw new UsageError('--registry: must not hold a password')
  return value
}

export function date(value: string): string {
  const time = Date.parse(`${value}T00:00:00Z`)
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(time || 0).toISOString().startsWith(value)
  if (!valid) throw new InvalidArgumentError('It must be a day such as 2026-01-31.')
  return value
}

export function uuid(value: string): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value.toLowerCase()
  throw new InvalidArgumentError('It must be a UUID such as one that uuidgen prints.')
}
