import fc from 'fast-check'
import t from 'tap'
import type { Validity } from '../report.ts'
import type { Scope } from '../scope.ts'
import { loadScope } from '../standards.ts'
import { validityAt, versionsInForce } from './versions.ts'

const iaas = await loadScope('scs-compatible-iaas')

t.test('the standing of each version of SCS-compatible IaaS, date by date', (t) => {
  const standing = (date: string) => Object.values(validityAt(iaas, date)).join(' ')
  t.same(Object.keys(validityAt(iaas, '2026-01-01')), ['next', 'v5.1', 'v4', 'v3'])
  t.equal(standing('2024-12-18'), 'deprecated deprecated deprecated deprecated', 'the day before the timeline begins')
  t.equal(standing('2024-12-19'), 'deprecated effective effective deprecated')
  t.equal(standing('2025-02-01'), 'deprecated effective warn deprecated')
  t.equal(standing('2025-06-30'), 'deprecated effective warn deprecated')
  t.equal(standing('2025-07-01'), 'deprecated effective deprecated deprecated')
  t.equal(standing('2025-09-09'), 'draft effective deprecated deprecated')
  t.equal(standing('2030-01-01'), 'draft effective deprecated deprecated')
  t.end()
})

t.test('a run tests what the timeline names for that day', (t) => {
  const tested = (date: string) => versionsInForce(iaas, date).map(({ version, validity }) => `${version} ${validity}`)
  t.same(tested('2025-02-01'), ['v5.1 effective', 'v4 warn', 'v3 deprecated'])
  t.same(tested('2026-06-11'), ['next draft', 'v5.1 effective'])
  t.end()
})

t.test('one version can be forced, also one that is not in force', (t) => {
  t.same(versionsInForce(iaas, '2026-06-11', 'v3'), [{ version: 'v3', validity: 'deprecated' }])
  t.same(versionsInForce(iaas, '2000-01-01', 'v5.1'), [{ version: 'v5.1', validity: 'deprecated' }])
  t.end()
})

t.test('refuses unknown versions, impossible dates and days without a version', (t) => {
  const refuses = (message: RegExp, ...[date, forced]: [string, string?]) =>
    t.throws(() => versionsInForce(iaas, date, forced), { name: 'UsageError', message })
  refuses(
    /^SCS-compatible IaaS has no version v5 \(did you mean v4\?\); it has next, v5\.1, v4, v3$/,
    '2026-01-01',
    'v5',
  )
  refuses(/has no version constructor; it has next/, '2026-01-01', 'constructor')
  refuses(/^2026-02-30 is not a date such as 2026-06-11$/, '2026-02-30')
  refuses(/^tomorrow is not a date/, 'tomorrow')
  refuses(
    /has no version in force on 2024-01-01 \(its timeline begins on 2024-12-19\); choose one with --scope-version$/,
    '2024-01-01',
  )
  t.throws(() => versionsInForce({ ...iaas, timeline: [] }, '2026-01-01'), { message: /its timeline is empty/ })
  t.end()
})

const dates = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const validities = fc.constantFrom<Validity>('effective', 'warn', 'draft', 'deprecated')
const timelines = fc.uniqueArray(
  fc.record({ date: dates, versions: fc.dictionary(fc.constantFrom('next', 'v5.1', 'v4', 'v3'), validities) }),
  { selector: ({ date }) => date },
)

t.test('the order of the timeline does not matter, and between its entries nothing changes', async () => {
  fc.assert(
    fc.property(timelines, dates, (timeline, date) => {
      const scope: Scope = { ...iaas, timeline }
      const now = validityAt(scope, date)
      const since = timeline
        .map((entry) => entry.date)
        .filter((start) => start <= date)
        .toSorted()
        .at(-1)
      const mirrored = validityAt({ ...scope, timeline: timeline.toReversed() }, date)
      const atStart = since === undefined ? validityAt({ ...scope, timeline: [] }, date) : validityAt(scope, since)
      return JSON.stringify(now) === JSON.stringify(mirrored) && JSON.stringify(now) === JSON.stringify(atStart)
    }),
  )
})
