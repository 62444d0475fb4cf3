import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { signatureIn, verify } from '../../src/evidence/ssh-signature.ts'

/** One account of the monitor, and the subjects it may submit for. */
export interface Account {
  readonly name: string
  readonly password: string
  /** `ssh-ed25519 AAAA…` */
  readonly publicKey: string
  /** Beside the account's own name. */
  readonly delegated?: readonly string[]
}

/** A stand-in for the official compliance monitor: takes reports by its protocol, keeps them in memory. */
export interface Monitor extends AsyncDisposable {
  readonly url: string
  /** Subject and run uuid of all that was taken. */
  readonly taken: readonly { readonly subject: string; readonly uuid: string }[]
}

const types = new Set(['application/x-signed-yaml', 'application/x-signed-json'])

/** Made from the description of the protocol: 401, 409 and 415 where the official one gives them. */
export async function startMonitor(accounts: readonly Account[]): Promise<Monitor> {
  const taken: { subject: string; uuid: string }[] = []
  const folder = mkdtempSync(join(tmpdir(), 'scs-monitor-'))

  async function take(headers: NodeJS.Dict<string | string[]>, body: string): Promise<readonly [number, string]> {
    const [name = '', password] = Buffer.from(String(headers['authorization'] ?? '').replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
    const account = accounts.find((one) => one.name === name && one.password === password)
    if (!account) return [401, 'unauthorized']
    if (!types.has(String(headers['content-type']))) return [415, 'unsupported media type']
    const signature = signatureIn(body)
    if (signature === undefined || body.slice(signature.length, signature.length + 2) !== '\n&')
      return [401, 'missing signature']
    const reports = body.slice(signature.length + 2)
    const signers = join(folder, name)
    writeFileSync(signers, `${name} ${account.publicKey}\n`)
    const signed = await verify(new TextEncoder().encode(reports), signature, 'report', signers)
    if (!signed.valid) return [401, 'signature not verified']
    const documents = parseAllDocuments(reports).map(
      (document) => document.toJS() as { subject: string; run: { uuid: string } },
    )
    for (const { subject, run } of documents) {
      if (![account.name, ...(account.delegated ?? [])].includes(subject)) return [401, 'delegation problem?']
      if (taken.some(({ uuid }) => uuid === run.uuid)) return [409, 'report already present']
    }
    taken.push(...documents.map(({ subject, run }) => ({ subject, uuid: run.uuid })))
    return [200, '']
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const answer =
        request.url === '/reports' && request.method === 'POST'
          ? take(request.headers, Buffer.concat(chunks).toString())
          : Promise.resolve([404, ''] as const)
      answer.then(
        ([status, detail]) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ detail })),
        () => response.writeHead(500).end(),
      )
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a server that listens on TCP has one
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      rmSync(folder, { recursive: true })
    },
  }
}
