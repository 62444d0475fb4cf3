import { rmSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { conformantCloud, scsConformance, settings, type CliOptions } from '../../testbed/cli.ts'
import { makeNeighbours } from '../../testbed/neighbours.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import { ledgersIn, runOn, serverThere, simulatedStage, stageOf, unchanged, type Stage } from '../../testbed/stage.ts'
import type { Report } from '../report.ts'

// A sample VM is booted, and whatever becomes of the run, the project is afterwards as it was before, all kinds of resources
// compared. On the simulator; and on the real OpenStack where that has a host that boots: there on a VM that really ran.

/** Two boots at the same time on software emulation, and what is deleted afterwards. */
const limit = { timeout: 300_000 }
const lane = { timeout: 1_200_000 }

const run = (stage: Stage, more: readonly string[] = [], options: CliOptions = {}) =>
  runOn(stage, '^scs-0101', more, options)

const verdictOf = (report: Report | null, id: string) => report?.results[`scs-0101-${id}`]?.verdict

/** Looks at everything that may end a run, with things of others around. */
async function walk(t: Test, ready: Stage, stuck: Stage): Promise<void> {
  const undo: (() => Promise<void>)[] = []
  for (const { cloud } of new Set([ready, stuck])) undo.push(await makeNeighbours(cloud))
  try {
    await endRuns(t, ready, stuck)
  } finally {
    for (const one of undo) await one()
  }
}

/** `stuck` is a cloud whose servers are not ready by the time a run ends. */
async function endRuns(t: Test, ready: Stage, stuck: Stage): Promise<void> {
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

const cloud = {
  images: [{ name: 'Debian 13', properties: { os_distro: 'debian', os_version: '13' } }],
  flavors: [{ name: 'SCS-1V-2', vcpus: 1, ramMiB: 2048 }],
}

t.test('on the simulator', async (t) => {
  // The same cloud twice: in the one of the two the boot takes longer than the test.
  const ready = await simulatedStage(t, cloud)
  const stuck = await simulatedStage(t, { ...cloud, compute: { boot: { outcome: 'stick' } } })
  await walk(t, ready, stuck)

  await t.test('a boot that fails: not decided, with the words of Nova', async (t) => {
    const broken = await simulatedStage(t, { ...cloud, compute: { boot: { outcome: 'error' } } })
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
