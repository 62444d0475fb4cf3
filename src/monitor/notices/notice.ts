import { createHash } from 'node:crypto'
import type { Trouble } from '../certificates/trouble.ts'

export const kinds = [
  'start',
  'regression',
  'recovery',
  'flapping',
  'expiry',
  'certificate',
  'credentials',
  'silence',
] as const
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

/** What is to be told of a certificate. */
export interface NoticeCertificate {
  readonly id: string
  readonly scope: { readonly uuid: string; readonly name: string }
  readonly version: string
  /** ISO 8601, UTC */
  readonly validUntil: string
  readonly what: 'expires soon' | 'conditions not met' | 'conditions met'
  /** Those that are not met; `at`: since when, ISO 8601, UTC. */
  readonly conditions: readonly { readonly kind: Trouble['kind']; readonly testcase?: string; readonly at?: string }[]
}

/** What happened, without a word to whom it is told. */
export interface Notice {
  readonly kind: Kind | 'test'
  readonly subject: string
  readonly parts: readonly NoticePart[]
  /** What else is not well, or of a recovery is well again. */
  readonly about: readonly ('credentials' | 'silence')[]
  /** Of kind `certificate` only. */
  readonly certificates?: readonly NoticeCertificate[]
  /** ISO 8601, UTC: when it began. */
  readonly since: string
}

/** The same for the same event, whoever finds it, and whenever. */
export function keyOf(notice: Notice): string {
  return createHash('sha256').update(JSON.stringify(notice)).digest('hex').slice(0, 40)
}
