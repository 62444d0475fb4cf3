import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that the stand-in has got. */
export interface Got {
  readonly method: string
  readonly path: string
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

/** What it answers; `hang` for no answer at all. */
export type Answer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'hang'

/** What takes notices, on a free port of loopback. */
export interface StandIn extends AsyncDisposable {
  readonly url: string
  readonly got: readonly Got[]
  /** From now on it answers so. */
  answer(answer: Answer): void
}

export async function startStandIn(): Promise<StandIn> {
  const got: Got[] = []
  let answer: Answer = { status: 200, body: '{}' }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      got.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
      if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end(answer.body ?? '')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a server that listens on TCP has one
  return {
    url: `http://127.0.0.1:${port}`,
    got,
    answer: (next) => void (answer = next),
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
