import { createHash, createHmac } from 'node:crypto'
import { mapTexts } from '../report-texts.ts'
import type { Redaction, Report } from '../report.ts'
import { hide } from './hide.ts'
import { privateValuesOf, type Kind } from './private-values.ts'

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
 * A report without names of hosts, nodes, clusters, server groups, users, groups and projects, without addresses, ids and
 * e-mail addresses: each becomes a pseudonym that is the same wherever the value stood (`host-1`). Texts of the standards, the
 * subject, names of flavors, images, zones, storage classes and the like stay, since the findings are about them. Each removed
 * value is committed to by a salted hash. Pure: same report, digest and key, same bytes; so whoever has the full report and the
 * key can see that the shareable one was made from it and from nothing else.
 *
 * @param digest `sha256:` and the hex digest of the full report's file
 * @param key secret; the salts come from it
 */
export function redactForSharing(full: Report, digest: string, key: Uint8Array): Redacted {
  const values = privateValuesOf(full)
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
  const report = mapTexts(full, (text) => hide(text, values, pseudonymOf))
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
