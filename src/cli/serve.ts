import { availableParallelism } from 'node:os'
import { extname, join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import { bootstrap } from '../monitor/accounts/bootstrap.ts'
import { readBootstrap } from '../monitor/accounts/bootstrap-file.ts'
import { authenticator } from '../monitor/accounts/authenticate.ts'
import { hashPassword } from '../monitor/accounts/password-hash.ts'
import { openDatabase, type Database } from '../monitor/database/database.ts'
import { threadedReader } from '../monitor/intake/reader.ts'
import { intake } from '../monitor/intake/submission.ts'
import { defaultLimits } from '../monitor/limits.ts'
import { startNotices, type Notices } from '../monitor/notices/notices.ts'
import { readNoticeSettings } from '../monitor/notices/settings-file.ts'
import type { NoticeSettings } from '../monitor/notices/settings.ts'
import type { Told } from '../monitor/server.ts'
import { sign } from '../evidence/ssh-signature.ts'
import { fileReason } from '../file-reason.ts'
import { ledgerFolder } from '../ledger-folder.ts'
import type { ServeOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import type { Scope } from '../scope.ts'
import { loadScope, scopeIds } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import { oneLine } from './one-line.ts'
import { readTls } from './serve-tls.ts'
import { testNotice } from './test-notice.ts'

/** What one submission may take to be read: a report of 5,000 flavors takes a second. */
const reading = { timeoutMs: 20_000, memoryMiB: 512 } as const

/** `serve`: the compliance monitor. Exit code 0 when it was ended in good order. */
export async function serve(options: ServeOptions, redactor: Redactor): Promise<number> {
  if (options.hash) return hash()
  if (options.postgres !== undefined && options.store !== undefined) {
    throw new UsageError('--store is for the embedded database: leave it out, or --postgres')
  }
  const say = (text: string) => void process.stderr.write(`${oneLine(redactor.redact(text))}\n`)
  const { publicUrl } = options
  const readNotices = noticesReader(options, redactor)
  const settings = await readNotices?.()
  if (options.testNotice !== undefined) {
    if (!settings) throw new UsageError('--test-notice takes --notices too: the file that names the contacts')
    return testNotice(options.testNotice, settings, publicUrl, redactor, say)
  }
  const { PGPASSWORD: password = '' } = process.env
  if (password !== '') redactor.learn(password)
  const tls = readTls(options.tlsCertificate, options.tlsKey)
  const scopes = await scopesBy(options.scope ?? [])
  const { postgres, store = join(ledgerFolder(process.env), 'monitor'), signingKey } = options
  const signer = signingKey === undefined ? undefined : await signerWith(signingKey)
  const database = await openDatabase(postgres === undefined ? { folder: store } : { postgres }, say)
  const script = new URL(`serve-reader${extname(import.meta.url)}`, import.meta.url)
  const reader = threadedReader(script, { workers: Math.min(4, availableParallelism()), ...reading })
  let notices: Notices | undefined
  try {
    const reload = reloader(database, options.bootstrap, say)
    await reload?.()
    const [{ makeServer }, { drawBadge, drawCertificateBadge }, { style }, { renderReport }] = await Promise.all([
      import('../monitor/server.ts'),
      import('../../reports/shared/badge-picture.ts'),
      import('../../reports/html/style.ts'),
      import('../../reports/html.ts'),
    ])
    const take = intake(database, reader, scopes)
    const app = await makeServer(
      {
        database,
        scopes,
        drawBadge,
        drawCertificateBadge,
        ...(signer ? { sign: signer } : {}),
        style,
        renderReport,
        authenticate: authenticator(database),
        take: async (...posted) => {
          const kept = await take(...posted)
          notices?.reported(kept.map(({ subject }) => subject))
          return kept
        },
        share: (report) => reader.share(report),
        now: Date.now,
        ...(publicUrl === undefined ? {} : { publicUrl }),
        ...(reload ? { reload } : {}),
      },
      {
        limits: {
          ...defaultLimits,
          bodyBytes: options.maxBody * 2 ** 20,
          requestsPerMinute: options.rate,
        },
        ...(options.trustProxy ? { trustProxy: options.trustProxy } : {}),
        ...(tls ? { tls } : {}),
        told: (request) => say(lineOf(request)),
      },
    )
    const { host, port } = options.listen
    await app.listen({ host, port }).catch((error: unknown) => {
      throw new UsageError(`--listen ${host}:${port}: nobody can listen there (${fileReason(error)})`, { cause: error })
    })
    const { port: heard } = app.server.address() as AddressInfo // a server that listens on TCP has one
    say(
      `listening on ${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${heard}, reports are kept in ${postgres === undefined ? store : 'PostgreSQL'}`,
    )
    if (!reload) say('no --bootstrap: there are no accounts but those of before, and nobody else can submit')
    if (settings) {
      notices = startNotices({
        database,
        scopes,
        settings,
        publicUrl,
        redactor,
        environment: process.env,
        say,
        now: Date.now,
      })
    }
    const renew = () => {
      const fresh = readTls(options.tlsCertificate, options.tlsKey)
      if (fresh && app.server instanceof TlsServer) app.server.setSecureContext(fresh)
    }
    await ended(
      [
        ...(reload ? [{ name: 'bootstrap file', again: reload }] : []),
        ...(readNotices ? [{ name: 'file of notices', again: async () => notices?.replace(await readNotices()) }] : []),
        ...(tls ? [{ name: 'certificate', again: renew }] : []),
      ],
      say,
    )
    await app.close()
    return 0
  } finally {
    await reader.close()
    await notices?.close()
    await database.destroy()
  }
}

const signMs = 10_000

/** Tries the key first: it may want a passphrase, and nobody is there to enter it later. @throws UsageError where it cannot be used */
async function signerWith(keyFile: string): Promise<(bytes: Uint8Array, namespace: string) => Promise<string>> {
  const signer = (bytes: Uint8Array, namespace: string) => sign(bytes, keyFile, namespace, signMs)
  await signer(new Uint8Array(), 'scs-conformance-trial')
  return signer
}

/** What SIGHUP reads again. */
interface Renewed {
  readonly name: string
  readonly again: () => Promise<void> | void
}

/** Until it is to end. */
function ended(renewed: readonly Renewed[], say: (text: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const again = () => {
      for (const { name, again } of renewed) {
        Promise.try(again).then(
          () => say(`SIGHUP: the ${name} was read again`),
          (error: unknown) =>
            say(`SIGHUP: ${error instanceof Error ? error.message : String(error)}; all stays as it is`),
        )
      }
    }
    const end = (name: NodeJS.Signals) => {
      say(`${name}: ending`)
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end)
      process.off('SIGHUP', again)
      resolve()
    }
    process.on('SIGHUP', again)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
  })
}

function reloader(
  database: Database,
  file: string | undefined,
  say: (text: string) => void,
): (() => Promise<void>) | undefined {
  if (file === undefined) return undefined
  return async () => {
    const read = await readBootstrap(file)
    for (const note of read.notes) say(note)
    await bootstrap(database, read)
  }
}

function noticesReader(
  { notices: file }: ServeOptions,
  redactor: Redactor,
): (() => Promise<NoticeSettings>) | undefined {
  return file === undefined ? undefined : () => readNoticeSettings(file, process.env, redactor)
}

async function scopesBy(more: readonly string[]): Promise<ReadonlyMap<string, Scope>> {
  const all = await Promise.all([...(await scopeIds()), ...more].map((name) => loadScope(name)))
  return new Map(all.map((scope) => [scope.uuid.toLowerCase(), scope]))
}

/** An API key on standard input; its hash, and nothing else, on standard output. */
async function hash(): Promise<number> {
  process.stdin.setEncoding('utf8')
  if (process.stdin.isTTY) process.stderr.write('API key (it shows; end with Enter and Ctrl-D): ')
  let text = ''
  for await (const chunk of process.stdin) text += String(chunk)
  const key = text.replace(/\r?\n$/, '')
  if (key.length < 12) throw new UsageError('an API key has at least 12 characters; give it on standard input')
  process.stdout.write(`${await hashPassword(key)}\n`)
  return 0
}

function lineOf({ method, path, status, durationMs, address, error }: Told): string {
  const why = error === undefined ? '' : `: ${error.message}`
  return `${new Date().toISOString()} ${address} ${method} ${path} ${status} ${durationMs} ms${why}`
}
