import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Issued } from '../certificate-authority.ts'

/** A mail that the server has got. */
export interface GotMail {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
  readonly isSecure: boolean
  readonly user?: string
}

export interface MailServerOptions {
  readonly tls: 'starttls' | 'implicit' | 'none'
  readonly certificate?: Issued
  readonly login?: { readonly user: string; readonly password: string }
  /** Refuses this step with this answer. */
  readonly refuse?: { readonly step: 'rcpt' | 'data'; readonly code: number }
}

export interface MailServer extends AsyncDisposable {
  readonly port: number
  readonly got: readonly GotMail[]
  refuse(what: MailServerOptions['refuse']): void
}

/** A real SMTP server, on a free port of loopback. */
export async function startMailServer({ tls, certificate, login, ...rest }: MailServerOptions): Promise<MailServer> {
  const got: GotMail[] = []
  let { refuse } = rest
  const refusal = (step: 'rcpt' | 'data', address: string) =>
    refuse?.step === step
      ? Object.assign(new Error(`<${address}> is not wanted here`), { responseCode: refuse.code })
      : undefined
  const server = new SMTPServer({
    secure: tls === 'implicit',
    disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    authOptional: !login,
    ...(certificate ? { key: certificate.key, cert: certificate.cert } : {}),
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      const isRight = username === login?.user && password === login?.password
      if (isRight) done(null, { user: username })
      else done(Object.assign(new Error(`wrong password ${password}`), { responseCode: 535 }))
    },
    onRcptTo: ({ address }, _session, done) => done(refusal('rcpt', address)),
    onData(stream, { envelope, secure, user }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address)
        const refused = refusal('data', to[0] ?? '')
        if (refused) return done(refused)
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        got.push({
          from,
          to,
          raw: Buffer.concat(chunks).toString(),
          isSecure: secure,
          ...(user === undefined ? {} : { user: String(user) }),
        })
        done()
      })
    },
  })
  server.on('error', () => {}) // clients that go away, or trust nothing
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port, // a server that listens on TCP has one
    got,
    refuse: (what) => void (refuse = what),
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
