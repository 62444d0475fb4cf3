import t from 'tap'
import { backoffMs, codeOf, mayRepeatAfter, mayRepeatFailure, retryAfterMs } from './retry.ts'

const answer = (status: number, headers = {}) => ({ status, headers, body: Buffer.alloc(0) })
const failed = (code: string) => Object.assign(new Error(code), { code })

t.test('backoff grows twofold up to its bound, with full jitter', async (t) => {
  const rules = { attempts: 9, backoffMs: 100, maxBackoffMs: 500 }
  t.strictSame(
    [1, 2, 3, 4, 5].map((attempt) => backoffMs(attempt, rules, () => 1)),
    [100, 200, 400, 500, 500],
  )
  t.equal(
    backoffMs(3, rules, () => 0),
    0,
  )
})

t.test('Retry-After: seconds, a date, nothing to understand', async (t) => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  t.equal(retryAfterMs({ headers: { 'retry-after': '3' } }, now), 3000)
  t.equal(retryAfterMs({ headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:07 GMT' } }, now), 7000)
  t.equal(retryAfterMs({ headers: { 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' } }, now), 0)
  t.equal(retryAfterMs({ headers: { 'retry-after': 'soon' } }, now), undefined)
  t.equal(retryAfterMs({ headers: {} }, now), undefined)
})

t.test('what may be sent again', async (t) => {
  t.strictSame(
    [200, 404, 429, 500, 501, 502, 503, 504].filter((status) => mayRepeatAfter(answer(status), true)),
    [429, 500, 502, 503, 504],
  )
  t.strictSame(
    [429, 500, 503].filter((status) => mayRepeatAfter(answer(status), false)),
    [],
  )
  t.strictSame(
    [429, 500, 503].filter((status) => mayRepeatAfter(answer(status, { 'retry-after': '1' }), false)),
    [429, 503],
  )
  t.equal(mayRepeatFailure(failed('ECONNREFUSED'), false), true)
  t.equal(mayRepeatFailure(failed('ECONNRESET'), false), false)
  t.equal(mayRepeatFailure(failed('ECONNRESET'), true), true)
  t.equal(mayRepeatFailure(failed('ENOTFOUND'), true), false)
  t.equal(codeOf(new AggregateError([failed('ECONNREFUSED')])), 'ECONNREFUSED')
  t.equal(codeOf('x'), '')
})
