import { randomBytes } from 'node:crypto'

const prefix = 'scs-conformance-'

/** A new run id: eight hexadecimal digits. */
export function newRunId(): string {
  return randomBytes(4).toString('hex')
}

/** All names that a run gives start so; the suffix tells several resources of one run apart. */
export function nameOf(runId: string, suffix: string): string {
  return `${prefix}${runId}-${suffix}`
}

/** What the names begin with that Tempest gives in a run of ours, where it can be told to; without it, with `tempest-`. */
export function tempestPrefix(runId: string): string {
  return nameOf(runId, 'tempest')
}

/**
 * Letters first, as all suffixes of ours; what a UUID looks like after its first eight digits is none. Behind the prefix that
 * we give to Tempest it puts words of its own.
 */
const ours =
  /^scs-conformance-([0-9a-f]{8})-(?:tempest-.+|(?![0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$)[a-z][a-z0-9.-]*)$/s

/** The run that gave this name; null for any other name, also one that a person made up after the same prefix. */
export function runIdOf(name: string): string | null {
  return ours.exec(name)?.[1] ?? null
}

/** Whether Tempest gives such names by itself. */
export function isTempestName(name: string): boolean {
  return name.startsWith('tempest-')
}

/** Whether a run gave this name, at its start or, as templates of clusters have it, inside of one. */
export function isNameOf(runId: string, name: string): boolean {
  return /^[0-9a-f]{8}$/.test(runId) && new RegExp(`(^|[^a-z0-9])${prefix}${runId}-[a-z0-9]`).test(name)
}
