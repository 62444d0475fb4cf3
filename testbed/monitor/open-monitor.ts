import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { renderReport } from '../../reports/html.ts'
import { style } from '../../reports/html/style.ts'
import { drawBadge, drawCertificateBadge } from '../../reports/shared/badge-picture.ts'
import { authenticator } from '../../src/monitor/accounts/authenticate.ts'
import { bootstrap } from '../../src/monitor/accounts/bootstrap.ts'
import type { BootstrapAccount } from '../../src/monitor/accounts/bootstrap-file.ts'
import { hashPassword } from '../../src/monitor/accounts/password-hash.ts'
import type { Context } from '../../src/monitor/context.ts'
import { openDatabase, type Database } from '../../src/monitor/database/database.ts'
import { threadedReader } from '../../src/monitor/intake/reader.ts'
import { intake } from '../../src/monitor/intake/submission.ts'
import { defaultLimits, type Limits } from '../../src/monitor/limits.ts'
import { makeServer, type Told } from '../../src/monitor/server.ts'
import type { Scope } from '../../src/scope.ts'
import { loadScope, scopeIds } from '../../src/standards.ts'
import { folder } from '../cli.ts'

/** Where the tests of the monitor keep reports: always PGlite; a real PostgreSQL too where one is named. */
export const databases: Readonly<Record<string, string | undefined>> = {
  PGlite: 'pglite',
  'a real PostgreSQL': process.env['SCS_TESTBED_POSTGRES'],
}

/** A key pair of ssh-keygen, and what it signs. */
export interface TestKey {
  readonly file: string
  readonly type: string
  readonly key: string
  sign(text: string, namespace?: string): string
}

export function testKey(): TestKey {
  const file = join(folder(), 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
  const [type = '', key = ''] = readFileSync(`${file}.pub`, 'utf8').split(' ')
  return {
    file,
    type,
    key,
    sign: (text, namespace = 'report') =>
      execFileSync('ssh-keygen', ['-Y', 'sign', '-q', '-f', file, '-n', namespace], { input: text }).toString('latin1'),
  }
}

export interface TestAccount extends Partial<Pick<BootstrapAccount, 'roles' | 'delegates' | 'group'>> {
  readonly subject: string
  readonly password: string
  readonly key?: TestKey
}

/** A monitor without a network, on a database of its own. */
export interface TestMonitor extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly database: Database
  readonly scopes: ReadonlyMap<string, Scope>
  readonly told: readonly Told[]
  /** Forgets all reports: a database takes long to make. */
  clear(): Promise<void>
  get(path: string, login?: TestAccount): Promise<LightMyRequestResponse>
  /** Signed as the official way has it. */
  post(text: string, by: TestAccount, options?: PostOptions): Promise<LightMyRequestResponse>
}

export interface PostOptions {
  readonly type?: string
  readonly signature?: string
}

export interface TestMonitorOptions {
  /** A value of `databases`. */
  readonly place?: string | undefined
  /** Where PGlite keeps its files; a folder of its own where absent. */
  readonly store?: string
  readonly accounts?: readonly TestAccount[]
  readonly limits?: Partial<Limits>
  readonly reload?: () => Promise<void>
  /** Milliseconds; the machine's clock where absent. */
  readonly now?: () => number
  readonly sign?: Context['sign']
  readonly publicUrl?: string
  /** Beside the bundled ones, and instead of those of the same uuid. */
  readonly scopes?: readonly Scope[]
  readonly reading?: { readonly timeoutMs: number; readonly memoryMiB: number }
}

const reader = fileURLToPath(new URL('../../src/cli/serve-reader.ts', import.meta.url))

export async function openMonitor(options: TestMonitorOptions = {}): Promise<TestMonitor> {
  const { place = 'pglite', accounts = [], limits, now = Date.now, reload, sign, publicUrl } = options
  await using undo = new AsyncDisposableStack()
  const where =
    place === 'pglite' ? { folder: options.store ?? folder() } : { postgres: await ownDatabase(place, undo) }
  const database = await openDatabase(where, () => {})
  undo.defer(() => database.destroy())
  const { timeoutMs, memoryMiB } = options.reading ?? { timeoutMs: 20_000, memoryMiB: 256 }
  const threads = threadedReader(new URL(`file://${reader}`), { workers: 1, timeoutMs, memoryMiB })
  undo.defer(() => threads.close())
  await bootstrap(database, { notes: [], accounts: await Promise.all(accounts.map(asBootstrap)) })
  const scopes = new Map(
    [...(await Promise.all((await scopeIds()).map((id) => loadScope(id)))), ...(options.scopes ?? [])].map((scope) => [
      scope.uuid,
      scope,
    ]),
  )
  const told: Told[] = []
  const app = await makeServer(
    {
      database,
      scopes,
      drawBadge,
      drawCertificateBadge,
      style,
      renderReport,
      now,
      authenticate: authenticator(database),
      take: intake(database, threads, scopes, now),
      share: (report) => threads.share(report),
      ...(reload ? { reload } : {}),
      ...(sign ? { sign } : {}),
      ...(publicUrl === undefined ? {} : { publicUrl }),
    },
    { limits: { ...defaultLimits, requestsPerMinute: 0, ...limits }, told: (one) => void told.push(one) },
  )
  undo.defer(async () => app.close())
  const moved = undo.move()
  return {
    app,
    database,
    scopes,
    told,
    async clear() {
      for (const table of [
        'testcase_week',
        'standing',
        'standing_change',
        'result',
        'report',
        'submission',
        'notice_delivery',
        'notice',
        'notice_state',
      ] as const) {
        await database.deleteFrom(table).execute()
      }
      await database
        .updateTable('notice_round')
        .set({ next_at: new Date(0) })
        .execute()
    },
    get: (url, login) => app.inject({ method: 'GET', url, headers: login ? basic(login) : {} }),
    post: (text, by, { type = 'application/x-signed-yaml', signature } = {}) =>
      app.inject({
        method: 'POST',
        url: '/reports',
        headers: { ...basic(by), 'content-type': type },
        payload: `${(signature ?? by.key?.sign(text) ?? '').trimEnd()}\n&${text}`,
      }),
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  }
}

/** A database of its own on that server, dropped afterwards. */
export async function ownDatabase(server: string, undo: AsyncDisposableStack): Promise<string> {
  const { Client } = await import('pg')
  const name = `scs_test_${randomUUID().replaceAll('-', '')}`
  const run = async (statement: string) => {
    const client = new Client({ connectionString: server })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await run(`create database ${name}`)
  undo.defer(() => run(`drop database ${name} with (force)`))
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** The header of a login. */
export function basic({ subject, password }: TestAccount): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${subject}:${password}`).toString('base64')}` }
}

async function asBootstrap(account: TestAccount): Promise<BootstrapAccount> {
  const { subject, password, key, roles = [], delegates = [], group = null } = account
  return {
    subject,
    roles,
    delegates,
    group,
    apiKeys: [await hashPassword(password, { memoryKiB: 64, passes: 1 })], // tests have no secrets
    keys: key ? [{ name: 'primary', type: key.type, key: key.key }] : [],
  }
}

/** A bootstrap file in the official form. */
export async function writeBootstrap(file: string, accounts: readonly TestAccount[]): Promise<void> {
  const written = await Promise.all(
    accounts.map(async (account) => {
      const { subject, roles, delegates, apiKeys, keys } = await asBootstrap(account)
      return {
        subject,
        roles,
        delegates,
        api_keys: apiKeys,
        keys: keys.map(({ name, type, key }) => ({ public_key: key, public_key_type: type, public_key_name: name })),
      }
    }),
  )
  writeFileSync(file, JSON.stringify({ accounts: written }))
}
