import { createHash } from 'node:crypto'

export const kinds = ['start', 'regression', 'recovery', 'flapping', 'expiry', 'credentials', 'silence'] as const
/** What a notice is about; `start` says how things stand when notices about a subject begin. */
export type Kind = (typeof kinds)[number]

export interface NoticeTestcase {
  readonly id: string
  /** MISS: its result has expired, or there is none. */
  readonly verdict: 'PASS' | 'FAIL' | 'DNF' | 'MISS'
  /** ISO 8601, UTC: since when it is so; of an expiry, when that will be. */
  readonly at?: string
}

/** What is told of one scope. */
export interface NoticePart {
  readonly scope: { readonly uuid: string; readonly name: string }
  readonly testcases: readonly NoticeTestcase[]
  readonly versions: readonly string[]
}

/** What happened, without a word to whom it is told. */
export interface Notice {
  readonly kind: Kind | 'test'
  readonly subject: string
  readonly parts: readonly NoticePart[]
  /** What else is not well, or of a recovery is well again. */
  readonly about: readonly ('credentials' | 'silence')[]
  /** ISO 8601, UTC: when it began. */
  readonly since: string
}

/** The same for the same event, whoever finds it, and whenever. */
export function keyOf(notice: Notice): string {
  return createHash('sha256').update(JSON.stringify(notice)).digest('hex').slice(0, 40)
}
