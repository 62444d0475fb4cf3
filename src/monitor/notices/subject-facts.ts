import type { Lifetime } from '../../scope.ts'
import type { Trouble } from '../certificates/trouble.ts'
import type { ResultValue } from '../database/tables.ts'
import type { ScopeStatus } from '../views/status.ts'
import type { Notice } from './notice.ts'
import type { Patience } from './settle.ts'

/** A result that is in the database. */
export interface PastResult {
  readonly testcase: string
  readonly result: ResultValue
  readonly checkedAtMs: number
  /** The moment of its report. */
  readonly reportAtMs: number
  readonly cause: string | null
}

export interface ScopeFacts {
  readonly uuid: string
  readonly name: string
  readonly status: ScopeStatus
  readonly lifetimes: ReadonlyMap<string, Lifetime>
  /** Of the last weeks, in any order. */
  readonly results: readonly PastResult[]
}

/** A certificate in force. */
export interface CertificateFacts {
  readonly id: string
  readonly scope: { readonly uuid: string; readonly name: string }
  readonly version: string
  /** ISO 8601, UTC */
  readonly validUntil: string
  /** Ids of those that it takes. */
  readonly testcases: readonly string[]
  /** Conditions that are not met. */
  readonly troubles: readonly Trouble[]
}

/** What the database tells of a subject. */
export interface SubjectFacts {
  readonly subject: string
  readonly certificates: readonly CertificateFacts[]
  readonly scopes: readonly ScopeFacts[]
  /** Moments of its reports: those of the last weeks, and the newest. */
  readonly reportsAtMs: readonly number[]
}

/** When something is told. */
export interface Rules {
  readonly patience: Patience
  /** A report is expected so often; absent: nobody waits for one. */
  readonly expectedMs?: number
  /** How long before it expires that is told of a result. */
  readonly leadMs: Readonly<Record<Lifetime, number>>
}

/** What was told last, by `stateKey`. */
export type Told = ReadonlyMap<string, string>

export interface Detected {
  readonly notices: readonly Notice[]
  /** What has changed in what was told. */
  readonly told: Told
}

/** Items: `testcase:ID`, `version:V`, `expiry:ID`, `credentials`, `certificate:ID`, `certificate-end:ID`; of the subject as a whole (empty scope) `watched`, `silence`. */
export function stateKey(scopeUuid: string, item: string): string {
  return `${scopeUuid} ${item}`
}

/** What was found: notices that do not say yet about whom, and what has changed in what was told. */
export type Nameless = Omit<Notice, 'subject'>

export interface Found {
  readonly notices: readonly Nameless[]
  readonly told: Told
}

/** What cannot be mistaken needs no confirmation. */
export function atOnce({ patience }: Rules): Patience {
  return { ...patience, confirmations: 1, lastingMs: 0 }
}
