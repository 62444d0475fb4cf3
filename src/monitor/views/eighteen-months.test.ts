import fc from 'fast-check'
import t from 'tap'
import { shownMonths } from '../certificates/history.ts'
import { historyDays } from '../board/history-picture.ts'
import { historyWeeks, mondayOf } from './testcase-history.ts'

const dayMs = 86_400_000

t.test(
  'whatever day it is, each history goes back 18 months (scs-0004-v1, regulation 4), and hardly further',
  async (t) => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2024-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (at) => {
        const before = new Date(at)
        before.setUTCMonth(at.getUTCMonth() - 18)
        const beginnings = [
          Date.parse(`${shownMonths(at)[0]}-01T00:00:00Z`),
          at.getTime() - historyDays * dayMs,
          mondayOf(at).getTime() - (historyWeeks - 1) * 7 * dayMs,
        ]
        return beginnings.every((one) => one <= before.getTime() && one > before.getTime() - 35 * dayMs)
      }),
      { examples: [[new Date('2026-11-01T00:00:00Z')], [new Date('2028-08-31T23:59:59Z')]] },
    )
    t.equal(shownMonths(new Date('2026-11-24T12:00:00Z')).at(-1), '2026-11')
  },
)
