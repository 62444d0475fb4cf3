import type { Report, Result, WaiverUse } from './report.ts'

/**
 * The report with each text in it changed that people or a cloud wrote, but for the subject: what was looked at and found,
 * exhibits, preflight, reasons, owners and links of waivers. What this project's own data says (ids, titles, links) and the kinds of things stay.
 * Pure; same shape.
 */
export function mapTexts(report: Report, change: (text: string) => string): Report {
  const { preflight, results, waivers } = report
  const changeIn = <T>(value: T): T => mapTextsOf(value, change)
  return {
    ...report,
    preflight: preflight.map((look) => ({ ...look, message: change(look.message) })),
    results: Object.fromEntries(Object.entries(results).map(([id, result]) => [id, mapResult(result, changeIn)])),
    ...(waivers ? { waivers: waivers.map((waiver) => ({ ...waiver, ...changeIn(told(waiver)) })) } : {}),
  }
}

function told({ reason, owner, link }: WaiverUse): Pick<WaiverUse, 'reason' | 'owner' | 'link'> {
  return { reason, owner, ...(link === undefined ? {} : { link }) }
}

function mapResult(result: Result, changeIn: <T>(value: T) => T): Result {
  const { cause, examined, violations, notes, exhibits } = result
  return {
    ...result,
    ...changeIn({ examined, violations, notes }),
    ...(exhibits ? { exhibits: exhibits.map(({ kind, ...rest }) => ({ kind, ...changeIn(rest) })) } : {}),
    ...(cause ? { cause: { ...cause, message: changeIn(cause.message) } } : {}),
  }
}

/** Changes every text in plain data; same shape, since only texts are touched. */
export function mapTextsOf<T>(value: T, change: (text: string) => string): T
export function mapTextsOf(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item: unknown) => mapTextsOf(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTextsOf<unknown>(item, change)]))
}
