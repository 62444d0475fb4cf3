import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import t from 'tap'
import { conformantCloud, folder, scsConformance } from '../../testbed/cli.ts'
import { ownDatabase, testKey, writeBootstrap, type TestAccount } from '../../testbed/monitor/open-monitor.ts'
import { startServe } from '../../testbed/monitor/start-serve.ts'
import { startWorker } from '../../testbed/monitor/start-worker.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import type { JobStanding } from '../jobs/standing.ts'
import { reportUuids } from './report-uuids.ts'

// Jobs in a real PostgreSQL; .ci/postgresql starts one.
const server = process.env['SCS_TESTBED_POSTGRES']
const control = process.env['SCS_TESTBED_POSTGRES_CONTROL']
const { PGPASSWORD = '' } = process.env
const skip = !server && 'set SCS_TESTBED_POSTGRES'
t.setTimeout(600_000)

const good = await startSimulator({ description: conformantCloud })
/** Does not answer within the time of a test. */
const slow = await startSimulator({ description: conformantCloud, latencyMs: 600_000 })
t.teardown(() => Promise.all([good, slow].map((one) => one[Symbol.asyncDispose]())))

const key = testKey()
const nightly: TestAccount = { subject: 'nightly', password: 'correct-horse-battery', key, roles: ['append_any'] }

/** A machine: a folder with its subjects.yaml and its clouds.yaml. */
function machine(subjects: readonly string[], cloud = good) {
  const home = folder()
  writeFileSync(join(home, 'clouds.yaml'), cloud.cloudsYaml())
  const lines = subjects.map((name) => `  ${name}: { templates: [one] }\n`)
  const template = 'templates:\n  one: { cloud: testbed, layer: iaas, cloudsFile: clouds.yaml, readOnly: true }\n'
  writeFileSync(join(home, 'subjects.yaml'), `${template}subjects:\n${lines.join('')}workers: 2\n`)
  writeFileSync(join(home, 'token'), Buffer.from(`nightly:${nightly.password}`).toString('base64'), { mode: 0o600 })
  return home
}

/** A queue in a database of its own. */
async function open() {
  const undo = new AsyncDisposableStack()
  const postgres = await ownDatabase(server ?? '', undo)
  const common = ['--config', 'subjects.yaml', '--postgres', postgres]
  const scs = (home: string, args: readonly string[]) =>
    scsConformance(args, { cwd: home, env: { PGPASSWORD, XDG_STATE_HOME: join(home, 'state') } })
  const quick = ['--tests', 'scs-0100', '--heartbeat', '10', '--retry-delay', '1']
  return {
    postgres,
    dispatch: (home: string, args: readonly string[] = []) => scs(home, ['dispatch', ...common, ...quick, ...args]),
    async list(home: string) {
      const { stdout } = await scs(home, ['dispatch', '--list', '--json', '--postgres', postgres])
      return JSON.parse(stdout) as JobStanding[]
    },
    table: async (home: string) => (await scs(home, ['dispatch', '--list', '--postgres', postgres])).stdout,
    work: (home: string, args: readonly string[] = []) =>
      startWorker([...common, '--output', 'out', ...args], { cwd: home, env: { XDG_STATE_HOME: join(home, 'state') } }),
    async query<T>(text: string) {
      const client = new pg.Client({ connectionString: postgres })
      await client.connect()
      const { rows } = await client.query(text)
      await client.end()
      return rows as T[]
    },
    async [Symbol.asyncDispose]() {
      await undo.disposeAsync()
    },
  }
}
type Open = Awaited<ReturnType<typeof open>>

/** The monitor, in the same database. */
async function serve({ postgres }: Open, subjects: readonly string[]) {
  const home = folder()
  const owners = subjects.map((subject) => ({ subject, password: 'correct-horse-battery', delegates: ['nightly'] }))
  await writeBootstrap(join(home, 'bootstrap.yaml'), [nightly, ...owners])
  return startServe(['--bootstrap', join(home, 'bootstrap.yaml'), '--postgres', postgres], { PGPASSWORD })
}
const to = ({ url }: { readonly url: string }) => ['--monitor', url, '--token', 'token', '--key', key.file]
const kept = (jobs: Open) => jobs.query<{ subject: string; uuid: string }>('select subject, uuid from report')
const uuidOf = async (job: string, subject: string) => {
  const scope = { id: 'scs-compatible-iaas', uuid: '50393e6f-2ae1-4c5c-a62c-3b75f2abef3f' }
  return (await reportUuids(job))(scope, subject)
}

t.test('three workers share what two dispatches have put there, each job is done once', { skip }, async (t) => {
  await using jobs = await open()
  const names = Array.from({ length: 20 }, (_, n) => `cloud-${n + 1}`)
  const homes = [machine(names), machine(names), machine(names)]
  const [home = ''] = homes
  await using served = await serve(jobs, names)
  const both = await Promise.all([jobs.dispatch(home), jobs.dispatch(homes[1] ?? '')])
  t.same(both.map(({ code }) => code), [0, 0]) // prettier-ignore
  const counts = both.map(({ stderr }) => /(\d+) queued, (\d+) there already/.exec(stderr)?.slice(1).map(Number) ?? [])
  t.equal((counts[0]?.[0] ?? 0) + (counts[1]?.[0] ?? 0), 20)
  t.equal((counts[0]?.[1] ?? 0) + (counts[1]?.[1] ?? 0), 20)
  t.match(both.map(({ stdout }) => stdout).join(''), /^cloud-7 +queued$/m)
  t.match((await jobs.dispatch(home)).stderr, /^0 queued, 20 there already$/m)

  const workers = homes.map((one) => jobs.work(one, ['--until-empty', '--workers', '1', ...to(served)]))
  t.same(await Promise.all(workers.map(({ ended }) => ended)), [0, 0, 0])
  const begun = workers.map((one) => one.said().match(/begins, attempt 1/g)?.length ?? 0)
  t.equal(
    begun.reduce((sum, n) => sum + n, 0),
    20,
  )
  t.ok(begun.every((n) => n > 0))
  const list = await jobs.list(home)
  t.ok(list.length === 20 && list.every(({ state, begun: times }) => state === 'done' && times === 1))
  const reports = await kept(jobs)
  t.same(reports.map(({ subject }) => subject).toSorted(), names.toSorted())
  for (const { id, subject } of list.slice(0, 3)) {
    t.equal(reports.find((one) => one.subject === subject)?.uuid, await uuidOf(id, subject))
  }
  t.match(await jobs.table(home), /^20 done, 0 not$/m)
  t.match((await jobs.dispatch(home, ['--again', '--subject', 'cloud-1'])).stderr, /^1 queued, 0 there already$/m)
})

t.test('a job whose worker is killed is done by another, and its run does not go on', { skip }, async (t) => {
  await using jobs = await open()
  const [one, other] = [machine(['mycloud'], slow), machine(['mycloud'])]
  await using served = await serve(jobs, ['mycloud'])
  await jobs.dispatch(one)
  const before = slow.requests.length
  const first = jobs.work(one, to(served))
  while (slow.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 50))
  t.match(await jobs.table(one), /mycloud .* running .*process \d+/)
  await first.end('SIGKILL')
  await using second = jobs.work(other, ['--until-empty', ...to(served)])
  t.equal(await second.ended, 0)
  t.match(second.said(), /mycloud: begins, attempt 2 of 4/)
  const [job] = await jobs.list(one)
  t.match(job, { state: 'done', begun: 2 })
  t.same(await kept(jobs), [{ subject: 'mycloud', uuid: await uuidOf(job?.id ?? '', 'mycloud') }])
  const left = join(one, 'out/mycloud')
  const [attempt = ''] = readdirSync(left)
  t.match(JSON.parse(readFileSync(join(left, attempt, 'report.json'), 'utf8')), { complete: false })
  t.match(readFileSync(join(left, attempt, 'run.log'), 'utf8'), /SIGTERM: ending the run/)
})

t.test('a worker that was asleep learns that its job is with another', { skip }, async (t) => {
  await using jobs = await open()
  const [one, other] = [machine(['mycloud'], slow), machine(['mycloud'])]
  await using served = await serve(jobs, ['mycloud'])
  await jobs.dispatch(one)
  const before = slow.requests.length
  await using first = jobs.work(one, to(served))
  while (slow.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 50))
  process.kill(first.pid, 'SIGSTOP')
  try {
    t.equal(await jobs.work(other, ['--until-empty', ...to(served)]).ended, 0)
  } finally {
    process.kill(first.pid, 'SIGCONT')
  }
  await first.until(/mycloud: the queue has given the job to another worker; this run is ended/)
  t.equal(await first.end('SIGTERM'), 0)
  t.match(await jobs.list(one), [{ state: 'done', begun: 2 }])
  t.equal((await kept(jobs)).length, 1)
})

t.test('SIGTERM hands jobs back, which costs them no attempt', { skip }, async (t) => {
  await using jobs = await open()
  const [one, other] = [machine(['mycloud'], slow), machine(['mycloud'])]
  await jobs.dispatch(one, ['--retries', '0'])
  const before = slow.requests.length
  const first = jobs.work(one)
  while (slow.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 50))
  t.equal(await first.end('SIGTERM'), 0)
  t.match(first.said(), /mycloud: the job is back in the queue/)
  t.match(await jobs.list(one), [{ state: 'queued' }])
  await using second = jobs.work(other, ['--until-empty'])
  t.equal(await second.ended, 0)
  t.match(await jobs.list(one), [{ state: 'done' }])
})

t.test('what cannot be done is tried again, given up, and told with its reason', { skip }, async (t) => {
  await using jobs = await open()
  const home = machine(['mycloud', 'other'])
  writeFileSync(join(home, 'subjects.yaml'), 'subjects:\n  away: { cloud: nowhere, layer: iaas }\n')
  await jobs.dispatch(home, ['--retries', '1'])
  const worker = jobs.work(home, ['--until-empty'])
  t.equal(await worker.ended, 1)
  t.match(worker.said(), /away: failed, attempt 2 of 2: .*nowhere/)
  t.match(worker.said(), /away: the job of \d{4}-\d\d-\d\d was given up: .*nowhere/)
  t.match(await jobs.table(home), /^away .* given up .*nowhere/m)
  t.match((await jobs.dispatch(home)).stderr, /^0 queued, 1 there already$/m)
})

t.test('a job of a subject that a worker does not know is left for another', { skip }, async (t) => {
  await using jobs = await open()
  const [one, other] = [machine(['mine']), machine(['mine', 'new'])]
  await jobs.dispatch(other, ['--retries', '0'])
  const first = jobs.work(one, ['--until-empty'])
  t.equal(await first.ended, 0)
  t.match(first.said(), /new: subjects\.yaml has no such subject; its job stays in the queue for other workers/)
  t.match((await jobs.list(one)).map(({ subject, state }) => `${subject} ${state}`).toSorted(), [
    'mine done',
    'new queued',
  ])
  t.equal(await jobs.work(other, ['--until-empty']).ended, 0)
  t.match(await jobs.table(one), /^2 done, 0 not$/m)
})

t.test('a job that is done twice is in the monitor once', { skip }, async (t) => {
  await using jobs = await open()
  const [one, other] = [machine(['mycloud']), machine(['mycloud'])]
  await using served = await serve(jobs, ['mycloud'])
  await jobs.dispatch(one)
  const done = (home: string) => jobs.work(home, ['--until-empty', ...to(served)])
  t.equal(await done(one).ended, 0)
  // as if the worker had died between submitting and telling the queue
  const undo = () => jobs.query(`update scs_jobs.job set state = 'retry', completed_on = null where name = 'runs'`)
  await undo()
  const elsewhere = done(other)
  t.equal(await elsewhere.ended, 0)
  t.match(elsewhere.said(), /mycloud: begins/)
  t.match(elsewhere.said(), /mycloud: the monitor has a report of this job already/)
  await undo()
  const here = done(one)
  t.equal(await here.ended, 0)
  t.match(here.said(), /mycloud: was judged here before/)
  t.notMatch(here.said(), /begins/)
  t.equal((await kept(jobs)).length, 1)
  t.match(await jobs.list(one), [{ state: 'done' }])
})

t.test('a report that the monitor refuses is kept, and submitted when it no longer does', { skip }, async (t) => {
  await using jobs = await open()
  const home = machine(['mycloud'])
  const refusing = await serve(jobs, ['somebody-else'])
  await jobs.dispatch(home, ['--retries', '0'])
  const first = jobs.work(home, ['--until-empty', ...to(refusing)])
  t.equal(await first.ended, 1)
  t.match(first.said(), /mycloud: failed, attempt 1 of 1: could not be submitted: the monitor refuses/)
  await refusing.end('SIGTERM')
  await using served = await serve(jobs, ['mycloud'])
  const second = jobs.work(home, to(served))
  await second.until(/mycloud: the report was taken/)
  t.equal(await second.end('SIGTERM'), 0)
  t.equal((await kept(jobs)).length, 1)
})

const cannotRestart = !(server && control) && 'set SCS_TESTBED_POSTGRES and _CONTROL'
t.test('a PostgreSQL that is away for a while costs no report', { skip: cannotRestart }, async (t) => {
  await using jobs = await open()
  const halting = await startSimulator({ description: conformantCloud, latencyMs: 1000 })
  t.teardown(() => halting[Symbol.asyncDispose]())
  const home = machine(['mycloud', 'mine'], halting)
  await jobs.dispatch(home, ['--subject', 'mycloud'])
  const run = (...what: readonly string[]) => promisify(execFile)(control ?? '', what)
  const worker = jobs.work(home, [])
  await worker.until(/mycloud: begins/)
  await run('stop', '-m', 'immediate')
  await worker.until(/PostgreSQL cannot be reached \(.*\); trying again until it can/)
  await worker.until(/mycloud: SCS-compatible IaaS/)
  t.match(await jobs.dispatch(home), { code: 64, stderr: /the PostgreSQL server: cannot be used for jobs \(.+\)/ })
  await using early = jobs.work(home, [])
  await early.until(/PostgreSQL cannot be reached/)
  await run('start')
  await Promise.all([worker, early].map((one) => one.until(/PostgreSQL can be reached again/)))
  while ((await jobs.list(home)).some(({ state }) => state !== 'done'))
    await new Promise((resolve) => setTimeout(resolve, 500))
  t.equal(worker.said().match(/cannot be reached/g)?.length, 1, 'it is told once')
  t.match(await jobs.list(home), [{ subject: 'mycloud', state: 'done' }])
  const [attempt = ''] = readdirSync(join(home, 'out/mycloud'))
  t.ok(existsSync(join(home, 'out/mycloud', attempt, 'report.json')))
  t.equal(await worker.end('SIGTERM'), 0)
})

t.test('--until-empty that is ended before the queue is empty has not done what it was to do', { skip }, async (t) => {
  await using jobs = await open()
  const home = machine(['one'], slow)
  await jobs.dispatch(home)
  for (const [args, code] of [
    [['--until-empty'], 130],
    [[], 0],
  ] as const) {
    await using worker = jobs.work(home, args)
    await worker.until(/one: begins/)
    t.equal(await worker.end('SIGTERM'), code)
  }
})

t.test('a user who may make no tables, and one who may not use those of another', { skip }, async (t) => {
  await using jobs = await open()
  const home = machine(['one'])
  const weak = `weak_${randomUUID().replaceAll('-', '')}`
  await jobs.query(`create role ${weak} login password '${PGPASSWORD.replaceAll("'", "''")}'`)
  const postgres = Object.assign(new URL(jobs.postgres), { username: weak }).href
  const args = ['dispatch', '--config', 'subjects.yaml', '--postgres', postgres]
  const dispatch = () => scsConformance(args, { cwd: home, env: { PGPASSWORD } })
  const way = 'let this user own the schema scs_jobs, or have CREATE on the database where there is none\n$'
  t.match(await dispatch(), { code: 64, stderr: RegExp(`permission denied for database .*; ${way}`) })
  await jobs.dispatch(home)
  t.match(await dispatch(), { code: 64, stderr: RegExp(`permission denied for schema scs_jobs\\); ${way}`) })
  await jobs.query(`drop role ${weak}`)
})

t.test('the wrong password, and a job that no version has written', { skip }, async (t) => {
  await using jobs = await open()
  const home = machine(['mycloud'])
  const args = ['--config', 'subjects.yaml', '--postgres', jobs.postgres, '--output', 'out', '--until-empty']
  const wrong = await scsConformance(['worker', ...args], { cwd: home, env: { PGPASSWORD: 'not-this-one' } })
  t.match(wrong, {
    code: 64,
    stderr: /the PostgreSQL server: cannot be used for jobs \(password authentication failed/,
  })
  t.notMatch(wrong.stderr, /not-this-one/)
  await jobs.dispatch(home, ['--retries', '0'])
  await jobs.query(`update scs_jobs.job set data = data || '{"scopes": ["../../etc/passwd"]}' where name = 'runs'`)
  const worker = jobs.work(home, ['--until-empty'])
  t.equal(await worker.ended, 1)
  t.match(worker.said(), /the job in the queue: scopes\[0\]: must be a name, .*by another version/)
})
