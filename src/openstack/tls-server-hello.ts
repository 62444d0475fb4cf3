import { helloVersions, type HelloVersion } from './tls-hello.ts'
import type { Malformed, More } from './tls-raw-offer.ts'

/** What a server answers to a ClientHello. */
export type ServerAnswer =
  | { readonly kind: 'hello'; readonly version: HelloVersion; readonly suite: number }
  /** Number of IANA. */
  | { readonly kind: 'alert'; readonly description: number }

const alertRecord = 21
const handshakeRecord = 22
const serverHello = 2
const supportedVersions = 43
const mostRecordBytes = 16_384
/** A ServerHello has some hundred bytes. */
const mostHelloBytes = 4_096
const mostWarnings = 4

const malformed = (why: string): Malformed => ({ kind: 'malformed', why })

/**
 * Reads records (RFC 8446 5.1, RFC 5246 6.2) up to the first that decides: a ServerHello, in however many pieces, or an alert
 * that is more than a warning. Never throws, whatever the bytes.
 */
export function readServerAnswer(bytes: Buffer): More | Malformed | ServerAnswer {
  const pieces: Buffer[] = []
  let warnings = 0
  let at = 0
  while (at < bytes.length) {
    const type = bytes.readUInt8(at)
    if (type !== alertRecord && type !== handshakeRecord) return malformed(`a record of type ${type}`)
    if (bytes.length < at + 5) return { kind: 'more', isWithin: true }
    const major = bytes.readUInt8(at + 1)
    const length = bytes.readUInt16BE(at + 3)
    if (major !== 3) return malformed(`a record of version ${major}.${bytes.readUInt8(at + 2)}`)
    if (length === 0 || length > mostRecordBytes) return malformed(`a record of ${length} bytes`)
    const content = bytes.subarray(at + 5, at + 5 + length)
    at += 5 + length
    if (type === handshakeRecord) {
      pieces.push(content)
      const answer = readServerHello(Buffer.concat(pieces))
      if (answer) return answer
      continue
    }
    if (content.length < length) return { kind: 'more', isWithin: true }
    if (length !== 2) return malformed(`an alert of ${length} bytes`)
    const [level = 0, description = 0] = content
    if (level !== 1 && level !== 2) return malformed(`an alert of level ${level}`)
    if (level === 2 || description === 0) return { kind: 'alert', description }
    if (++warnings > mostWarnings) return malformed(`more than ${mostWarnings} warnings`)
  }
  return { kind: 'more', isWithin: pieces.length > 0 || at > bytes.length }
}

/** Undefined while it is not whole. */
function readServerHello(message: Buffer): Malformed | ServerAnswer | undefined {
  const type = message.at(0)
  if (type === undefined) return undefined
  if (type !== serverHello) return malformed(`a handshake message of type ${type} instead of a ServerHello`)
  if (message.length < 4) return undefined
  const length = message.readUIntBE(1, 3)
  if (length > mostHelloBytes) return malformed(`a ServerHello of ${length} bytes`)
  if (message.length < 4 + length) return undefined
  const body = message.subarray(4, 4 + length)
  const sessionBytes = body.at(34)
  if (sessionBytes === undefined || sessionBytes > 32 || body.length < 38 + sessionBytes)
    return malformed('a ServerHello that ends too early')
  const suite = body.readUInt16BE(35 + sessionBytes)
  const compression = body.readUInt8(37 + sessionBytes)
  if (compression !== 0) return malformed(`compression method ${compression}, which was not offered`)
  const number = versionIn(body.subarray(38 + sessionBytes)) ?? malformed('extensions of the wrong length')
  if (typeof number === 'object') return number
  const spoken = number === 0 ? body.readUInt16BE(0) : number
  const version = Object.entries(helloVersions).find(([, known]) => known === spoken)?.[0] as HelloVersion | undefined
  return version ? { kind: 'hello', version, suite } : malformed(`version 0x${spoken.toString(16)} of TLS`)
}

/** What supported_versions says; 0 where there is none; undefined where the lengths do not fit. */
function versionIn(extensions: Buffer): number | undefined {
  if (extensions.length === 0) return 0
  if (extensions.length < 2 || extensions.readUInt16BE(0) !== extensions.length - 2) return undefined
  let version = 0
  for (let at = 2; at < extensions.length;) {
    if (extensions.length < at + 4) return undefined
    const type = extensions.readUInt16BE(at)
    const length = extensions.readUInt16BE(at + 2)
    if (extensions.length < at + 4 + length) return undefined
    if (type === supportedVersions) {
      if (length !== 2) return undefined
      version = extensions.readUInt16BE(at + 4)
    }
    at += 4 + length
  }
  return version
}
