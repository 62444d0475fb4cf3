import t from 'tap'
import { earliest, isOlderThan, latest } from './dates.ts'

t.test('a day lasts from its first to its last moment, a moment is itself', (t) => {
  t.equal(earliest('2026-11-24'), Date.UTC(2026, 10, 24))
  t.equal(latest('2026-11-24'), Date.UTC(2026, 10, 25))
  for (const at of [earliest, latest]) t.equal(at('2026-11-24T10:00:00+02:00'), Date.UTC(2026, 10, 24, 8))
  t.end()
})

t.test('a moment without an offset may be of any zone, on whichever machine', (t) => {
  t.equal(earliest('2026-11-24T10:00:00'), Date.UTC(2026, 10, 23, 20))
  t.equal(latest('2026-11-24T10:00:00.0'), Date.UTC(2026, 10, 24, 22))
  t.notOk(isOlderThan(1, '2026-11-24T10:00:00', '2026-11-25T21:00:00Z'), 'not surely')
  t.ok(isOlderThan(1, '2026-11-24T10:00:00', '2026-11-25T22:30:00Z'))
  t.end()
})
