import t from 'tap'
import { wrongAge } from './evidence-age.ts'

const now = '2026-11-24T12:00:00Z'

t.test('evidence counts for 92 days, and a day ahead', (t) => {
  t.equal(wrongAge('2026-08-24', now), undefined, 'a day counts as of its end')
  t.equal(wrongAge('2026-08-24T12:00:00Z', now), undefined)
  t.match(wrongAge('2026-08-24T11:59:59Z', now), /is of 2026-08-24, more than 92 days ago; it counts for 92/)
  t.match(wrongAge('2026-08-23', now), /is of 2026-08-23, 93 days ago/)
  t.equal(wrongAge('2026-11-25T11:00:00Z', now), undefined)
  t.match(wrongAge('2026-11-27', now), /still to come/)
  t.match(wrongAge('yesterday', now), /is no time/)
  t.end()
})

t.test('a moment without an offset is of UTC, in whichever zone it is judged', (t) => {
  t.equal(wrongAge('2026-08-24T12:00:00', now), undefined)
  t.match(wrongAge('2026-08-24T11:59:59', now), /more than 92 days ago/)
  t.end()
})
