import { crc32 } from 'node:zlib'

/** What a packet of subunit version 2 may hold. */
export interface Packet {
  readonly test?: string
  /** 0 to 7, as in the flags. */
  readonly status?: number
  readonly tags?: readonly string[]
  readonly mime?: string
  readonly file?: { readonly name: string; readonly content: string }
  readonly route?: string
  /** Milliseconds since 1970. */
  readonly at?: number
}

/** Writes packets of subunit version 2. */
export function subunitV2(packets: readonly Packet[]): Buffer {
  return Buffer.concat(packets.map(packet))
}

function packet({ test, status = 0, tags, mime, file, route, at }: Packet): Buffer {
  const parts: Buffer[] = []
  let flags = 0x2000 | status
  if (at !== undefined) {
    flags |= 0x0200
    const seconds = Buffer.alloc(4)
    seconds.writeUInt32BE(Math.floor(at / 1000))
    parts.push(seconds, number((at % 1000) * 1e6))
  }
  if (test !== undefined) {
    flags |= 0x0800
    parts.push(text(test))
  }
  if (tags) {
    flags |= 0x0080
    parts.push(number(tags.length), ...tags.map(text))
  }
  if (mime !== undefined) {
    flags |= 0x0020
    parts.push(text(mime))
  }
  if (file) {
    flags |= 0x0040
    parts.push(text(file.name), text(file.content))
  }
  if (route !== undefined) {
    flags |= 0x0400
    parts.push(text(route))
  }
  const body = Buffer.concat(parts)
  const around = 1 + 2 + 4
  // The length counts itself, in as few bytes as it takes.
  const size = [1, 2, 3].find((bytes) => body.length + around + bytes < 2 ** (bytes * 8 - 2)) ?? 3
  const head = Buffer.from([0xb3, flags >> 8, flags & 0xff])
  const whole = Buffer.concat([head, number(body.length + around + size, size), body])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(whole))
  return Buffer.concat([whole, sum])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([number(bytes.length), bytes])
}

function number(value: number, size = [1, 2, 3, 4].find((bytes) => value < 2 ** (bytes * 8 - 2)) ?? 4): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntBE(value + (size - 1) * 2 ** (size * 8 - 2), 0, size)
  return bytes
}
