import type { Test } from 'tap'
import { actingTests, bootable } from './acting.ts'
import { makeNeighbours } from './neighbours.ts'
import type { CloudDescription, Fault } from './simulator/index.ts'
import { runOn, simulatedStage, unchanged } from './stage.ts'

// Everything that acts, on a simulated cloud in trouble.

const ids = {
  vm: 'scs-0101-entropy-avail',
  group: 'scs-0115-default-rules',
  secret: 'scs-0116-permissions',
  backup: 'scs-0117-test-backup',
  bucket: 'scs-0123-s3-objects',
} as const

/** Verdicts with their causes; who is not named passes. */
type Expected = Partial<Record<keyof typeof ids, string>>

/** Runs all that acts on such a cloud, with these faults while it does: verdicts are as expected, and nothing is left. */
export async function meets(
  t: Test,
  what: string,
  expected: Expected,
  faults: readonly Fault[],
  { description = {}, args = [] }: { readonly description?: CloudDescription; readonly args?: readonly string[] } = {},
): Promise<void> {
  const stage = await simulatedStage(t, { ...bootable, ...description })
  await makeNeighbours(stage.cloud)
  await unchanged(t, stage, async () => {
    stage.simulator.faults.add(...faults)
    const { report, stderr } = await runOn(stage, actingTests, args)
    stage.simulator.faults.clear()
    t.equal(report?.complete, true, what)
    const seen = Object.entries(ids).map(([name, id]) => {
      const { verdict, cause } = report?.results[id] ?? {}
      return [name, verdict === 'PASS' ? undefined : [verdict, cause?.kind].filter(Boolean).join(' ')]
    })
    const notPassed = Object.fromEntries(seen.filter(([, said]) => said !== undefined)) as Expected
    t.same(notPassed, expected, `${what}\n${stderr}`)
  })
}

/** On each call that makes something, of one service or of all. */
export function making(action: Fault['action'], more: Partial<Fault> = {}): readonly Fault[] {
  const path = '^(?!.*/auth/tokens)'
  return (['POST', 'PUT'] as const).map((method) => ({ method, path, ...more, action }))
}
