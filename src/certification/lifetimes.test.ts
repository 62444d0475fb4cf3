import fc from 'fast-check'
import t from 'tap'
import { expiresAt } from './lifetimes.ts'

const lifetimes = ['day', 'week', 'month', 'quarter', 'year'] as const

t.test('expires at midnight after the period that follows', (t) => {
  // 2026-06-11 is a Thursday.
  t.equal(expiresAt('2026-06-11T10:30:00Z', 'day'), '2026-06-13T00:00:00.000Z')
  t.equal(expiresAt('2026-06-11T10:30:00Z', 'week'), '2026-06-22T00:00:00.000Z')
  t.equal(expiresAt('2026-06-11T10:30:00Z', 'month'), '2026-08-01T00:00:00.000Z')
  t.equal(expiresAt('2026-06-11T10:30:00Z', 'quarter'), '2026-10-01T00:00:00.000Z')
  t.equal(expiresAt('2026-06-11T10:30:00Z', 'year'), '2027-08-01T00:00:00.000Z')
  t.end()
})

t.test('at the edges of weeks, quarters and years', (t) => {
  t.equal(expiresAt('2026-06-15T00:00:00Z', 'week'), '2026-06-29T00:00:00.000Z', 'Monday')
  t.equal(expiresAt('2026-06-14T23:59:59.999Z', 'week'), '2026-06-22T00:00:00.000Z', 'Sunday')
  t.equal(expiresAt('2026-11-30T00:00:00Z', 'month'), '2027-01-01T00:00:00.000Z')
  t.equal(expiresAt('2026-12-31T00:00:00Z', 'month'), '2027-02-01T00:00:00.000Z')
  t.equal(expiresAt('2026-12-31T00:00:00Z', 'quarter'), '2027-04-01T00:00:00.000Z')
  t.equal(expiresAt('2026-09-30T00:00:00Z', 'quarter'), '2027-01-01T00:00:00.000Z')
  t.equal(expiresAt('2026-11-01T00:00:00Z', 'year'), '2028-01-01T00:00:00.000Z')
  t.equal(expiresAt('2026-12-01T00:00:00Z', 'year'), '2028-02-01T00:00:00.000Z')
  t.equal(expiresAt('2024-02-28T12:00:00Z', 'day'), '2024-03-01T00:00:00.000Z', 'a leap day')
  t.end()
})

t.test('an offset is the same moment', (t) => {
  t.equal(expiresAt('2026-06-15T01:00:00+02:00', 'week'), expiresAt('2026-06-14T23:00:00Z', 'week'))
  t.end()
})

const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })

t.test('always later than it was checked, always midnight; checked later, it expires no earlier', async () => {
  fc.assert(
    fc.property(moments, moments, fc.constantFrom(...lifetimes), (one, other, lifetime) => {
      const [earlier, later] = [one, other].map((date) => date.toISOString()).toSorted() as [string, string]
      const expires = expiresAt(earlier, lifetime)
      return expires > earlier && expires.endsWith('T00:00:00.000Z') && expires <= expiresAt(later, lifetime)
    }),
  )
})

t.test('a longer lifetime never ends earlier than a day', async () => {
  fc.assert(
    fc.property(moments, fc.constantFrom(...lifetimes), (moment, lifetime) => {
      const checked = moment.toISOString()
      return expiresAt(checked, lifetime) >= expiresAt(checked, 'day')
    }),
  )
})
