import { redactForSharing } from '../../evidence/redaction.ts'
import type { Report } from '../../report.ts'
import { digestOf } from '../../yaml-document.ts'
import { redactOfficial } from './redact-official.ts'

/** A report as it is kept. */
export interface KeptReport {
  readonly kind: 'official' | 'own'
  /** JSON text. */
  readonly document: string
  readonly redactionKey: Uint8Array
}

/** What anybody may see of a report; the same each time. */
export function publicReport({ kind, document, redactionKey }: KeptReport): unknown {
  const parsed: unknown = JSON.parse(document)
  if (kind === 'official') return redactOfficial(parsed)
  const report = parsed as Report // it was held against the schema when it came in
  if (report.redaction) return report
  return redactForSharing(report, digestOf(new TextEncoder().encode(document)), redactionKey).report
}
