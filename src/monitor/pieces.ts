import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'

/** A part of an answer, packed once for all answers that it is in. */
export interface Piece {
  readonly plain: Buffer
  /** Blocks of DEFLATE (RFC 1951) that end at a whole byte and refer to nothing before them. */
  readonly packed: Buffer
  readonly digest: Buffer
}

const deflate = promisify(deflateRaw)
/** What a block that is not packed may hold. */
const mostStored = 65_535

export async function piece(text: string): Promise<Piece> {
  const plain = Buffer.from(text)
  // A full flush: the next piece begins anew, wherever this one stands.
  const packed = await deflate(plain, { level: 4, finishFlush: constants.Z_FULL_FLUSH })
  return { plain, packed, digest: digestOf(plain) }
}

/** What stands between others: too short to be worth packing. */
export function glue(text: string): Piece {
  const plain = Buffer.from(text)
  if (plain.length > mostStored) throw new RangeError('too long for glue')
  const head = Buffer.alloc(5) // 0: not packed, not the last
  head.writeUInt16LE(plain.length, 1)
  head.writeUInt16LE(~plain.length & 0xffff, 3)
  return { plain, packed: Buffer.concat([head, plain]), digest: digestOf(plain) }
}

/** All of them, one after another, as one gzip stream (RFC 1952). */
export function gzipped(pieces: readonly Piece[]): Buffer {
  let sum = 0
  let length = 0
  for (const { plain } of pieces) {
    sum = crc32(plain, sum)
    length = (length + plain.length) % 2 ** 32
  }
  const end = Buffer.from([0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0]) // the last block, which is empty
  end.writeUInt32LE(sum, 2)
  end.writeUInt32LE(length, 6)
  return Buffer.concat([gzipHead, ...pieces.map(({ packed }) => packed), end])
}

/** 31 139: gzip; 8: DEFLATE; no name, no time, 255: of no particular system. */
const gzipHead = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255])

/** Tells one answer from another, however it is packed (RFC 9110, 8.8.3). */
export function entityTag(pieces: readonly Piece[]): string {
  const hash = createHash('sha256')
  for (const { digest } of pieces) hash.update(digest)
  return `W/"${hash.digest('base64url')}"`
}

function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
