import type { Verdict } from './report.ts'

/** A report of the official suite, in its shape of today or the flat one to come. */
export interface OfficialReport {
  readonly uuid: string
  readonly subject: string
  readonly scopeUuid: string
  /** ISO 8601, UTC */
  readonly checkedAt: string
  readonly verdicts: ReadonlyMap<string, Exclude<Verdict, 'MISS'>>
}

const verdicts = new Map<unknown, Exclude<Verdict, 'MISS'>>([
  [1, 'PASS'],
  [0, 'DNF'],
  [-1, 'FAIL'],
])

/**
 * Reads one document of an official report; undefined where it is none.
 * Of several invocations that judge one testcase the worst counts, as in the official monitor.
 */
export function officialReport(document: unknown): OfficialReport | undefined {
  const { spec, run, scope, subject, checked_at: checked, uuid, tests } = asRecord(document)
  const checkedAt = momentOf(checked)
  const runUuid = asRecord(run)['uuid'] ?? uuid
  const scopeUuid = asRecord(spec)['uuid'] ?? asRecord(scope)['uuid'] ?? scope
  if (typeof subject !== 'string' || checkedAt === undefined) return undefined
  if (typeof runUuid !== 'string' || typeof scopeUuid !== 'string') return undefined
  const results = [
    ...Object.values(asRecord(asRecord(run)['invocations'])).map((invocation) =>
      asRecord(asRecord(invocation)['results']),
    ),
    Object.fromEntries(Object.entries(asRecord(tests)).map(([id, test]) => [id, asRecord(test)['result']])),
  ]
  return { uuid: runUuid, subject, scopeUuid, checkedAt, verdicts: merged(results) }
}

function merged(results: readonly Readonly<Record<string, unknown>>[]): OfficialReport['verdicts'] {
  const values = new Map<string, number>()
  for (const [id, value] of results.flatMap((one) => Object.entries(one))) {
    if (typeof value === 'number' && verdicts.has(value)) values.set(id, Math.min(values.get(id) ?? 1, value))
  }
  return new Map(
    [...values].flatMap(([id, value]) => (verdicts.has(value) ? [[id, verdicts.get(value) ?? 'DNF'] as const] : [])),
  )
}

/** `2026-06-11 10:30:00`, with or without fraction or zone; a naive time is UTC, as the official tools write it. */
function momentOf(value: unknown): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString()
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined
  const text = value.trim().replace(' ', 'T')
  const time = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
