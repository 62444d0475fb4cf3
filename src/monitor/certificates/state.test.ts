import fc from 'fast-check'
import t from 'tap'
import { aYearAfter } from './certificate.ts'
import { isInForce, stateOf, type Facts } from './state.ts'

const validUntil = '2027-11-24T10:00:00.000Z'
const facts: Facts = { validUntil, revoked: false, followedAt: null, conditionsMet: true }
const at = (moment: string, more: Partial<Facts> = {}) => stateOf({ ...facts, ...more }, new Date(moment))

t.test('a certificate from its grant to its end', async (t) => {
  t.equal(at('2026-11-24T10:00:00.000Z'), 'valid')
  t.equal(at('2026-11-24T09:55:00.000Z'), 'valid', 'granted by a machine whose clock is ahead')
  t.equal(at('2027-10-25T09:59:59.999Z'), 'valid')
  t.equal(at('2027-10-25T10:00:00.000Z'), 'expires soon')
  t.equal(at('2027-11-24T09:59:59.999Z'), 'expires soon')
  t.equal(at('2027-11-24T10:00:00.000Z'), 'expired')
  t.equal(at('2027-01-01T00:00:00.000Z', { conditionsMet: false }), 'conditions not met')
  t.equal(at('2027-01-01T00:00:00.000Z', { revoked: true }), 'revoked')
  t.equal(at('2027-11-02T00:00:00.000Z', { followedAt: '2027-11-01T00:00:00.000Z' }), 'superseded')
  t.equal(at('2028-11-02T00:00:00.000Z', { followedAt: '2027-11-01T00:00:00.000Z' }), 'superseded', 'for good')
  t.equal(at('2028-11-02T00:00:00.000Z', { followedAt: '2028-11-01T00:00:00.000Z' }), 'expired', 'a gap between them')
  t.equal(at('2027-11-24T09:59:00.000Z', { followedAt: validUntil }), 'expired', 'a clock that is behind')
})

const moments = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
const iso = moments.map((date) => date.toISOString())
const anyFacts = fc.record({
  validUntil: iso,
  revoked: fc.boolean(),
  followedAt: fc.option(iso),
  conditionsMet: fc.boolean(),
})

t.test('what no facts and no moment can make', async (t) => {
  fc.assert(
    fc.property(anyFacts, moments, (any, moment) => {
      const state = stateOf(any, moment)
      // revoked wins over all, and only a revocation makes it
      if ((state === 'revoked') !== any.revoked) return false
      // what is past its end, or has another after it, is not in force
      if (isInForce(state) && (moment.toISOString() >= any.validUntil || any.followedAt !== null)) return false
      // what is not shown is never taken for met
      return any.conditionsMet || (state !== 'valid' && state !== 'expires soon')
    }),
  )
  t.pass()
})

t.test('what was no longer in force is never again: later, renewed, revoked, conditions met', async (t) => {
  const later = fc.record({
    days: fc.integer({ min: 0, max: 4000 }),
    revoke: fc.boolean(),
    follow: fc.boolean(),
    conditionsMet: fc.boolean(),
  })
  fc.assert(
    fc.property(anyFacts, moments, later, (any, moment, { days, revoke, follow, conditionsMet }) => {
      const before = stateOf(any, moment)
      const then = new Date(moment.getTime() + days * 86_400_000)
      const after = stateOf(
        {
          ...any,
          conditionsMet,
          revoked: any.revoked || revoke,
          followedAt: any.followedAt ?? (follow ? moment.toISOString() : null),
        },
        then,
      )
      if (isInForce(before)) return true
      return after === before || after === 'revoked'
    }),
  )
  t.pass()
})

t.test('a year is a year, and never longer', async (t) => {
  t.equal(aYearAfter('2026-11-24T10:00:00.000Z'), '2027-11-24T10:00:00.000Z')
  t.equal(aYearAfter('2028-02-29T23:59:59.999Z'), '2029-02-28T23:59:59.999Z')
  fc.assert(
    fc.property(iso, (from) => {
      const days = (Date.parse(aYearAfter(from)) - Date.parse(from)) / 86_400_000
      return days === 365 || days === 366
    }),
  )
})
