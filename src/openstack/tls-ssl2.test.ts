import fc from 'fast-check'
import t from 'tap'
import { encodeSsl2Hello, readSsl2Answer } from './tls-ssl2.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

// Nothing that Debian has speaks SSL 2, so the answers are by hand, from its specification.
const certificate = 'c0ffee'
const serverHello = (kinds: string, version = '0002', length = 11 + 3 + kinds.length / 2 + 2) =>
  hex(
    `80${length.toString(16).padStart(2, '0')} 04 00 01 ${version} 0003 ${(kinds.length / 2).toString(16).padStart(4, '0')} 0002
     ${certificate} ${kinds} abcd`,
  )

t.test('a hello, byte by byte', async (t) => {
  const hello = encodeSsl2Hello([0x010080, 0x0700c0], Buffer.alloc(16, 0xee))
  t.same(hello, hex(`801f 01 0002 0006 0000 0010 010080 0700c0 ${'ee'.repeat(16)}`))
})

t.test('the kinds in common; none of them; an error', async (t) => {
  t.same(readSsl2Answer(serverHello('0100800700c0')), { kind: 'hello', kinds: [0x010080, 0x0700c0] })
  t.same(readSsl2Answer(serverHello('')), { kind: 'hello', kinds: [] })
  t.same(readSsl2Answer(hex('8003 00 0001')), { kind: 'refused' })
  const padded = Buffer.concat([hex('0013 00'), serverHello('010080').subarray(2)])
  t.same(readSsl2Answer(padded), { kind: 'hello', kinds: [0x010080] }, 'with a head of three bytes')
})

t.test('a server that speaks something newer refuses by that', async (t) => {
  t.same(readSsl2Answer(hex('15 0300 0002 0228')), { kind: 'refused' })
  t.same(readSsl2Answer(hex('15 0301 0002 02')), { kind: 'more', isWithin: true })
  t.match(readSsl2Answer(hex('16 0301 0000')), { kind: 'malformed' })
})

t.test('malformed answers', async (t) => {
  t.match(readSsl2Answer(Buffer.from('HTTP/1.1 400')), { kind: 'malformed' })
  t.match(readSsl2Answer(serverHello('010080', '0003')), { kind: 'malformed', why: /version 3/ })
  t.match(readSsl2Answer(serverHello('0100')), { kind: 'malformed', why: /lengths/ })
  t.match(readSsl2Answer(serverHello('010080', '0002', 15)), { kind: 'malformed', why: /lengths/ })
  t.match(readSsl2Answer(hex('8005 04 00 01 0002')), { kind: 'malformed', why: /too early/ })
  t.same(readSsl2Answer(serverHello('010080').subarray(0, 15)), { kind: 'more', isWithin: true })
  t.same(readSsl2Answer(Buffer.alloc(0)), { kind: 'more', isWithin: false })
})

t.test('no bytes make it throw', async (t) => {
  const kinds = ['more', 'hello', 'refused', 'malformed']
  const byte = fc.oneof(fc.constantFrom(0, 2, 3, 4, 21, 22, 128), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 60 }), (bytes) =>
      t.ok(kinds.includes(readSsl2Answer(Buffer.from(bytes)).kind)),
    ),
    { numRuns: 1000 },
  )
})
