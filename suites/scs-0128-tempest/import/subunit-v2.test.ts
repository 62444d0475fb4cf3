import fc from 'fast-check'
import t from 'tap'
import { subunitV2, type Packet } from './write-subunit-v2.ts'
import { parseSubunitV2 } from './subunit-v2.ts'
import { testsIn } from './stream.ts'

/** A packet as stestr 3.2 wrote it. */
const written = Buffer.from(
  'b32b02405b6b056aa0f307a11040487365745570436c617373202874656d706573742e6170692e6964656e746974792e76332e746573745f6170695f646973636f766572792e54657374417069446973636f7665727929f075582b',
  'hex',
)

const word = fc.string({ maxLength: 300, unit: 'grapheme' })
const packets: fc.Arbitrary<Packet> = fc.record(
  {
    test: word,
    status: fc.integer({ min: 0, max: 7 }),
    tags: fc.array(word, { maxLength: 3 }),
    mime: word,
    file: fc.record({ name: word, content: fc.string({ maxLength: 20_000 }) }),
    route: word,
    at: fc.integer({ min: 0, max: 4_294_967_295_999 }),
  },
  { requiredKeys: [] },
)
const outcomes = [undefined, 'not run', 'not run', 'passed', 'failed', 'skipped', 'failed', 'skipped']

t.test('what is written is read back, however the packets are made up', async () => {
  fc.assert(
    fc.property(fc.array(packets, { maxLength: 6 }), (list) => {
      const { events, isTorn } = parseSubunitV2(subunitV2(list), 'sample')
      const told = list.filter(({ test, status = 0 }) => test !== undefined && status !== 0)
      const expected = told.map(({ test, status = 0, at = null }) => ({ test, outcome: outcomes[status], at }))
      const read = events.map(({ test, outcome, at }) => ({ test, outcome, at }))
      return !isTorn && JSON.stringify(read) === JSON.stringify(expected)
    }),
  )
})

t.test('a file that was cut is torn, and what was whole is read', async () => {
  const two = subunitV2([
    { test: 'a', status: 3 },
    { test: 'b', status: 6 },
  ])
  const first = subunitV2([{ test: 'a', status: 3 }]).length
  fc.assert(
    fc.property(fc.integer({ min: first + 1, max: two.length - 1 }), (length) => {
      const { events, isTorn } = parseSubunitV2(two.subarray(0, length), 'sample')
      return isTorn && events.length === 1
    }),
  )
})

t.test('damage anywhere is seen, never read as something else', async () => {
  const whole = subunitV2([{ test: 'tempest.api.a', status: 3, at: 1000 }])
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (index, by) => {
      const damaged = Buffer.from(whole)
      damaged[index] = (damaged[index] ?? 0) ^ by
      try {
        return parseSubunitV2(damaged, 'sample').isTorn // its length now reaches beyond the end
      } catch (error) {
        return error instanceof Error && error.message.startsWith('sample: byte 0: ')
      }
    }),
  )
})

t.test('anything at all is read or refused in one sentence', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        parseSubunitV2(Buffer.concat([Buffer.from([0xb3]), bytes]), 'sample')
      } catch (error) {
        return error instanceof Error && error.message.startsWith('sample: byte ')
      }
      return true
    }),
  )
  t.throws(() => parseSubunitV2(Buffer.from('text'), 'sample'), { kind: 'malformed', message: /no packet/ })
})

t.test('a packet of stestr', async (t) => {
  const { events, isTorn } = parseSubunitV2(written, 'sample')
  t.match(events, [
    { test: /^setUpClass \(tempest.api/, outcome: 'not run', at: Date.parse('2026-11-24T10:44:48.856Z') },
  ])
  t.notOk(isTorn)
})

t.test('a test counts as it ended, with the error or the reason', async (t) => {
  const test = 'tempest.api.image.A.test_b[id-F848bb94-1c6e-45a4-8726-39e3a5b23535,smoke]'
  const stream = subunitV2([
    { test, status: 2, at: 1000 },
    { test, file: { name: 'traceback', content: 'Traceback:\n  File\nKeyError: no such image\n' } },
    { test, status: 6, at: 2000 },
    { test: 'b', status: 2 },
  ])
  t.same(testsIn(parseSubunitV2(stream, 'sample')), {
    tests: [
      {
        id: 'f848bb94-1c6e-45a4-8726-39e3a5b23535',
        name: 'tempest.api.image.A.test_b',
        outcome: 'failed',
        message: 'KeyError: no such image',
      },
      { id: null, name: 'b', outcome: 'not run', message: null },
    ],
    finishedAt: '1970-01-01T00:00:02.000Z',
  })
})
