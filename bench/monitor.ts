import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { basic } from '../testbed/monitor/open-monitor.ts'
import { startServe } from '../testbed/monitor/start-serve.ts'
import { openDatabase, type Place } from '../src/monitor/database/database.ts'
import { loadScope } from '../src/standards.ts'
import { clientOf, quantile, sideBySide, type Client } from './monitor/client.ts'
import { reportText, subjectName, uuidOf, writeHistory, type History } from './monitor/history.ts'
import { startPostgresql } from './monitor/postgresql.ts'
import { checkSame } from './monitor/same-as-intake.ts'
import { makeSigner } from './monitor/signer.ts'
import { writeAccounts } from './monitor/accounts.ts'
import { writeCertificates } from './monitor/certificates.ts'

// Figures of docs/monitor.md: the monitor with a history in PostgreSQL and ten times that, and with one in PGlite, side by side in one
// run. Needs PostgreSQL of Debian, and 20 GB of disk for the largest. `node bench/monitor.ts [postgresql|pglite]… [--quick]
// [--subjects N,N] [--days N]`; --quick: a tenth of the days, which tells whether it works, and little of the disk.

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise)
}
const days = Number(option('days', process.argv.includes('--quick') ? '54' : '540'))
const sizes = option('subjects', '100,1000').split(',').map(Number)
const asked = ['postgresql', 'pglite'].filter((one) => process.argv.includes(one))
const parts = asked.length > 0 ? asked : ['postgresql', 'pglite']

const work = mkdtempSync(join(tmpdir(), 'scs-bench-monitor-'))
const signer = makeSigner()
const scopes = await Promise.all(['scs-compatible-iaas', 'scs-compatible-kaas'].map((id) => loadScope(id)))
const lastDay = Math.floor(Date.now() / 86_400_000 - 1) * 86_400_000
const signed = (text: string) => `${signer.sign(text)}&${text}`

type Figures = Map<string, number>
const told: { readonly name: string; readonly figures: Figures }[] = []

function say(text: string): void {
  console.log(text)
}

async function historyIn(place: Place, history: History): Promise<Figures> {
  const figures: Figures = new Map()
  const database = await openDatabase(place, () => {})
  const start = performance.now()
  await writeHistory(database, history, signer.sign('as long as any'))
  say(`  written in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  const taken = await openDatabase({ folder: join(work, `taken-${randomUUID()}`) }, () => {})
  await compare(database, taken, history)
  await taken.destroy()
  const { rows } = await sql<{ name: string; bytes: number; rows: number }>`
    select relname as name, pg_total_relation_size(oid)::float8 as bytes, reltuples::float8 as rows from pg_class
    where relname in ('submission', 'report', 'result', 'standing') order by relname`.execute(database)
  const [iaas] = scopes
  const subjects = Array.from({ length: history.subjects }, (_, index) => subjectName(index))
  if (iaas) await writeCertificates(database, iaas, subjects, new Date(lastDay))
  const reports = history.subjects * history.days
  figures.set('reports', reports)
  for (const { name, bytes, rows: count } of rows) {
    figures.set(`${name}: rows`, count)
    figures.set(`${name}: bytes a report`, bytes / reports)
  }
  figures.set('database, MiB', rows.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20)
  await database.destroy()
  return figures
}

/** The newest reports of some subjects, posted to an intake of its own, make the rows that were written. */
async function compare(written: Awaited<ReturnType<typeof openDatabase>>, taken: typeof written, history: History) {
  const { bootstrap } = await import('../src/monitor/accounts/bootstrap.ts')
  const { intake } = await import('../src/monitor/intake/submission.ts')
  const { threadedReader } = await import('../src/monitor/intake/reader.ts')
  const sample = [0, 1, 17].flatMap((subject) => [1, 2].map((back) => ({ subject, day: history.days - back })))
  const subjects = [...new Set(sample.map(({ subject }) => subjectName(subject)))]
  const key = { name: 'primary', type: 'ssh-ed25519', key: signer.publicKey }
  const rest = { group: null, apiKeys: [], keys: [], delegates: ['ci'], roles: [] }
  const ci = { subject: 'ci', group: null, apiKeys: [], keys: [key], delegates: [], roles: ['append_any' as const] }
  await bootstrap(taken, { notes: [], accounts: [ci, ...subjects.map((subject) => ({ ...rest, subject }))] })
  const script = new URL('../src/cli/serve-reader.ts', import.meta.url)
  const reader = threadedReader(script, { workers: 1, timeoutMs: 20_000, memoryMiB: 512 })
  const take = intake(taken, reader, new Map(scopes.map((scope) => [scope.uuid, scope])))
  const account = { name: 'ci', roles: new Set(['append_any' as const]) }
  for (const which of sample) {
    await take(account, 'application/x-signed-yaml', Buffer.from(signed(reportText(history, which))))
  }
  await reader.close()
  say(
    `  as intake makes it: ${await checkSame(
      written,
      taken,
      sample.map((which) => uuidOf(which)),
    )}`,
  )
}

/** Answers, and taking reports while the database is full. */
async function measure(args: readonly string[], history: History, figures: Figures): Promise<void> {
  const bootstrapFile = join(work, `bootstrap-${history.subjects}.json`)
  const subjects = Array.from({ length: history.subjects }, (_, index) => subjectName(index))
  const login = await writeAccounts(bootstrapFile, subjects, signer.publicKey)
  const started = performance.now()
  await using served = await startServe(['--bootstrap', bootstrapFile, '--rate', '0', ...args], {})
  figures.set('start, ms', performance.now() - started)
  const client = clientOf(served.url, basic(login).authorization)
  const first = await client.get('/status')
  figures.set('/status: the first time of a day, ms', first.ms)
  await pages(client, history, figures)
  await ingest(client, history, figures)
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${served.pid}/status`, 'utf8'))?.[1]
  figures.set('peak memory of serve, MiB', Number(peak) / 1024)
  await client.close()
  await served.end('SIGTERM')
}

async function pages(client: Client, history: History, figures: Figures): Promise<void> {
  const one = (n: number) => subjectName((n * 37) % history.subjects)
  const uuid = (n: number) => uuidOf({ day: (n * 13) % history.days, subject: (n * 37) % history.subjects })
  const [iaas] = scopes
  const gzip = { 'accept-encoding': 'gzip' }
  const all: Readonly<Record<string, readonly [(n: number) => string, Readonly<Record<string, string>>?]>> = {
    '/status, all, gzip': [() => '/status', gzip],
    '/status, all, not packed': [() => '/status'],
    '/status of a scope, gzip': [() => `/status?scopeuuid=${iaas?.uuid}`, gzip],
    '/status of a subject': [(n) => `/status?subject=${one(n)}`],
    '/badges': [(n) => `/badges/${one(n)}/scs-compatible-iaas.svg`],
    '/metrics': [(n) => `/metrics/${one(n)}`],
    '/reports of a subject': [(n) => `/reports?subject=${one(n)}`],
    '/reports of all': [() => '/reports?subject='],
    '/reports of all, page 100': [() => '/reports?subject=&skip=1000'],
    '/reports/UUID': [(n) => `/reports/${uuid(n)}`],
    '/reports/UUID/public': [(n) => `/reports/${uuid(n)}/public`],
    '/results of a subject': [(n) => `/results?subject=${one(n)}`],
    '/results, not approved': [() => '/results?approved=0'],
    'board, all': [() => '/board'],
    'board, longest not tested first, last page': [() => '/board?sort=oldest&page=100000'],
    'board, by name and verdict': [(n) => `/board?q=${n % 10}&verdict=FAIL`],
    'board, scopes': [() => '/board/scopes'],
    'board, certificates': [(n) => `/board/certificates?page=${1 + (n % 10)}`],
    '/certificates of a subject': [(n) => `/certificates?subject=${one(n)}`],
    'board, a subject': [(n) => `/board/subjects/${one(n)}`],
    'board, a report': [(n) => `/board/reports/${uuid(n)}`],
    'board, a scope': [() => `/board/scopes/${iaas?.id}`],
    'board, a testcase': [() => '/board/testcases/scs-0100-syntax-check'],
    'board, release': [() => '/board/release'],
    '/release': [() => '/release'],
  }
  for (const [name, [path, headers]] of Object.entries(all)) {
    const found = await client.get(path(1), headers)
    figures.set(`${name}, ms the first time`, found.ms)
    if (found.status !== 200) {
      say(`  ${name}: ${found.status}`)
      figures.delete(`${name}, ms the first time`)
      continue
    }
    const times: number[] = []
    for (let n = 0; n < 100; n++) times.push((await client.get(path(n), headers)).ms)
    figures.set(`${name}, ms p50`, quantile(times, 0.5))
    figures.set(`${name}, ms p95`, quantile(times, 0.95))
    figures.set(`${name}, bytes`, found.bytes)
  }
}

async function ingest(client: Client, history: History, figures: Figures): Promise<void> {
  const fresh = (n: number) => {
    const which = { day: history.days - 1 - (n % 2), subject: n % history.subjects }
    // a report of today, made after that of the history
    const at = new Date(lastDay + 43_200_000 + n * 10).toISOString()
    return reportText(history, which)
      .replace(uuidOf(which), randomUUID())
      .replace(/"checked_at":"[^"]+"/, `"checked_at":"${at}"`)
  }
  const singles = Array.from({ length: 2000 }, (_, n) => signed(fresh(n)))
  await client.post(signed(fresh(0))) // logged in, and read once
  const status: number[] = []
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      const { ms } = await client.get(`/status?subject=${subjectName(status.length % history.subjects)}`)
      status.push(ms)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  figures.set('taken in single posts of 8 clients, reports a second', await rate(client, singles, 8, 1))
  isDone = true
  await watching
  figures.set('/status of a subject meanwhile, ms p95', quantile(status, 0.95))
  const batches = Array.from({ length: 20 }, (_, batch) =>
    signed(Array.from({ length: 100 }, (__, n) => `---\n${fresh(batch * 100 + n + 5000)}\n`).join('')),
  )
  figures.set('taken 100 in a body of 4 clients, reports a second', await rate(client, batches, 4, 100))
  const { ms: all } = await client.get('/status', { 'accept-encoding': 'gzip' })
  figures.set('/status, all, gzip, after reports of all subjects, ms', all)
  const times: number[] = []
  for (let n = 0; n < 20; n++) {
    await client.post(signed(fresh(n + 10_000)))
    times.push((await client.get('/status', { 'accept-encoding': 'gzip' })).ms)
  }
  figures.set('/status, all, gzip, after each report, ms p95', quantile(times, 0.95))
  for (const path of ['/board', '/board/scopes/scs-compatible-iaas', '/board/release']) {
    const after: number[] = []
    for (let n = 0; n < 20; n++) {
      await client.post(signed(fresh(n + 11_000)))
      after.push((await client.get(path)).ms)
    }
    figures.set(`${path}, after each report, ms p95`, quantile(after, 0.95))
  }
}

async function rate(client: Client, bodies: readonly string[], width: number, each: number): Promise<number> {
  const start = performance.now()
  await sideBySide(bodies, width, async (body) => {
    const { status } = await client.post(body)
    if (status !== 200) throw new Error(`a post was answered with ${status}`)
  })
  return (bodies.length * each * 1000) / (performance.now() - start)
}

function table(): void {
  const [first, second, ...more] = told
  const names = [...new Set(told.flatMap(({ figures }) => [...figures.keys()]))]
  const shown = (value: number | undefined) =>
    value === undefined ? '' : value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)
  const ratio = (name: string) => {
    const [one, other] = [first?.figures.get(name), second?.figures.get(name)]
    return one === undefined || other === undefined ? '' : `× ${shown(other / one)}`
  }
  const columns = [first, second].flatMap((one) => one ?? [])
  const line = (cells: readonly string[]) =>
    say(
      `${cells[0]?.padEnd(56)}${cells
        .slice(1)
        .map((cell) => cell.padStart(16))
        .join('')}`,
    )
  line(['', ...columns.map(({ name }) => name), ...(second ? ['ratio'] : []), ...more.map(({ name }) => name)])
  for (const name of names) {
    line([
      name,
      ...columns.map((one) => shown(one.figures.get(name))),
      ...(second ? [ratio(name)] : []),
      ...more.map((one) => shown(one.figures.get(name))),
    ])
  }
}

try {
  if (parts.includes('postgresql')) {
    for (const subjects of sizes) {
      const server = await startPostgresql()
      try {
        const history = { subjects, days, lastDay, scopes }
        say(`PostgreSQL, ${subjects} subjects, ${days} days`)
        const figures = await historyIn({ postgres: server.url }, history)
        await measure(['--postgres', server.url], history, figures)
        told.push({ name: `${subjects} subjects`, figures })
      } finally {
        server.stop()
      }
    }
  }
  if (parts.includes('pglite')) {
    const history = { subjects: 50, days, lastDay, scopes }
    const folder = join(work, 'pglite')
    say(`PGlite, 50 subjects, ${days} days`)
    const figures = await historyIn({ folder }, history)
    await measure(['--store', folder], history, figures)
    told.push({ name: 'PGlite, 50', figures })
  }
  table()
} finally {
  rmSync(work, { recursive: true, force: true })
}
