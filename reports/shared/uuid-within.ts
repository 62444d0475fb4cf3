import { createHash } from 'node:crypto'

/** A UUID that follows from another (version 5, RFC 9562): same report, same bytes. */
export function uuidWithin(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  const hex = digest.toString('hex')
  const variant = ((digest.readUInt8(8) & 0x3f) | 0x80).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    variant + hex.slice(18, 20),
    hex.slice(20, 32),
  ].join('-')
}
