import { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import { allSuites } from './tls-offer.ts'

/** Numbers of all suites that OpenSSL here can offer, of any version: those in its own ClientHello, which nobody gets. */
export async function opensslSuites(): Promise<ReadonlySet<number>> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const nobody = new Duplex({ read() {}, write: (chunk: Buffer) => resolve(chunk) })
  const socket = connect({ socket: nobody, minVersion: 'TLSv1', maxVersion: 'TLSv1.3', ciphers: allSuites })
  socket.on('error', reject)
  try {
    return new Set(suitesOf(await promise))
  } finally {
    socket.destroy()
    nobody.destroy()
  }
}

/** The suites in a record with a whole ClientHello. */
export function suitesOf(record: Buffer): readonly number[] {
  const sessionAt = 5 + 4 + 2 + 32 // record, message, version, random
  const at = sessionAt + 1 + record.readUInt8(sessionAt)
  return Array.from({ length: record.readUInt16BE(at) / 2 }, (_, index) => record.readUInt16BE(at + 2 + 2 * index))
}
