import t from 'tap'
import { acting, actingTests, bootable, sluggish } from '../../testbed/acting.ts'
import { makeNeighbours } from '../../testbed/neighbours.ts'
import { runOn, serverThere, simulatedStage, unchanged } from '../../testbed/stage.ts'
import type { Report, Verdict } from '../report.ts'

// Everything that acts, at the same time and in a project that others use too: whatever becomes of the run, the project is afterwards as
// it was before. Runs that are killed are in acting-killed.test.ts, clouds in trouble in acting-faults.test.ts and acting-refusals.test.ts, single steps in
// interruption.test.ts, in cleanup.test.ts and in the tests of the facts.

t.setTimeout(300_000) // many runs, each in a process of its own

const verdictsIn = (report: Report | null) => Object.fromEntries(acting.map((id) => [id, report?.results[id]?.verdict]))
const allOf = (verdict: Verdict) => Object.fromEntries(acting.map((id) => [id, verdict]))

t.test('success: every one of them tells what it makes, waits for and deletes', async (t) => {
  const stage = await simulatedStage(t, bootable)
  await makeNeighbours(stage.cloud)
  await unchanged(t, stage, async () => {
    const { report, stderr } = await runOn(stage, actingTests)
    t.same(verdictsIn(report), allOf('PASS'), stderr)
    for (const kind of ['server', 'security group', 'secret', 'backup', 'bucket']) {
      t.match(stderr, new RegExp(`^making the ${kind} scs-conformance-`, 'm'))
      t.match(stderr, new RegExp(`^deleting the ${kind} scs-conformance-`, 'm'))
    }
  })
})

t.test('FAIL of them all', async (t) => {
  const stage = await simulatedStage(t, {
    ...bootable,
    images: [
      {
        ...bootable.images[0],
        name: 'Debian 13',
        console: [
          'begin=Linux',
          'entropy-avail=3200',
          'fips-method=python3',
          'fips-failures=9',
          'fips-blocks=1000',
          'end=ok',
        ]
          .map((line) => `[scs-0101 {{run}} ${line}]\r\n`)
          .join(''),
      },
    ],
    network: { securityGroupRules: [{ direction: 'ingress', ethertype: 'IPv4' }] },
    keyManager: { list: 'hidden' },
    blockStorage: { backups: 'fail' },
    objectStore: { read: 'changed' },
  })
  const { report } = await runOn(stage, actingTests)
  t.same(verdictsIn(report), allOf('FAIL'))
  const left = (await (await fetch(`${stage.simulator.url}/__simulator__/resources`)).json()) as Record<
    string,
    unknown[]
  >
  t.same(Object.values(left).flat(), [], 'a list that hides secrets cannot show that they are gone; the simulator can')
})

t.test("the run's deadline, and Ctrl-C, in the middle of everything", async (t) => {
  const stage = await simulatedStage(t, sluggish)
  await makeNeighbours(stage.cloud)
  await unchanged(t, stage, async () => {
    const { report } = await runOn(stage, actingTests, ['--timeout', '2'])
    t.equal(report?.complete, false)
    t.match(report?.results['scs-0101-fips-test'], { verdict: 'MISS', cause: { kind: 'interrupted' } })
  })
  await unchanged(t, stage, async () => {
    const { report, code } = await runOn(stage, actingTests, [], { signal: { name: 'SIGINT', at: serverThere(stage) } })
    t.equal(code, 130)
    t.equal(report?.complete, false)
  })
})

t.test('two runs in one project at the same time do not meet', async (t) => {
  const stage = await simulatedStage(t, { ...bootable, blockStorage: { changesTakeMs: 50 } })
  await unchanged(t, stage, async () => {
    const both = await Promise.all([runOn(stage, actingTests), runOn(stage, actingTests)])
    for (const { report, stderr } of both) t.same(verdictsIn(report), allOf('PASS'), stderr)
  })
})
