import { isDeepStrictEqual } from 'node:util'
import type { Report, Result } from '../report.ts'

/** A testcase that two judgements of the same facts see differently. */
export interface Difference {
  readonly id: string
  readonly before: Result['verdict']
  readonly after: Result['verdict']
  /** What differs, in words: `verdict`, `violations`, `examined`, `notes`, `cause`. */
  readonly what: readonly string[]
}

const parts = ['verdict', 'cause', 'examined', 'violations', 'notes'] as const

/** What two reports on the same facts do not agree about, in the order of the first. */
export function differences(before: Report, after: Report): readonly Difference[] {
  return Object.entries(before.results).flatMap(([id, one]) => {
    const other = after.results[id]
    if (!other) return []
    const what = parts.filter((part) => !isDeepStrictEqual(plain(one[part]), plain(other[part])))
    return what.length > 0 ? [{ id, before: one.verdict, after: other.verdict, what }] : []
  })
}

/** As it is once it has been written down and read back. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown)
}
