import { crc32 } from 'node:zlib'
import { ProbeError } from '../../../src/fact.ts'
import { packetLength, signature } from './subunit-v2.ts'

/** Takes what a program prints apart, as it comes. */
export interface Splitter {
  push(bytes: Buffer): void
  /** What is left of it is text, or a packet that was cut off, which counts as nothing. */
  end(): void
}

/**
 * Separates packets of subunit version 2 from the text that a program prints between them: warnings, tracebacks. A byte that
 * could begin a packet and does not, as in `ó`, is text.
 */
export function splitPackets(onPacket: (packet: Buffer) => void, onText: (text: string) => void): Splitter {
  let rest: Buffer = Buffer.alloc(0)

  /** How many bytes are understood; 0 where more are needed. */
  function next(): number {
    if (rest[0] !== signature || (rest.length > 1 && (rest[1] ?? 0) >> 4 !== 2)) {
      const start = rest.indexOf(signature, 1)
      const end = start === -1 ? rest.length : start
      onText(rest.toString('utf8', 0, end))
      return end
    }
    const length = lengthOf(rest)
    if (length === null || (length > 0 && length > rest.length)) return 0
    if (length === 0 || crc32(rest.subarray(0, length - 4)) !== rest.readUInt32BE(length - 4)) {
      onText(rest.toString('utf8', 0, 1))
      return 1
    }
    onPacket(rest.subarray(0, length))
    return length
  }

  return {
    push(bytes) {
      rest = Buffer.concat([rest, bytes])
      for (let taken = -1; taken !== 0 && rest.length > 0;) {
        taken = next()
        rest = rest.subarray(taken)
      }
    },
    end() {
      if (rest.length > 0 && rest[0] !== signature) onText(rest.toString('utf8'))
      rest = Buffer.alloc(0)
    },
  }
}

/** 0 where it cannot be one; null where more bytes are needed to tell. */
function lengthOf(bytes: Buffer): number | null {
  try {
    return packetLength(bytes, 0, (why) => new ProbeError('malformed', why))
  } catch {
    return 0
  }
}
