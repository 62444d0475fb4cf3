import { isIPv6 } from 'node:net'
import { domainOf, dottedLook, hostLook, isPublic, mailLook, type Kind, type PrivateValues } from './private-values.ts'

const idLook =
  /(?<![\da-f])(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{32}|[\da-f]{56})(?![\da-f])/gi
const addressLook = /\b(?:\d{1,3}\.){3}\d{1,3}\b|(?<![\w:])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?!\w)/gi
const macLook = /^(?:[\da-f]{2}:){5}[\da-f]{2}$/i
const wordLook = /\w(?:[\w.-]*\w)?/g

/** Marks of what is hidden already, each one character of a private plane, so that no look finds anything in a pseudonym. */
const marks = /[\u{f0000}-\u{ffffd}]/gu
const firstMark = 0xf0000

type Name = (kind: Kind, value: string) => string

/**
 * A text with a pseudonym in place of each private value: of those that are known, and of whatever looks like an address, an id,
 * a mailbox or a host. Pure but for what `pseudonymOf` does.
 */
export function hide(text: string, values: PrivateValues, pseudonymOf: Name): string {
  const { names, domains, publicHosts } = values
  const hidden: string[] = []
  const put = (kind: Kind, value: string): string => {
    hidden.push(pseudonymOf(names.get(value) ?? kind, value))
    return String.fromCodePoint(firstMark + hidden.length - 1)
  }
  const putHost = (host: string) => (isPublic(host, publicHosts) ? host : put('host', host))
  return odd(names)
    .reduce(
      (rest, [name, kind]) =>
        rest.replaceAll(new RegExp(`(?<![\\w.-])${RegExp.escape(name)}(?![\\w-])`, 'g'), () => put(kind, name)),
      text.replaceAll(marks, '\ufffd'),
    )
    .replaceAll(mailLook, (mail) => put('mail', mail))
    .replaceAll(idLook, (id) => put('id', id))
    .replaceAll(addressLook, (found) => hideAddress(found, put))
    .replaceAll(wordLook, (word) => hideNameIn(word, values, put))
    .replaceAll(hostLook, putHost)
    .replaceAll(dottedLook, (found) => (domains.has(domainOf(found)) ? putHost(found) : found))
    .replaceAll(marks, (mark) => hidden[(mark.codePointAt(0) ?? 0) - firstMark] ?? mark)
}

/** Names that are not one word, such as of people; the longest first. */
function odd(names: PrivateValues['names']): readonly (readonly [string, Kind])[] {
  return [...names]
    .filter(([name]) => !/^\w(?:[\w.-]*\w)?$/.test(name))
    .toSorted(([one], [other]) => other.length - one.length || (one < other ? -1 : 1))
}

/** Addresses of IP and Ethernet; times and the like stay. A colon that ends a clause is not part of it. */
function hideAddress(found: string, put: Name): string {
  const address = found.replace(/(?<!:):$/, '')
  const is = !found.includes(':') || isIPv6(address) || macLook.test(address)
  return is ? `${put('address', address)}${found.slice(address.length)}` : found
}

/**
 * A name may be followed by a domain; that of a node may be the end of another name (`etcd-worker-1`). Looks only for what is as long as
 * a name: a word may be as long as a report, and be all dashes and dots.
 */
function hideNameIn(word: string, { names, nameLengths }: PrivateValues, put: Name): string {
  const starts = [0, ...[...word.matchAll(/-/g)].map(({ index }) => index + 1)]
  for (const start of starts) {
    for (const length of nameLengths) {
      const end = start + length
      if (end > word.length || (end < word.length && word[end] !== '.')) continue
      const name = word.slice(start, end)
      const kind = names.get(name)
      if (kind === undefined || (start > 0 && kind !== 'node')) continue
      return `${word.slice(0, start)}${put(kind, name)}${word.slice(end)}`
    }
  }
  return word
}
