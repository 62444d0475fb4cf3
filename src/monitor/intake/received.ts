import type { ResultValue } from '../database/tables.ts'

/** A report as it was read from what was posted. */
export interface ReceivedReport {
  readonly kind: 'official' | 'own'
  /** In lower case. */
  readonly uuid: string
  readonly subject: string
  readonly scopeUuid: string
  /** ISO 8601, UTC */
  readonly checkedAt: string
  /** The whole document as JSON text. */
  readonly document: string
  readonly results: readonly ReceivedResult[]
}

export interface ReceivedResult {
  readonly testcase: string
  readonly result: ResultValue
  /** ISO 8601, UTC */
  readonly checkedAt: string
  /** Why it could not be decided, where the report tells: a `CauseKind`. */
  readonly cause?: string
}

/** What an evidence bundle's own signature was made over. */
export interface SignedManifest {
  readonly bytes: Uint8Array
  /** Armored; undefined where the bundle is not signed. */
  readonly signature?: string
}

/** What was posted, read; `manifest` only of a bundle. */
export interface ReadSubmission {
  readonly reports: readonly ReceivedReport[]
  readonly manifest?: SignedManifest
}

export const contentTypes = ['application/x-signed-yaml', 'application/x-signed-json', 'application/zip'] as const
export type ContentType = (typeof contentTypes)[number]
