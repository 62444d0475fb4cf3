import type { Redactor } from '../redact.ts'
import type { Report, Result } from '../report.ts'

/**
 * The report with all text in it redacted that people or a cloud wrote: the border that it crosses on its way to a file
 * or a screen. What this project's own data says (ids, titles, links) is left as it is: a password that happens to be
 * part of a testcase id must not break the record.
 */
export function redactReport(report: Report, redactor: Redactor): Report {
  const clean = <T>(value: T): T => redactAll(value, redactor)
  const results = Object.entries(report.results).map(([id, result]): [string, Result] => {
    const { cause, examined, violations, notes, exhibits } = result
    const found = clean({ examined, violations, notes })
    const shown = exhibits ? { exhibits: exhibits.map(({ kind, ...rest }) => ({ kind, ...clean(rest) })) } : {}
    return [
      id,
      { ...result, ...found, ...shown, ...(cause ? { cause: { ...cause, message: clean(cause.message) } } : {}) },
    ]
  })
  const { subject, preflight } = report
  const looks = preflight.map((look) => ({ ...look, message: clean(look.message) }))
  return { ...report, subject: clean(subject), preflight: looks, results: Object.fromEntries(results) }
}

/** Redacts every text in plain data; same shape, since only texts are touched. */
export function redactAll<T>(value: T, redactor: Redactor): T
export function redactAll(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.redact(value)
  if (Array.isArray(value)) return value.map((item: unknown) => redactAll(item, redactor))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactAll<unknown>(item, redactor)]))
}
