import fc from 'fast-check'
import t from 'tap'
import { readServerAnswer } from './tls-server-hello.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const record = (type: number, content: Buffer, version = 0x0303) => {
  const head = Buffer.alloc(5)
  head.writeUInt8(type, 0)
  head.writeUInt16BE(version, 1)
  head.writeUInt16BE(content.length, 3)
  return Buffer.concat([head, content])
}
/** A ServerHello as a whole message. */
function message(version: number, suite: number, { session = 0, compression = 0, extensions = Buffer.alloc(0) } = {}) {
  const body = Buffer.concat([
    Buffer.from([version >> 8, version & 0xff]),
    Buffer.alloc(32, 9),
    Buffer.from([session]),
    Buffer.alloc(Math.min(session, 32)),
    Buffer.from([suite >> 8, suite & 0xff, compression]),
    extensions,
  ])
  return Buffer.concat([Buffer.from([2, 0, body.length >> 8, body.length & 0xff]), body])
}
const hello = (version: number, suite: number) => record(22, message(version, suite), version)

// The first bytes of what NSS 3.87 (selfserv) sent to ClientHellos of ours.
const recorded = {
  rc4: hex(`160303039202000057030341da92256d55cc964af31d56f6795811e652b3284d0b8aa6826caab4c5b9311d204635cc6102f1ff50
    65312b5f758d8d5872465386140a045e21227c2701961eb9000500000f000b0002010000170000ff010001000b00032f00032c0003`),
  tripleDes:
    hex(`1603010392020000570301ac455347bab5c538aad602ee063ea7a3b8b3759625ba88b3444f574e475244002046351b705e02962f
    f3aa9d4e4d23b4bfe678ae6aa912e109730097816e1def14000a00000f000b0002010000170000ff010001000b00032f00032c0003`),
  ssl3: hex(`16030003880200004d0300ba3ce49653741d7710e89335a3cfa25fb16b94b393eeb61b6d345822b7d179b5204635e3a398f68fe6
    c8c39ea98aea706933060a4794a5ab567d533804f6bee5cb0004000005ff010001000b00032f00032c0003`),
  refusal: hex('15030000020228'),
}

t.test('what a real server said', async (t) => {
  t.same(readServerAnswer(recorded.rc4), { kind: 'hello', version: 'TLSv1.2', suite: 0x0005 })
  t.same(readServerAnswer(recorded.tripleDes), { kind: 'hello', version: 'TLSv1', suite: 0x000a })
  t.same(readServerAnswer(recorded.ssl3), { kind: 'hello', version: 'SSLv3', suite: 0x0004 })
  t.same(readServerAnswer(recorded.refusal), { kind: 'alert', description: 40 })
})

t.test('TLS 1.3 names its version in an extension', async (t) => {
  const extensions = hex('0006 002b 0002 0304')
  const whole = record(22, message(0x0303, 0x1301, { extensions }))
  t.same(readServerAnswer(whole), { kind: 'hello', version: 'TLSv1.3', suite: 0x1301 })
})

t.test('any suite of any version, in records of any size, is read alike; half of it is not enough', async (t) => {
  const any = fc.record({
    version: fc.constantFrom(0x0300, 0x0301, 0x0302, 0x0303),
    suite: fc.integer({ min: 0, max: 0xffff }),
    session: fc.integer({ min: 0, max: 32 }),
    sizes: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  })
  fc.assert(
    fc.property(any, ({ version, suite, session, sizes, cut }) => {
      const whole = message(version, suite, { session })
      const records: Buffer[] = []
      for (let at = 0, turn = 0; at < whole.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1
        records.push(record(22, whole.subarray(at, at + size)))
        at += size
      }
      const bytes = Buffer.concat(records)
      t.match(readServerAnswer(bytes), { kind: 'hello', suite })
      const half = bytes.subarray(0, Math.floor(bytes.length * cut))
      t.same(readServerAnswer(half), { kind: 'more', isWithin: half.length > 0 })
    }),
    { numRuns: 200 },
  )
})

t.test('no bytes make it throw, and what is decided stays so', async (t) => {
  const kinds = ['more', 'hello', 'alert', 'malformed']
  const byte = fc.oneof(fc.constantFrom(0, 1, 2, 3, 21, 22, 40), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 120 }), fc.uint8Array({ maxLength: 20 }), (bytes, rest) => {
      const answer = readServerAnswer(Buffer.from(bytes))
      t.ok(kinds.includes(answer.kind))
      if (answer.kind !== 'more') t.same(readServerAnswer(Buffer.from([...bytes, ...rest])), answer)
    }),
    { numRuns: 1000 },
  )
})

t.test('a warning is not the end, but many are', async (t) => {
  const warning = record(21, Buffer.from([1, 112])) // unrecognized_name
  t.same(readServerAnswer(warning), { kind: 'more', isWithin: false })
  t.match(readServerAnswer(Buffer.concat([warning, hello(0x0303, 5)])), { kind: 'hello', suite: 5 })
  t.match(readServerAnswer(Buffer.concat(Array.from({ length: 5 }, () => warning))), {
    kind: 'malformed',
    why: /warnings/,
  })
  t.same(readServerAnswer(record(21, Buffer.from([1, 0]))), { kind: 'alert', description: 0 }, 'close_notify')
})

const bad = {
  'no TLS': [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /record of type 72/],
  'another major version': [record(22, message(0x0303, 5), 0x0203), /version 2\.3/],
  'a record of nothing': [record(22, Buffer.alloc(0)), /0 bytes/],
  'a record that is too large': [hex('16 0303 4001'), /16385 bytes/],
  'data in the clear': [record(23, Buffer.from('hello')), /type 23/],
  'an alert of three bytes': [record(21, Buffer.from([2, 40, 0])), /alert of 3 bytes/],
  'an alert of no level': [record(21, Buffer.from([3, 40])), /level 3/],
  'another message': [record(22, hex('0b 000003 000000')), /type 11/],
  'a message that is too large': [record(22, hex('02 001001')), /ServerHello of 4097 bytes/],
  'a session id that is too long': [record(22, message(0x0303, 5, { session: 33 })), /ends too early/],
  'a body that ends early': [record(22, hex('02 000002 0303')), /ends too early/],
  compression: [record(22, message(0x0303, 5, { compression: 1 })), /compression method 1/],
  'extensions longer than they are': [record(22, message(0x0303, 5, { extensions: hex('0005 ff01') })), /extensions/],
  'an extension longer than it is': [record(22, message(0x0303, 5, { extensions: hex('0004 ff01 0009') })), /exten/],
  'supported_versions of one byte': [record(22, message(0x0303, 5, { extensions: hex('0005 002b 0001 03') })), /exte/],
  'a version nobody knows': [hello(0x0309, 5), /0x309/],
} as const

for (const [what, [bytes, why]] of Object.entries(bad)) {
  t.test(`malformed: ${what}`, async (t) => t.match(readServerAnswer(bytes), { kind: 'malformed', why }))
}
