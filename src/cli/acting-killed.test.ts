import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { actingTests, sluggish } from '../../testbed/acting.ts'
import { scsConformance } from '../../testbed/cli.ts'
import { makeNeighbours } from '../../testbed/neighbours.ts'
import type { Simulator } from '../../testbed/simulator/index.ts'
import { runOn, simulatedStage, unchanged, type Stage } from '../../testbed/stage.ts'

// A run of everything that acts is killed; cleaning up leaves the project as it was before, with the things of others in it.

t.setTimeout(300_000) // many runs, each in a process of its own

/** Cleans up after a run that was killed, by its ledger. */
async function cleanUp({ env }: Stage) {
  return scsConformance(['cleanup', '--os-cloud', 'testbed', '--yes'], { env })
}

/** Resolves as soon as a call that makes this has come; what has been asked before does not count. */
async function asked({ requests }: Simulator, path: RegExp): Promise<void> {
  const before = requests.length
  while (!requests.slice(before).some((seen) => /POST|PUT/.test(seen.method) && path.test(seen.path))) await pause(5)
}

t.test('killed without warning while each of the things is being made, and cleaned up', async (t) => {
  const steps = [
    '/networks',
    '/routers',
    'add_router_interface',
    '/ports',
    '/volumes',
    '/backups',
    '/restore',
    '/servers',
    '/security-groups',
    '/secrets',
    '/credentials',
    '-bucket',
    'breakfast.txt',
  ]
  for (const step of steps) {
    const stage = await simulatedStage(t, sluggish)
    await makeNeighbours(stage.cloud)
    // The call has come through, its answer has not.
    const path = `${step}$`
    stage.simulator.faults.add({
      method: /bucket|breakfast|interface/.test(step) ? 'PUT' : 'POST',
      path,
      action: { answerAfterMs: 60_000 },
    })
    await unchanged(t, stage, async () => {
      const at = asked(stage.simulator, new RegExp(path)).then(() => pause(50))
      const { code } = await runOn(stage, actingTests, [], { signal: { name: 'SIGKILL', at } })
      t.equal(code, null, step)
      stage.simulator.faults.clear()
      const { code: cleaned, stdout } = await cleanUp(stage)
      t.equal(cleaned, 0, stdout)
      t.match(stdout, /^gone: /m, step)
    })
  }
})
