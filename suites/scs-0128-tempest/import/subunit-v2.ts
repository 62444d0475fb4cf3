import { crc32 } from 'node:zlib'
import { ProbeError } from '../../../src/fact.ts'
import type { Outcome, Stream, StreamEvent } from './stream.ts'

/** First byte of each packet. */
export const signature = 0xb3

const bits = {
  testId: 0x0800,
  route: 0x0400,
  timestamp: 0x0200,
  tags: 0x0080,
  file: 0x0040,
  mime: 0x0020,
} as const

/** By the number in the flags; undefined where the packet tells no status. */
const outcomes: readonly (Outcome | undefined)[] = [
  undefined,
  'not run', // exists
  'not run', // in progress
  'passed',
  'failed', // an unexpected success: the test says that it must fail
  'skipped',
  'failed',
  'skipped', // an expected failure: it did not pass
]

/** Longest that a packet may be: its length is a number of three bytes and two bits less. */
const mostBytes = 4 * 1024 * 1024

/**
 * Reads a stream of subunit version 2: packets of signature, flags, length, what the flags say is there, and a CRC-32.
 *
 * @param source for messages
 * @param attached what tests have said so far, by their names, where a stream is read in pieces
 * @throws ProbeError `malformed` for what is no packet, or a broken one
 */
export function parseSubunitV2(bytes: Buffer, source: string, attached = new Map<string, string>()): Stream {
  const events: StreamEvent[] = []
  for (let offset = 0; offset < bytes.length;) {
    const refuse = (why: string) => new ProbeError('malformed', `${source}: byte ${offset}: ${why}`)
    if (bytes[offset] !== signature) throw refuse('no packet of subunit version 2 starts here')
    const length = packetLength(bytes, offset, refuse)
    if (length === null || offset + length > bytes.length) return { events, isTorn: true }
    const packet = bytes.subarray(offset, offset + length)
    if (crc32(packet.subarray(0, -4)) !== packet.readUInt32BE(length - 4)) {
      throw refuse('the checksum of the packet is wrong; the file was damaged')
    }
    const event = readPacket(packet, attached, refuse)
    if (event) events.push(event)
    offset += length
  }
  return { events, isTorn: false }
}

type Refuse = (why: string) => ProbeError

/** Bytes of the packet that starts here; null where the bytes end before it is told. */
export function packetLength(bytes: Buffer, offset: number, refuse: Refuse): number | null {
  const cursor = { bytes, at: offset + 3 }
  const size = bytes[cursor.at]
  if (size === undefined || cursor.at + (size >> 6) >= bytes.length) return null
  const length = number(cursor, refuse)
  if (length < cursor.at - offset + 4 || length > mostBytes) throw refuse(`a packet of ${length} bytes cannot be`)
  return length
}

interface Cursor {
  readonly bytes: Buffer
  at: number
}

function readPacket(packet: Buffer, attached: Map<string, string>, refuse: Refuse): StreamEvent | undefined {
  const flags = packet.readUInt16BE(1)
  if (flags >> 12 !== 2) throw refuse(`a packet of version ${flags >> 12}, not 2`)
  const has = (bit: number) => (flags & bit) !== 0
  const cursor = { bytes: packet.subarray(0, -4), at: 3 }
  number(cursor, refuse) // its length
  const at = has(bits.timestamp) ? time(cursor, refuse) : null
  const test = has(bits.testId) ? text(cursor, refuse) : null
  if (has(bits.tags)) for (let left = number(cursor, refuse); left > 0; left--) text(cursor, refuse)
  if (has(bits.mime)) text(cursor, refuse)
  if (has(bits.file)) {
    const name = text(cursor, refuse)
    const content = take(cursor, number(cursor, refuse), refuse)
    if (test !== null && (name === 'reason' || name.startsWith('traceback'))) {
      attached.set(test, `${attached.get(test) ?? ''}${content.toString('utf8')}`.slice(-2000))
    }
  }
  const outcome = outcomes[flags & 7]
  if (test === null || outcome === undefined) return undefined
  return { test, outcome, message: attached.get(test) ?? null, at }
}

/** One to four bytes; the first two bits tell how many follow. */
function number(cursor: Cursor, refuse: Refuse): number {
  const more = (cursor.bytes[cursor.at] ?? 0) >> 6
  const digits = take(cursor, more + 1, refuse)
  return digits.readUIntBE(0, more + 1) - more * 2 ** (more * 8 + 6)
}

function text(cursor: Cursor, refuse: Refuse): string {
  return take(cursor, number(cursor, refuse), refuse).toString('utf8')
}

/** Seconds, and nanoseconds of which milliseconds are enough. */
function time(cursor: Cursor, refuse: Refuse): number {
  const seconds = take(cursor, 4, refuse).readUInt32BE(0)
  return seconds * 1000 + Math.floor(number(cursor, refuse) / 1e6)
}

function take(cursor: Cursor, length: number, refuse: Refuse): Buffer {
  const end = cursor.at + length
  if (end > cursor.bytes.length) throw refuse('the packet is shorter than what it says to hold')
  const taken = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return taken
}
