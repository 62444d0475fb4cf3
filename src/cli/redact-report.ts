import type { Redactor } from '../redact.ts'
import type { Report } from '../report.ts'

/** The report with every text in it redacted: the border that it crosses on its way to a file or a screen. */
export function redactReport(report: Report, redactor: Redactor): Report {
  return redactAll(report, redactor) as Report // same shape: only texts are touched
}

function redactAll(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.redact(value)
  if (Array.isArray(value)) return value.map((item) => redactAll(item, redactor))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactAll(item, redactor)]))
}
