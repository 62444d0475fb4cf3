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
  return reply.send(Buffer.concat(pieces.map(({ plain }) => plain)))
}

/** By RFC 9110, 12.5.3. */
function takesGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .toLowerCase()
    .split(',')
    .some((one) => /^\s*(?:gzip|x-gzip)\s*(?:;\s*q=(?:1|0\.0*[1-9])[\d.]*\s*)?$/.test(one))
}
