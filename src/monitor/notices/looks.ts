import { expiresAt } from '../../certification/lifetimes.ts'
import type { ResultValue } from '../database/tables.ts'
import { verdictOf } from '../views/verdict-of.ts'
import type { NoticeTestcase } from './notice.ts'
import type { Look } from './settle.ts'
import type { ScopeFacts } from './subject-facts.ts'

/** These tell by themselves that nothing could be looked at; as a look at a testcase they count for nothing. */
const refused: ReadonlySet<string | null> = new Set(['auth', 'forbidden'])

/** By testcase, the oldest first. The newest result counts even if it is older than the results of the last weeks. */
export function looksOf({ status, results }: ScopeFacts): ReadonlyMap<string, readonly Look[]> {
  const looks = new Map<string, Look[]>()
  for (const { testcase, result, checkedAtMs: atMs, cause } of results) {
    if (result === 0 && refused.has(cause)) continue
    looks.set(testcase, [...(looks.get(testcase) ?? []), { atMs, isGood: result === 1 }])
  }
  const known = new Set(results.map(({ testcase }) => testcase))
  for (const [testcase, { result, checked_at: at }] of Object.entries(status.results)) {
    if (!known.has(testcase) && result !== 0) looks.set(testcase, [{ atMs: Date.parse(at), isGood: result === 1 }])
  }
  // of two of one moment the worse one last
  for (const own of looks.values()) own.sort((a, b) => a.atMs - b.atMs || Number(b.isGood) - Number(a.isGood))
  return looks
}

/** One look a report: was nobody refused? */
export function reportLooks({ results }: ScopeFacts): readonly Look[] {
  return [...Map.groupBy(results, ({ reportAtMs }) => reportAtMs)]
    .map(([atMs, own]): Look => ({ atMs, isGood: !own.some((one) => one.result === 0 && refused.has(one.cause)) }))
    .toSorted((a, b) => a.atMs - b.atMs)
}

export function refusedAt({ results }: ScopeFacts, atMs: number): readonly NoticeTestcase[] {
  const own = results.filter((one) => one.reportAtMs === atMs && one.result === 0 && refused.has(one.cause))
  return [...new Set(own.map(({ testcase }) => testcase))].toSorted().map((id) => ({ id, verdict: 'DNF' }))
}

/** The verdict of the newest look; MISS where there is none, or it counts no more. */
export function newestVerdict(
  scope: ScopeFacts,
  id: string,
  looks: readonly Look[],
  nowMs: number,
): NoticeTestcase['verdict'] {
  const { results } = scope
  const latest = looks.at(-1)
  if (!latest || hasExpired(scope, id, looks, nowMs)) return 'MISS'
  const own = results
    .filter(({ testcase, checkedAtMs }) => testcase === id && checkedAtMs === latest.atMs)
    .map(({ result }) => result)
  if (own.length === 0) return latest.isGood ? 'PASS' : 'FAIL'
  return verdictOf(Math.min(...own) as ResultValue) // -1, 0 or 1, as all of them
}

/** Whether its newest result counts no more, or there has never been one. */
export function hasExpired(
  { status, lifetimes }: ScopeFacts,
  id: string,
  looks: readonly Look[],
  nowMs: number,
): boolean {
  if (!status.results[id]) return true
  const latest = looks.at(-1)
  const lifetime = lifetimes.get(id)
  if (!latest || lifetime === undefined) return false // only refused of late, so nobody knows
  return Date.parse(expiresAt(new Date(latest.atMs).toISOString(), lifetime)) <= nowMs
}
