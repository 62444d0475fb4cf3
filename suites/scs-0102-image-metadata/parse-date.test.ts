import fc from 'fast-check'
import t from 'tap'
import { anyDate, nameDate, parseDate, timestamp } from './parse-date.ts'

const seconds = (iso: string): number => Date.parse(iso) / 1000

t.test('the forms of the standard', async (t) => {
  t.equal(parseDate('2026-01-31T12:30:05Z'), seconds('2026-01-31T12:30:05Z'))
  t.equal(parseDate('2026-01-31 12:30:05'), seconds('2026-01-31T12:30:05Z'))
  t.equal(parseDate('2026-01-31 12:30'), seconds('2026-01-31T12:30:00Z'))
  t.equal(parseDate('2026-01-31'), seconds('2026-01-31T00:00:00Z'))
})

t.test('tolerated ways to write them', async (t) => {
  for (const text of [
    '2026-1-5',
    '2026-01- 5',
    '2026-1-5 0:0',
    '2026-01-05t00:00:00z',
    '2026-01-05 \t\u00a000:00:00',
    '२०२६-01-05',
  ])
    t.equal(parseDate(text), seconds('2026-01-05T00:00:00Z'), text)
  t.equal(parseDate('2026-01-05T23:59:60Z'), seconds('2026-01-06T00:00:00Z'), 'a leap second')
  t.equal(parseDate('0001-01-01'), seconds('0001-01-01T00:00:00Z'))
})

t.test('no dates', async (t) => {
  const days = ['2026-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '0000-01-01', '2026-01-00', '2026-01-32']
  const texts = [
    '',
    'none',
    ' 2026-01-05',
    '2026-01-05 ',
    '2026-01-05\n',
    '26-01-05',
    '2026/01/05',
    '2026-01-05T00:00:00',
  ]
  const times = [
    '2026-01-05 24:00',
    '2026-01-05 00:60',
    '2026-01-05T00:00:62Z',
    '2026-01-05T00:00:00+00:00',
    '2026-01-05\ufeff00:00',
  ]
  for (const text of [...days, ...texts, ...times]) t.equal(parseDate(text), null, JSON.stringify(text))
  t.equal(parseDate('2024-02-29'), seconds('2024-02-29T00:00:00Z'), 'but a leap day is one')
})

t.test('the first second of 1970 is none, its neighbours are', async (t) => {
  t.equal(parseDate('1970-01-01'), null)
  t.equal(parseDate('1969-12-31T23:59:60Z'), null)
  t.equal(parseDate('1970-01-01T00:00:01Z'), 1)
  t.equal(parseDate('1969-12-31T23:59:59Z'), -1)
})

t.test('each place knows its own forms', async (t) => {
  t.equal(parseDate('2026-01-31', timestamp), null)
  t.equal(parseDate('20260131', anyDate), null)
  for (const text of ['20260131', '2026-01-31', '2026131', '2026-1-31'])
    t.equal(parseDate(text, nameDate), seconds('2026-01-31T00:00:00Z'), text)
})

t.test('every time that can be written is read back', async (t) => {
  const valid = { min: new Date('1970-01-01T00:00:01Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }
  fc.assert(
    fc.property(fc.date(valid), (date) => {
      const iso = `${date.toISOString().slice(0, 19)}Z`
      return parseDate(iso) === seconds(iso) && parseDate(iso.slice(0, 19).replace('T', ' ')) === seconds(iso)
    }),
  )
  t.pass('read back')
})

t.test('whatever comes, it is a number of seconds or null', async (t) => {
  const part = fc.constantFrom('0', '1', '2', '9', '-', ':', ' ', 'T', 'Z', '٣', '2026-', '-01-')
  fc.assert(
    fc.property(fc.string({ unit: part, maxLength: 22 }), (text) => {
      const parsed = parseDate(text)
      return parsed === null || (Number.isInteger(parsed) && parsed !== 0)
    }),
  )
  t.pass('never anything else')
})
