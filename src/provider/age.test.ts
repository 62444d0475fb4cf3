import t from 'tap'
import { ageOf } from './age.ts'

const now = Date.parse('2026-11-24T12:00:00Z')
const at = (moment: string) => ageOf(Date.parse(moment), now)

t.test('what is handed in counts for 92 days of 24 hours, and not a moment more', (t) => {
  t.match(at('2026-08-24T12:00:00Z'), { is: 'in date' })
  t.same(at('2026-08-24T11:59:59.999Z'), { ago: 'more than 92 days ago', is: 'too old' })
  t.same(at('2026-08-23T12:00:00.001Z'), { ago: 'more than 92 days ago', is: 'too old' })
  t.same(at('2026-08-23T12:00:00Z'), { ago: '93 days ago', is: 'too old' })
  t.end()
})

t.test('a day ahead is let through, as clocks and time zones differ', (t) => {
  t.match(at('2026-11-25T12:00:00Z'), { is: 'in date' })
  t.match(at('2026-11-25T12:00:00.001Z'), { is: 'still to come' })
  t.end()
})
