import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { conformantCloud, folder, scsConformance, settings, type CliOptions } from '../../testbed/cli.ts'
import { projectInventory } from '../../testbed/project-inventory.ts'
import { startSimulator, type CloudDescription } from '../../testbed/simulator/index.ts'
import { readCloudConfig } from '../openstack/config.ts'
import { connect } from '../openstack/connect.ts'
import type { OpenStack } from '../openstack/client.ts'
import type { Report } from '../report.ts'

// A sample VM is booted, and whatever becomes of the run, the project is afterwards as it was before, all kinds of resources
// compared. On the simulator; and on the real OpenStack where that has a host that boots: there on a VM that really ran.

/** Two boots at the same time on software emulation, and what is deleted afterwards. */
const limit = { timeout: 300_000 }
const lane = { timeout: 1_200_000 }

interface Stage {
  readonly env: Readonly<Record<string, string>>
  readonly cloud: OpenStack
}

async function stageOf(env: Readonly<Record<string, string>>): Promise<Stage> {
  const config = await readCloudConfig({ cloud: 'testbed', environment: env, directory: folder(), home: folder() })
  return { env: { ...env, XDG_STATE_HOME: folder() }, cloud: await connect(config) }
}

async function run({ env }: Stage, more: readonly string[] = [], options: CliOptions = {}) {
  const output = folder()
  const args = ['run', '--os-cloud', 'testbed', '--scope', 'scs-compatible-iaas', '--tests', '^scs-0101']
  const result = await scsConformance([...args, '--output', output, ...more], { ...options, env })
  const file = join(output, 'report.json')
  return { ...result, report: existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null }
}

const verdictOf = (report: Report | null, id: string) => report?.results[`scs-0101-${id}`]?.verdict

/** Resolves as soon as the project has a server with a name of ours. */
async function serverThere({ cloud }: Stage): Promise<void> {
  while (!(await projectInventory(cloud))['servers']?.some((name) => name.includes('scs-conformance-')))
    await pause(100)
}

async function unchanged(t: Test, stage: Stage, act: () => Promise<unknown>): Promise<void> {
  const { cloud } = stage
  const before = await projectInventory(cloud)
  await act()
  t.same(await projectInventory(cloud), before, 'the project is as before')
  t.same(ledgersIn(stage), [], 'and no ledger names anything')
}

/** Ids of the runs that have left a ledger. */
function ledgersIn({ env }: Stage): readonly string[] {
  const at = join(env['XDG_STATE_HOME'] ?? '', 'scs-conformance')
  const files = existsSync(at) ? readdirSync(at) : []
  return files.flatMap((name) => (name.endsWith('.jsonl') ? [name.replace('.jsonl', '')] : []))
}

/** Looks at everything that may end a run; `stuck` is a cloud whose servers are not ready by the time it ends. */
async function walk(t: Test, ready: Stage, stuck: Stage): Promise<void> {
  await t.test('success, with progress', limit, (t) =>
    unchanged(t, ready, async () => {
      const { stderr, report } = await run(ready)
      t.equal(report?.complete, true, stderr)
      t.match(report?.results['scs-0101-entropy-avail'], { verdict: 'PASS', examined: [/Debian/] })
      t.match(report?.results['scs-0101-fips-test'], { notes: [/of 1000 blocks failed/] })
      t.match(stderr, /network for the sample VM/)
    }),
  )

  await t.test("the run's deadline", limit, (t) =>
    unchanged(t, stuck, async () => {
      const { report } = await run(stuck, ['--timeout', '4'])
      t.equal(report?.complete, false)
      t.equal(verdictOf(report, 'entropy-avail'), 'MISS')
    }),
  )

  await t.test('Ctrl-C', limit, (t) =>
    unchanged(t, stuck, async () => {
      const { code, report } = await run(stuck, [], { signal: { name: 'SIGINT', at: serverThere(stuck) } })
      t.equal(code, 130)
      t.equal(report?.complete, false)
    }),
  )

  await t.test('killed, and cleaned up', limit, (t) =>
    unchanged(t, stuck, async () => {
      await run(stuck, [], { signal: { name: 'SIGKILL', at: serverThere(stuck) } })
      const { code, stdout } = await scsConformance(['cleanup', '--os-cloud', 'testbed', '--yes'], { env: stuck.env })
      t.equal(code, 0, stdout)
      for (const kind of ['server', 'volume', 'port', 'router interface', 'router', 'subnet', 'network'])
        t.match(stdout, new RegExp(`^gone: ${kind} scs-conformance-`, 'm'))
    }),
  )

  await t.test('killed, the ledger lost, and cleaned up by name', limit, (t) =>
    unchanged(t, stuck, async () => {
      await run(stuck, [], { signal: { name: 'SIGKILL', at: serverThere(stuck) } })
      const [runId = ''] = ledgersIn(stuck)
      rmSync(join(stuck.env['XDG_STATE_HOME'] ?? '', 'scs-conformance'), { recursive: true })
      const { code, stdout } = await scsConformance(['cleanup', '--os-cloud', 'testbed', '--run', runId, '--yes'], {
        env: stuck.env,
      })
      t.equal(code, 0, stdout)
      t.match(stdout, /^gone: router scs-conformance-/m)
    }),
  )

  await t.test('two runs in one project at the same time', limit, (t) =>
    unchanged(t, ready, async () => {
      const both = await Promise.all([run(ready), run(ready)])
      for (const { report, stderr } of both) t.equal(verdictOf(report, 'entropy-avail'), 'PASS', stderr)
    }),
  )
}

/** The same cloud for both: in the one of the two descriptions the boot takes longer than the test. */
async function simulated(t: Test, description: CloudDescription): Promise<Stage> {
  const simulator = await startSimulator({ description })
  t.teardown(() => simulator.stop())
  return stageOf(settings(simulator.cloudsYaml()))
}

const cloud = {
  images: [{ name: 'Debian 13', properties: { os_distro: 'debian', os_version: '13' } }],
  flavors: [{ name: 'SCS-1V-2', vcpus: 1, ramMiB: 2048 }],
}

t.test('on the simulator', async (t) => {
  const ready = await simulated(t, cloud)
  const stuck = await simulated(t, { ...cloud, compute: { boot: { outcome: 'stick' } } })
  await walk(t, ready, stuck)

  await t.test('a boot that fails: not decided, with the words of Nova', async (t) => {
    const broken = await simulated(t, { ...cloud, compute: { boot: { outcome: 'error' } } })
    await unchanged(t, broken, async () => {
      const { code, report } = await run(broken)
      t.equal(code, 2)
      t.match(report?.results['scs-0101-fips-test'], {
        verdict: 'DNF',
        cause: { kind: 'dependency', message: /No valid host was found/ },
      })
    })
  })

  await t.test('--read-only boots nothing', async (t) => {
    const { report } = await run(ready, ['--read-only'])
    t.equal(verdictOf(report, 'entropy-avail'), 'MISS')
    t.not(verdictOf(report, 'flavor-property'), 'MISS')
  })
})

t.test('a conformant cloud passes', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const { report, stderr } = await run(await stageOf(settings(simulator.cloudsYaml())))
  t.equal(verdictOf(report, 'entropy-avail'), 'PASS', stderr)
  t.equal(verdictOf(report, 'fips-test'), 'PASS', stderr)
})

const clouds = process.env['SCS_TESTBED_CLOUDS']
if (clouds && process.env['SCS_TESTBED_VIRT_HOST']) {
  t.setTimeout(lane.timeout)
  t.test('on a VM of the real OpenStack', lane, async (t) => {
    const real = await stageOf({ OS_CLIENT_CONFIG_FILE: clouds })
    await walk(t, real, real)
  })
}
