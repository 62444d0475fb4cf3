import type { Malformed, More } from './tls-raw-offer.ts'
import { readServerAnswer } from './tls-server-hello.ts'

/** What a server answers to a CLIENT-HELLO of SSL 2. */
export type Ssl2Answer =
  /** The kinds of ciphers that the server has in common with the offer. */
  { readonly kind: 'hello'; readonly kinds: readonly number[] } | { readonly kind: 'refused' }

const clientHello = 1
const serverHello = 4
const error = 0
const ssl2 = 2

/** CLIENT-HELLO of SSL 2 with kinds of ciphers (three bytes each) and a challenge of 16 to 32 bytes. */
export function encodeSsl2Hello(kinds: readonly number[], challenge: Uint8Array): Buffer {
  const head = Buffer.alloc(11)
  const length = 9 + 3 * kinds.length + challenge.length
  head.writeUInt16BE(0x8000 | length, 0)
  head.writeUInt8(clientHello, 2)
  head.writeUInt16BE(ssl2, 3)
  head.writeUInt16BE(3 * kinds.length, 5)
  head.writeUInt16BE(0, 7) // no session to resume
  head.writeUInt16BE(challenge.length, 9)
  const specs = kinds.map((kind) => Buffer.from([kind >> 16, (kind >> 8) & 0xff, kind & 0xff]))
  return Buffer.concat([head, ...specs, challenge])
}

/** Reads a SERVER-HELLO or ERROR of SSL 2, or whatever a server says that speaks SSL 3 or TLS only. Never throws. */
export function readSsl2Answer(bytes: Buffer): More | Malformed | Ssl2Answer {
  const first = bytes.at(0)
  if (first === undefined) return { kind: 'more', isWithin: false }
  if (first >= 20 && first <= 23) return answerOfTls(bytes)
  const headBytes = first & 0x80 ? 2 : 3 // the third byte tells of padding
  if (bytes.length < headBytes + 1) return { kind: 'more', isWithin: true }
  const length = bytes.readUInt16BE(0) & (headBytes === 2 ? 0x7fff : 0x3fff)
  const body = bytes.subarray(headBytes, headBytes + length)
  const type = body.at(0)
  if (type === error) return { kind: 'refused' }
  if (type !== serverHello) return { kind: 'malformed', why: `a message of type ${type ?? 'none'} of SSL 2` }
  if (length < 11) return { kind: 'malformed', why: 'a SERVER-HELLO that ends too early' }
  if (body.length < length) return { kind: 'more', isWithin: true }
  const [version, certificateBytes, kindBytes] = [body.readUInt16BE(3), body.readUInt16BE(5), body.readUInt16BE(7)]
  if (version !== ssl2) return { kind: 'malformed', why: `version ${version} in a SERVER-HELLO of SSL 2` }
  const from = 11 + certificateBytes
  if (kindBytes % 3 !== 0 || from + kindBytes > length)
    return { kind: 'malformed', why: 'a SERVER-HELLO whose lengths do not fit' }
  const kinds = Array.from({ length: kindBytes / 3 }, (_, index) => body.readUIntBE(from + 3 * index, 3))
  return { kind: 'hello', kinds }
}

/** A ServerHello as well says that it goes on with something newer. */
function answerOfTls(bytes: Buffer): More | Malformed | Ssl2Answer {
  const answer = readServerAnswer(bytes)
  if (answer.kind === 'more' || answer.kind === 'malformed') return answer
  return { kind: 'refused' }
}
