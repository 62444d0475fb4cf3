import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import t from 'tap'
import { format as json } from '../../reports/json.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { folder, judge, scsConformance, seededCloud } from '../../testbed/cli.ts'
import { testKey, writeBootstrap, type TestAccount } from '../../testbed/monitor/open-monitor.ts'
import { officialText } from '../../testbed/monitor/reports.ts'
import { startServe, type Served } from '../../testbed/monitor/start-serve.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import type { Report } from '../report.ts'

const home = folder()
const scs = (...args: readonly string[]) => scsConformance(args, { cwd: home, env: { TMPDIR: home } })
const key = testKey()
const account: TestAccount = { subject: 'mycloud', password: 'correct-horse-battery', key }
const token = Buffer.from(`mycloud:${account.password}`).toString('base64')
writeFileSync(`${home}/token`, token, { mode: 0o600 })
await writeBootstrap(`${home}/bootstrap.yaml`, [account])
const bootstrap = ['--bootstrap', `${home}/bootstrap.yaml`]
const environment = { XDG_STATE_HOME: `${home}/state` }

async function get<T>(served: Served, path: string): Promise<T> {
  return (await (await fetch(`${served.url}${path}`, { headers: { authorization: `Basic ${token}` } })).json()) as T
}

t.test('serve, with nothing configured but accounts', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  const judged = judge(simulator, ['--subject', 'mycloud', '--output', `${home}/out`, '--bundle', '--exit-zero'])
  await using served = await startServe(bootstrap, environment)

  await t.test('submit works against it', async (t) => {
    const now = new Date().toISOString()
    const report = reportOf({}, { subject: 'mycloud', uuid: randomUUID(), startedAt: now, finishedAt: now })
    writeFileSync(`${home}/report.json`, json.render(report))
    const submit = () => scs('submit', 'report.json', '--monitor', served.url, '--token', 'token', '--key', key.file)
    t.match(await submit(), { code: 0, stderr: /1 report taken by/ })
    t.match(await submit(), { code: 1, stderr: /has a report with this uuid already/ })
    t.match(await get(served, '/reports'), [{ subject: 'mycloud', run: { uuid: report.uuid } }])
  })

  await t.test('so does the official way, with ssh-keygen and curl', async (t) => {
    const curl = await promisify(execFile)('curl', ['--version']).then(
      () => true,
      () => false,
    )
    if (!curl) {
      t.comment('there is no curl')
      return
    }
    writeFileSync(
      `${home}/myreport.yaml`,
      officialText({ subject: 'mycloud', results: { 'scs-0100-syntax-check': 1 } }),
    )
    await promisify(execFile)('ssh-keygen', [
      '-Y',
      'sign',
      '-q',
      '-f',
      key.file,
      '-n',
      'report',
      `${home}/myreport.yaml`,
    ])
    const args = ['--data-binary', '@myreport.yaml.sig', '--data-binary', '@myreport.yaml', '-w', '%{http_code}', '-sS',
      '-H', 'Content-Type: application/x-signed-yaml', '-H', `Authorization: Basic ${token}`, `${served.url}/reports`] // prettier-ignore
    t.match((await promisify(execFile)('curl', args, { cwd: home })).stdout, /"results":1\}\]\}200$/)
    t.match((await promisify(execFile)('curl', args, { cwd: home })).stdout, /409$/)
  })

  await t.test('and a signed bundle is taken as it is', async (t) => {
    await judged
    const post = async () => {
      const headers = { authorization: `Basic ${token}`, 'content-type': 'application/zip' }
      const body = readFileSync(`${home}/out/report.bundle.zip`)
      const response = await fetch(`${served.url}/reports`, { method: 'POST', headers, body })
      return { status: response.status, body: await response.text() }
    }
    t.match(await post(), { status: 401, body: /missing signature: sign the bundle first/ })
    t.match(await scs('sign', 'out/report.bundle.zip', '--key', key.file), { code: 0 })
    t.match(await post(), { status: 200, body: /"subject":"mycloud"/ })
    t.match(await post(), { status: 409 })
    const { uuid, results } = JSON.parse(readFileSync(`${home}/out/report.json`, 'utf8')) as Report
    const [failed = ''] = Object.entries(results).findLast(([, { verdict }]) => verdict === 'FAIL') ?? []
    const original = await fetch(`${served.url}/reports/${uuid}/original`, {
      headers: { authorization: `Basic ${token}` },
    })
    t.ok(Buffer.from(await original.arrayBuffer()).equals(readFileSync(`${home}/out/report.bundle.zip`)))
    const metrics = await fetch(`${served.url}/metrics/mycloud`, { headers: { authorization: `Basic ${token}` } })
    const sample = `scs_testcase_result{subject="mycloud",scope="scs-compatible-iaas",testcase="${failed}"} -1`
    t.ok((await metrics.text()).split('\n').includes(sample), sample)
    const badge = await fetch(`${served.url}/badges/mycloud/scs-compatible-iaas.svg`)
    t.match(await badge.text(), /SCS-compatible IaaS v[\d.]+: not reached/)
  })

  await t.test('its folder is its own, and what was taken survives its death', async (t) => {
    t.match(await scsConformance(['serve', '--listen', '127.0.0.1:0'], { env: environment }), {
      code: 64,
      stderr: new RegExp(`process ${served.pid} on \\S+ uses it; end that first`),
    })
    const before = await get<object[]>(served, '/reports')
    t.ok(before.length >= 2)
    await served.end('SIGKILL')
    await using again = await startServe(bootstrap, environment)
    t.same(await get(again, '/reports'), before)
    t.equal(await again.end('SIGTERM'), 0)
    t.notMatch(served.stderr() + again.stderr(), new RegExp(`${account.password}|${token}`))
  })

  await t.test('SIGHUP reads the accounts again; a broken file changes nothing', async (t) => {
    await using again = await startServe(bootstrap, environment)
    const told = async (text: string) => {
      process.kill(again.pid, 'SIGHUP')
      while (!again.stderr().includes(text)) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    writeFileSync(`${home}/bootstrap.yaml`, 'accounts: [{subject: a, role: x}]')
    await told('all stays as it is')
    t.equal((await get<object[]>(again, '/reports')).length > 0, true)
    writeFileSync(`${home}/bootstrap.yaml`, 'accounts: []')
    await told('was read again')
    t.match(await get(again, '/reports'), { detail: /incorrect name or API key/ })
  })
})

t.test('what cannot be served is told in one sentence', async (t) => {
  const wrong = async (args: readonly string[], why: RegExp) => {
    t.match(await scsConformance(['serve', ...args], { env: { XDG_STATE_HOME: `${home}/other` } }), {
      code: 64,
      stderr: why,
    })
  }
  await wrong(['--postgres', 'postgres://me:secret@127.0.0.1/x'], /must not hold a password/)
  await wrong(['--postgres', 'mysql://127.0.0.1/x'], /must be a URL such as postgres:/)
  await wrong(['--postgres', 'postgres://me@127.0.0.1:1/x'], /the PostgreSQL server: cannot be used .*ECONNREFUSED/)
  await wrong(['--postgres', 'postgres://me@127.0.0.1/x', '--store', 'y'], /--store is for the embedded database/)
  await wrong(['--trust-proxy', '10.0.0.1,proxy'], /proxy is no address such as 10\.0\.0\.1/)
  await wrong(['--listen', '8080'], /must be an address and a port/)
  await wrong(['--store', '/proc/no'], /\/proc\/no: cannot be made/)
  await wrong(['--bootstrap', '/absent.yaml', '--store', `${home}/other`], /absent\.yaml: there is no such file/)
  await wrong(
    ['--listen', '203.0.113.1:80', '--store', `${home}/other`],
    /--listen 203\.0\.113\.1:80: nobody can listen there \(EADDRNOTAVAIL\)/,
  )
})

t.test('without PGlite, which is optional, the way out is told', async (t) => {
  const absent = `import { registerHooks } from 'node:module'
    registerHooks({ resolve: (name, context, next) => next(name.replace('@electric-sql/pglite', 'absent-package'), context) })`
  const NODE_OPTIONS = `--import="data:text/javascript,${encodeURIComponent(absent)}"`
  t.match(await scsConformance(['serve'], { env: { NODE_OPTIONS, ...environment } }), {
    code: 64,
    stderr: /PGlite, .* is not installed: npm install @electric-sql\/pglite, or name a server with --postgres URL\n$/,
  })
})

t.test('serve --hash makes a hash of what is typed in', async (t) => {
  const made = await scsConformance(['serve', '--hash'], { input: 'correct-horse-battery\n' })
  t.match(made, { code: 0, stdout: /^\$argon2id\$v=19\$m=65536,t=3,p=4\$\S+\n$/ })
  t.match(await scsConformance(['serve', '--hash'], { input: 'short\n' }), {
    code: 64,
    stderr: /at least 12 characters/,
  })
})
