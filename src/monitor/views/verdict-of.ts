import type { Verdict } from '../../report.ts'
import type { ResultValue } from '../database/tables.ts'

const verdicts = { '1': 'PASS', '0': 'DNF', '-1': 'FAIL', null: 'MISS' } as const

/** The word of the standards for a result as the official formats write it; null: there is none, or none any more. */
export function verdictOf(value: ResultValue): Exclude<Verdict, 'MISS'>
export function verdictOf(value: ResultValue | null): Verdict
export function verdictOf(value: ResultValue | null): Verdict {
  return verdicts[`${value}`]
}
