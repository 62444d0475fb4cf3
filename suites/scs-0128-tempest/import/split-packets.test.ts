import fc from 'fast-check'
import t from 'tap'
import { splitPackets } from './split-packets.ts'
import { parseSubunitV2 } from './subunit-v2.ts'
import { subunitV2 } from './write-subunit-v2.ts'

/** What comes of these bytes, in pieces that end at these places. */
function split(bytes: Buffer, cuts: readonly number[] = []): { tests: string[]; text: string } {
  const tests: string[] = []
  let text = ''
  const splitter = splitPackets(
    (packet) => tests.push(...parseSubunitV2(packet, 'it').events.map(({ test }) => test)),
    (piece) => (text += piece),
  )
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  for (const [index, place] of places.entries()) splitter.push(bytes.subarray(place, places[index + 1]))
  splitter.end()
  return { tests, text }
}

t.test('text between packets, in pieces of any size', (t) => {
  const words = fc.array(fc.oneof(fc.constantFrom('warning\n', 'a packet? no'), fc.stringMatching(/^[a-z]{1,20}$/)))
  fc.assert(
    fc.property(words, fc.array(fc.nat()), (names, cuts) => {
      const parts = names.flatMap((name) => [Buffer.from(`${name};`), subunitV2([{ test: name, status: 3 }])])
      const { tests, text } = split(Buffer.concat(parts), cuts)
      return tests.join() === names.join() && text === names.map((name) => `${name};`).join('')
    }),
  )
  t.end()
})

t.test('bytes that only look like a packet, a broken one, and one that was cut off', (t) => {
  const whole = subunitV2([{ test: 'a', status: 3 }])
  const broken = Buffer.from(whole)
  broken.writeUInt8(0, whole.length - 1)
  t.same(split(Buffer.concat([Buffer.from('Óscar'), whole])).tests, ['a'])
  t.same(split(Buffer.concat([broken, whole])).tests, ['a'])
  t.same(split(Buffer.concat([whole, whole.subarray(0, 9)])), { tests: ['a'], text: '' })
  t.end()
})
