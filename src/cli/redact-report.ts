import type { Redactor } from '../redact.ts'
import { mapTexts } from '../report-texts.ts'
import type { Report } from '../report.ts'

/**
 * The report with all text in it redacted that people or a cloud wrote: the border that it crosses on its way to a file
 * or a screen. What this project's own data says is left as it is: a password that happens to be part of a testcase id must
 * not break the record.
 */
export function redactReport(report: Report, redactor: Redactor): Report {
  const clean = (text: string) => redactor.redact(text)
  return { ...mapTexts(report, clean), subject: clean(report.subject) }
}
