import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultAction } from './faults.ts'
import type { Reply } from './router.ts'

/** Sends a reply, or what a fault makes of its body. */
export function send(
  response: ServerResponse,
  method: string,
  { status, headers, body }: Reply,
  action: FaultAction,
): void {
  if (action.hugeBytes !== undefined) return flood(response, status, action.hugeBytes)
  const isText = typeof body === 'string'
  const whole = Buffer.from(body === undefined ? '' : isText ? body : JSON.stringify(body))
  const sent = action.truncate ? whole.subarray(0, whole.length >> 1) : whole
  const type = body === undefined ? {} : { 'Content-Type': isText ? 'text/plain; charset=UTF-8' : 'application/json' }
  const length = status === 204 ? {} : { 'Content-Length': String(sent.length) }
  response.writeHead(status, { ...type, ...length, ...headers })
  if (!action.close) return void response.end(method === 'HEAD' ? undefined : sent)
  response.write(sent.subarray(0, sent.length >> 1), () => response.destroy())
}

/** JSON that is valid up to its last byte, as fast as the client reads. */
function flood(response: ServerResponse, status: number, bytes: number): void {
  const chunk = Buffer.alloc(65_536, 'a')
  let left = bytes
  const pour = (): void => {
    while (left > 0 && !response.destroyed) {
      const part = chunk.subarray(0, Math.min(left, chunk.length))
      left -= part.length
      if (!response.write(part)) return
    }
    response.end('"}')
  }
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.on('drain', pour)
  response.write('{"padding":"')
  pour()
}

export function reset({ socket }: IncomingMessage): void {
  // a TLS socket cannot be reset from here: it is cut off instead
  if ('encrypted' in socket) socket.destroy()
  else socket.resetAndDestroy()
}

export async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
