import { spawn, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { folder, seededCloud } from '../testbed/cli.ts'
import { testKey, writeBootstrap } from '../testbed/monitor/open-monitor.ts'
import { startSimulator } from '../testbed/simulator/index.ts'

// The image of deploy/image.sh (SCS_TESTBED_ROOTFS) as a pod has it: read-only, as 65532, with /tmp and /data to write into.

const { SCS_TESTBED_ROOTFS: rootfs = '' } = process.env
const script = fileURLToPath(new URL('read-only.sh', import.meta.url))
const data = folder()
chownSync(data, 65_532, 65_532)
t.setTimeout(300_000)

interface Inside {
  readonly child: ChildProcess
  readonly said: () => string
  readonly ended: Promise<number | null>
}

function inside(command: readonly string[]): Inside {
  const child = spawn(script, [rootfs, data, ...command], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  return { child, said: () => said, ended: new Promise((resolve) => child.once('close', (code) => resolve(code))) }
}

/** As the kernel does it: its first process ends, and with it all others. */
async function killed({ child: { pid }, ended }: Inside): Promise<void> {
  process.kill(Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]), 'SIGKILL')
  await ended
}

/** A file of root's in /data that the group of the user may read, as a Secret is in a pod. */
function handOver(name: string, content: string): string {
  mkdirSync(join(data, 'secrets'), { recursive: true })
  const file = join(data, 'secrets', name)
  rmSync(file, { force: true })
  writeFileSync(file, content, { mode: 0o440 })
  chownSync(file, 0, 65_532)
  return `/data/secrets/${name}`
}

t.test('nobody can change the image', async (t) => {
  const { ended, said } = inside([
    'sh',
    '-c',
    'id -u; touch /app/x /usr/bin/x /etc/passwd; test -w /tmp && test -w /data',
  ])
  t.equal(await ended, 0)
  t.match(said(), /^65532\n/)
  t.equal(said().match(/Read-only file system/g)?.length, 3)
})

t.test('it holds what runs, and nothing of what it was made from', async (t) => {
  t.equal(await inside(['scs-conformance', '--version']).ended, 0)
  t.equal(await inside(['scs-conformance', 'demo', '--output', '/tmp/demo']).ended, 0)
  for (const gone of ['src', 'suites', 'node_modules/typescript', 'node_modules/tap', 'testbed']) {
    t.notOk(existsSync(join(rootfs, 'app', gone)), gone)
  }
})

t.test('the monitor serves, and a night is judged, signed and handed in', async (t) => {
  const key = testKey()
  const password = 'correct-horse-battery'
  const bootstrap = join(folder(), 'bootstrap.yaml')
  await writeBootstrap(bootstrap, [
    { subject: 'nightly', password, key, roles: ['append_any'] },
    { subject: 'mycloud', password: 'another-horse-battery', delegates: ['nightly'] },
  ])
  const serve = ['scs-conformance', 'serve', '--listen', '127.0.0.1:0', '--store', '/data/monitor']
  const start = async () => {
    const monitor = inside([...serve, '--bootstrap', handOver('bootstrap.yaml', readFileSync(bootstrap, 'utf8'))])
    void monitor.ended.then((code) => t.comment(`the monitor has ended: ${code} ${monitor.said()}`))
    while (!/listening on/.test(monitor.said()) && monitor.child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const [, url = ''] = /listening on (http:\S+?),/.exec(monitor.said()) ?? []
    return { ...monitor, url }
  }
  const first = await start()
  t.match(first.url, /^http:/)

  await using simulator = await startSimulator({ description: seededCloud })
  const cloudsFile = handOver('clouds.yaml', simulator.cloudsYaml())
  const environmentFile = handOver('environment', 'FROM_A_SECRET=yes\n')
  const subject = { cloud: 'testbed', cloudsFile, environmentFile, layer: 'iaas', readOnly: false }
  const subjects = handOver('subjects.yaml', JSON.stringify({ subjects: { mycloud: subject } }))
  const night = inside([
    'env',
    `MONITOR=${first.url}`,
    `TOKEN=${handOver('token', Buffer.from(`nightly:${password}`).toString('base64'))}`,
    `KEY=${handOver('key', readFileSync(key.file, 'utf8'))}`,
    '/app/deploy/nightly.sh',
    subjects,
    '/data/reports',
  ])
  t.equal(await night.ended, 0, night.said())
  t.match(night.said(), /1 report taken by/)
  const { uuid } = JSON.parse(readFileSync(join(data, 'reports/mycloud/report.json'), 'utf8')) as {
    readonly uuid: string
  }
  t.equal((await fetch(`${first.url}/reports/${uuid}/public`)).status, 200)

  await t.test('after a kill it finds what it had, though its lock is there', async (t) => {
    await killed(first)
    t.ok(existsSync(join(data, 'monitor/lock.json')))
    const second = await start()
    t.equal((await fetch(`${second.url}/reports/${uuid}/public`)).status, 200)
    await killed(second)
  })
})
