import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { entityTag, gzipped, type Piece } from './pieces.ts'

/** What an answer of pieces is sent as. */
export interface Assembled {
  readonly tag: string
  readonly gzip: Buffer
  readonly pieces: readonly Piece[]
}

export function assembled(pieces: readonly Piece[]): Assembled {
  return { tag: entityTag(pieces), gzip: gzipped(pieces), pieces }
}

/** Sends it packed where the client takes that, and not at all where it has it already (304). For public pages only: packing tells lengths. */
export function sendAssembled(
  request: FastifyRequest,
  reply: FastifyReply,
  { tag, gzip, pieces }: Assembled,
): FastifyReply {
  reply.headers({ etag: tag, 'cache-control': 'no-cache', vary: 'accept-encoding' })
  const has = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim())
  if (has.includes(tag) || has.includes(tag.slice(2)) || has.includes('*')) return reply.status(304).send()
  if (takesGzip(request.headers['accept-encoding'])) return reply.header('content-encoding', 'gzip').send(gzip)
  const length = pieces.reduce((sum, { plain }) => sum + plain.length, 0)
  return reply.header('content-length', length).send(Readable.from(chunks(pieces), { objectMode: false }))
}

const chunkBytes = 256 * 1024

/** As fast as they are read: nobody else waits for it, and a slow reader costs no copy of all of it. */
function* chunks(pieces: readonly Piece[]): Generator<Buffer> {
  let waiting: Buffer[] = []
  let bytes = 0
  for (const { plain } of pieces) {
    waiting.push(plain)
    bytes += plain.length
    if (bytes < chunkBytes) continue
    yield Buffer.concat(waiting)
    waiting = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(waiting)
}

/** By RFC 9110, 12.5.3. */
function takesGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .toLowerCase()
    .split(',')
    .some((one) => /^\s*(?:gzip|x-gzip)\s*(?:;\s*q=(?:1|0\.0*[1-9])[\d.]*\s*)?$/.test(one))
}
