import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Test } from 'tap'
import { certificate } from './certificate.ts'

/** A call as it arrived, whole. */
export interface Received {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** CN of the certificate that the client showed. */
  readonly client: string | undefined
}

/** Answers by a status and JSON, or by itself. */
export type Answerer = (received: Received, response: ServerResponse) => readonly [status: number, body: unknown] | void

export interface ApiServer {
  readonly url: string
  /** The CA of its certificate, in PEM. */
  readonly ca: string
  readonly received: readonly Received[]
}

const own = certificate('IP:127.0.0.1')

/** A few lines that speak TLS and JSON on a free port of loopback, for one test: what an API server would not do on request. */
export async function apiServer(t: Test, answer: Answerer, options: ServerOptions = {}): Promise<ApiServer> {
  const received: Received[] = []
  const server = createServer({ ...own, ...options }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const socket = request.socket as TLSSocket // of an https server
      const { subject } = socket.getPeerCertificate() as { subject?: { CN?: string } } // empty where none was shown
      const one: Received = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        client: subject?.CN,
      }
      received.push(one)
      const said = answer(one, response)
      if (!said) return
      response.writeHead(said[0], { 'content-type': 'application/json' }).end(JSON.stringify(said[1]))
    })
  })
  const sockets = new Set<Socket>()
  server.on('secureConnection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: own.cert, received }
}

/** The body of an error, as the API has it. */
export function failure(code: number, reason: string, message = reason): readonly [number, object] {
  return [code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code }]
}

/** A kubeconfig with one context, `test`; user is what stands under `user:`. */
export function kubeconfigOf({ url, ca }: Pick<ApiServer, 'url' | 'ca'>, user: object, cluster: object = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [
      {
        name: 'test-cluster',
        cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64'), ...cluster },
      },
    ],
    contexts: [{ name: 'test', context: { cluster: 'test-cluster', user: 'test-user' } }],
    users: [{ name: 'test-user', user }],
  })
}
