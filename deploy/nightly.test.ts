import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { folder, seededCloud } from '../testbed/cli.ts'
import { testKey, writeBootstrap } from '../testbed/monitor/open-monitor.ts'
import { startServe } from '../testbed/monitor/start-serve.ts'
import { startSimulator } from '../testbed/simulator/index.ts'

// What the CronJob of the chart and the systemd unit start.

const script = fileURLToPath(new URL('nightly.sh', import.meta.url))
const program = fileURLToPath(new URL('../bin/scs-conformance', import.meta.url))
const home = folder()
const key = testKey()
const nightly = { subject: 'nightly', password: 'correct-horse-battery', key, roles: ['append_any' as const] }
await writeBootstrap(`${home}/bootstrap.yaml`, [
  nightly,
  { subject: 'mycloud', password: 'another-horse-battery', delegates: ['nightly'] },
])
writeFileSync(`${home}/token`, Buffer.from(`nightly:${nightly.password}`).toString('base64'), { mode: 0o600 })
t.setTimeout(180_000)

interface Night {
  readonly code: number | null
  readonly said: string
}

/** Ends it by SIGTERM when the promise resolves. */
function night(
  environment: Readonly<Record<string, string>>,
  endWhen?: Promise<unknown>,
  date = '2026-10-01',
): Promise<Night> {
  const { PATH = '' } = process.env
  const child = spawn('sh', [script, `${home}/subjects.yaml`, `${home}/out`, '--date', date], {
    env: {
      PATH: `${process.execPath.replace(/\/node$/, '')}:${PATH}`,
      SCS_CONFORMANCE: program,
      HOME: home,
      TMPDIR: home,
      XDG_STATE_HOME: `${home}/state`,
      PAUSE: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  }
  void endWhen?.then(() => child.kill('SIGTERM'))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })))
}

t.test('a night', async (t) => {
  await using simulator = await startSimulator({ description: seededCloud })
  writeFileSync(`${home}/clouds.yaml`, simulator.cloudsYaml())
  const subject = { cloud: 'testbed', cloudsFile: `${home}/clouds.yaml`, layer: 'iaas', readOnly: true }
  writeFileSync(`${home}/subjects.yaml`, JSON.stringify({ subjects: { mycloud: subject } }))
  const report = `${home}/out/mycloud/report.json`
  const uuid = () => (JSON.parse(readFileSync(report, 'utf8')) as { readonly uuid: string }).uuid

  await t.test('without a monitor nothing is submitted, and violations are no failure of the job', async (t) => {
    const { code, said } = await night({})
    t.equal(code, 0, said)
    t.ok(existsSync(report))
    t.notOk(existsSync(`${report}.sent`))
  })

  await t.test('a monitor in trouble is asked five times, and that is told by the exit code', async (t) => {
    let asked = 0
    const server = createServer((_request, response) => {
      asked += 1
      response.writeHead(503).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // it listens on TCP
    const environment = { MONITOR: `http://127.0.0.1:${port}`, TOKEN: `${home}/token`, KEY: key.file }
    const { code, said } = await night(environment)
    server.close()
    t.equal(code, 1, said)
    t.equal(asked, 5)
    t.notOk(existsSync(`${report}.sent`))
  })

  await using served = await startServe(['--bootstrap', `${home}/bootstrap.yaml`], {
    XDG_STATE_HOME: `${home}/monitor`,
  })
  const environment = { MONITOR: served.url, TOKEN: `${home}/token`, KEY: key.file }

  await t.test('what was judged is handed in', async (t) => {
    const { code, said } = await night(environment)
    t.equal(code, 0, said)
    t.match(said, /1 report taken by/)
    t.equal((await fetch(`${served.url}/reports/${uuid()}/public`)).status, 200)
  })

  await t.test('what an earlier night has handed in is not handed in again, nor is it trouble', async (t) => {
    const before = uuid()
    writeFileSync(`${home}/subjects.yaml`, JSON.stringify({ subjects: { mycloud: { ...subject, sections: [{ run: ['light'], on: '0 0 30 2 *' }] } } })) // prettier-ignore
    const again = await night(environment)
    t.match(again, { code: 0, said: /nothing to do/ })
    t.notMatch(again.said, /taken by/)
    rmSync(`${report}.sent`) // as where the answer was lost
    t.match(await night(environment), { code: 0, said: /a report with this uuid already/ })
    t.equal(uuid(), before)
    t.ok(existsSync(`${report}.sent`))
  })

  await t.test(
    'of a level, the report on the official scope is handed in; those on proposals are for no monitor',
    async (t) => {
      writeFileSync(`${home}/subjects.yaml`, JSON.stringify({ subjects: { mycloud: { ...subject, level: 'open' } } }))
      const { code, said } = await night(environment, undefined, '2026-11-24') // the proposals begin there
      t.equal(code, 0, said)
      t.equal(said.match(/report taken by/g)?.length, 1)
      t.match(said, /is about SCS-open IaaS .*, which is no official scope; leave it out/)
      t.notMatch(await night({ ...environment, TOKEN: `${home}/none` }), { code: 0 }, 'else 64 is trouble')
    },
  )

  await t.test('SIGTERM reaches the run, which ends in good order', async (t) => {
    writeFileSync(`${home}/subjects.yaml`, JSON.stringify({ subjects: { mycloud: { ...subject, readOnly: false } } }))
    await using slow = await startSimulator({ description: seededCloud, latencyMs: 2000 })
    writeFileSync(`${home}/clouds.yaml`, slow.cloudsYaml())
    const begun = (async () => {
      while (slow.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    })()
    t.match(await night(environment, begun), { code: 130, said: /SIGTERM: ending all runs/ })
    t.equal((JSON.parse(readFileSync(report, 'utf8')) as { readonly complete: boolean }).complete, false)
    t.notOk(existsSync(`${report}.sent`))
  })
})

t.test('where the API key is missing, that is told before anything is judged', async (t) => {
  t.match(await night({ MONITOR: 'http://127.0.0.1:1' }), { code: 64, said: /TOKEN and KEY/ })
})
