import { settle, type Look, type State } from './settle.ts'
import {
  atOnce,
  stateKey,
  type Found,
  type Nameless,
  type Rules,
  type SubjectFacts,
  type Told,
} from './subject-facts.ts'

/** Reports that did not come in time: silence begins when one is overdue, and ends with the next. */
export function silenceOf(
  { reportsAtMs }: SubjectFacts,
  told: Told,
  rules: Rules,
  nowMs: number,
  watchedSinceMs: number,
): Found {
  const { expectedMs } = rules
  const key = stateKey('', 'silence')
  const nothing: Found = { notices: [], told: new Map() }
  if (expectedMs === undefined) return nothing
  const times = [...new Set(reportsAtMs)].toSorted((a, b) => a - b)
  if (times.length === 0) times.push(watchedSinceMs)
  const looks = times.flatMap((atMs, index): Look[] => {
    const dueMs = atMs + expectedMs
    const isLate = dueMs < (times[index + 1] ?? nowMs)
    return [{ atMs, isGood: true }, ...(isLate ? [{ atMs: dueMs, isGood: false }] : [])]
  })
  const before = told.get(key) as State | undefined // written below
  const settled = settle(looks, before, atOnce(rules), nowMs)
  if (!settled || settled.state === before) return nothing
  const since = new Date(settled.state === 'bad' ? (times.at(-1) ?? nowMs) : settled.sinceMs).toISOString()
  const kind = { good: 'recovery', bad: 'silence', flapping: 'flapping' } as const
  const isTold = settled.state !== 'good' || before !== undefined
  const notice: Nameless = { kind: kind[settled.state], parts: [], about: ['silence'], since }
  return { notices: isTold ? [notice] : [], told: new Map([[key, settled.state]]) }
}
