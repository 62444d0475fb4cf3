import { createHash, createHmac } from 'node:crypto'
import type { Redaction, Report, Result } from '../report.ts'

/** A value that a shareable report does not show, and what its owner keeps to be able to prove it. */
export interface Removed {
  readonly pseudonym: string
  readonly value: string
  /** Hex; `sha256(salt + value)` is the commitment in the shareable report. */
  readonly salt: string
}

/** A report to share, and what its owner keeps beside the full one. */
export interface Redacted {
  readonly report: Report & { readonly redaction: Redaction }
  readonly removed: readonly Removed[]
}

/**
 * A report without host names, addresses, ids, e-mail addresses, users and projects: each becomes a pseudonym that is the same
 * wherever the value stood (`host-1`). Texts of the standards, names of flavors, images and the subject stay. Each removed
 * value is committed to by a salted hash. Pure: same report, digest and key, same bytes; so whoever has the full report and the
 * key can see that the shareable one was made from it and from nothing else.
 *
 * @param digest `sha256:` and the hex digest of the full report's file
 * @param key secret; the salts come from it
 */
export function redactForSharing(full: Report, digest: string, key: Uint8Array): Redacted {
  const names = namesIn(full)
  const pseudonyms = new Map<string, string>()
  const counts = new Map<Kind, number>()
  const pseudonymOf = (kind: Kind, value: string): string => {
    const known = pseudonyms.get(value)
    if (known !== undefined) return known
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    pseudonyms.set(value, `${kind}-${number}`)
    return `${kind}-${number}`
  }
  const clean = (text: string) => replaceAll(text, names, publicHosts(full), pseudonymOf)
  const results = Object.entries(full.results).map(([id, result]): [string, Result] => [id, cleanResult(result, clean)])
  const report = {
    ...full,
    preflight: full.preflight.map((look) => ({ ...look, message: clean(look.message) })),
    results: Object.fromEntries(results),
  }
  const removed = [...pseudonyms].map(([value, pseudonym]) => ({ pseudonym, value, salt: saltOf(key, value) }))
  const commitments = Object.fromEntries(
    removed.map(({ pseudonym, value, salt }) => [pseudonym, commitment(salt, value)]),
  )
  return { report: { ...report, redaction: { of: digest, commitments } }, removed }
}

/** What a shareable report shows of a removed value: whoever is told value and salt can see that it was this one. */
export function commitment(salt: string, value: string): string {
  return createHash('sha256').update(`${salt}${value}`).digest('hex')
}

function saltOf(key: Uint8Array, value: string): string {
  return createHmac('sha256', key).update(value).digest('hex')
}

type Kind = 'host' | 'address' | 'id' | 'mail' | 'project' | 'user' | 'node'

const host = String.raw`(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}`
const looks: readonly (readonly [Kind, RegExp])[] = [
  ['mail', new RegExp(String.raw`[\w.+-]{1,64}@${host}`, 'gi')],
  ['id', /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b|\b[\da-f]{32}\b|\b[\da-f]{56}\b/gi],
  ['address', /\b(?:\d{1,3}\.){3}\d{1,3}\b/g],
  [
    'address',
    /(?<![\w:.])(?:[\da-f]{1,4}:){2,7}(?::?[\da-f]{1,4}){0,7}(?![\w:])|(?<![\w:.])::(?:[\da-f]{1,4}:?){1,7}(?![\w:])/gi,
  ],
  ['host', new RegExp(String.raw`(?<=//|\b(?:on|of|at|host|for) |^)${host}(?=[:/?#\s,;)]|$)`, 'gi')],
]

function replaceAll(
  text: string,
  names: ReadonlyMap<string, Kind>,
  known: ReadonlySet<string>,
  pseudonymOf: (kind: Kind, value: string) => string,
): string {
  let clean = text
  for (const [name, kind] of names) {
    const whole = new RegExp(`(?<![\\w.-])${RegExp.escape(name)}(?![\\w-])`, 'g')
    clean = clean.replaceAll(whole, () => pseudonymOf(kind, name))
  }
  for (const [kind, look] of looks) {
    clean = clean.replaceAll(look, (found) =>
      kind === 'host' && known.has(found.toLowerCase()) ? found : pseudonymOf(kind, found),
    )
  }
  return clean
}

function cleanResult(result: Result, clean: (text: string) => string): Result {
  const { cause, examined, violations, notes } = result
  return {
    ...result,
    ...(cause ? { cause: { ...cause, message: clean(cause.message) } } : {}),
    examined: 'count' in examined ? examined : examined.map(clean),
    violations: violations.map(({ subject, expected, actual, remedy }) => ({
      subject: clean(subject),
      expected,
      actual: clean(actual),
      ...(remedy === undefined ? {} : { remedy: clean(remedy) }),
    })),
    notes: notes.map(clean),
  }
}

/** Names that no pattern tells from other words: the user and project signed in as, and the nodes of a cluster. Longest first. */
function namesIn({ preflight, results }: Report): ReadonlyMap<string, Kind> {
  const names = new Map<string, Kind>()
  for (const { id, message } of preflight) {
    const [, user, project] = (id === 'authentication' && /^(.+?) in project (.+)$/.exec(message)) || []
    if (user !== undefined) names.set(user, 'user')
    if (project !== undefined) names.set(project, 'project')
  }
  for (const { violations } of Object.values(results)) {
    for (const { subject } of violations) {
      const node = /^node (\S+)$/.exec(subject)?.[1]
      if (node !== undefined) names.set(node, 'node')
    }
  }
  return new Map([...names].toSorted(([one], [other]) => other.length - one.length || (one < other ? -1 : 1)))
}

/** Hosts that a standard itself names, in what it expects: where images may come from. */
function publicHosts({ results }: Report): ReadonlySet<string> {
  const expected = Object.values(results).flatMap(({ violations }) => violations.map((violation) => violation.expected))
  const hosts = expected.flatMap((text) => text.match(new RegExp(host, 'gi')) ?? [])
  return new Set(hosts.map((name) => name.toLowerCase()))
}
