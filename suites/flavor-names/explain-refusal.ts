import { hypervisors, prefix } from './flavor-name.ts'
import type { Notation } from './notation.ts'
import { excerpt } from './visible.ts'

/** Why the name does not even begin with CPUs and RAM: what was expected where. */
export function explainStart(name: string, { field }: Notation): string {
  const [digits = ''] = /^[0-9]*/.exec(name.slice(prefix.length)) ?? []
  const typeAt = prefix.length + digits.length
  if (digits === '' && !/[LVTC]/.test(name.charAt(typeAt))) return expected('the number of CPUs', name, typeAt)
  if (!/[LVTC]/.test(name.charAt(typeAt))) return expected('the CPU type L, V, T or C', name, typeAt)
  const fieldAt = typeAt + (name.charAt(typeAt + 1) === 'i' ? 2 : 1)
  return expected(`"${field}" and the RAM in GiB`, name, fieldAt)
}

/** Why something is left when all parts are read. */
export function explainLeftover(name: string, position: number, { field, extension }: Notation): string {
  const rest = name.slice(position)
  const where = `${excerpt(rest)} at character ${position + 1}`
  if (rest === '\r') return `${where}: a carriage return at the end, as in files from Windows`
  if (/^\s+$/.test(rest)) return `${where}: white space at the end`
  if (/^\.[0-9]/.test(rest)) return `${where}: a disk has whole GB only`
  if (rest.startsWith('u') || rest.startsWith('ou')) return `${where}: u and o stand behind the RAM, u before o`
  if (rest.startsWith(field)) return `${where}: a name has at most CPUs, RAM and one disk part before its extensions`
  if (rest.startsWith('-chy') && extension === '-') return `${where}: the notation of v1 has no Cloud Hypervisor`
  const order = `${extension}hypervisor ${extension}hwv ${extension}cpu ${extension}gpu ${extension}ib`
  if (startsLikeExtension(rest, extension))
    return `${where}: out of place, extensions stand once each in the order ${order}`
  return `${where}: nothing that scs-0100 knows (extensions: ${order})`
}

function startsLikeExtension(rest: string, extension: string): boolean {
  const known = [...Object.keys(hypervisors), 'hwv', 'ib', '[izar][0-9]*h*', '[gG][NAI].*'].join('|')
  return new RegExp(`^${extension}(?:${known})(?:$|${extension})`, 's').test(rest)
}

function expected(what: string, name: string, position: number): string {
  const found = position < name.length ? excerpt(name.slice(position)) : 'the end'
  return `expected ${what} at character ${position + 1}, found ${found}`
}
