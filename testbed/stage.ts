import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import type { OpenStack } from '../src/openstack/client.ts'
import { readCloudConfig } from '../src/openstack/config.ts'
import { connect } from '../src/openstack/connect.ts'
import type { Report } from '../src/report.ts'
import { folder, scsConformance, settings, type CliOptions, type CliResult } from './cli.ts'
import { projectInventory } from './project-inventory.ts'
import { startSimulator, type CloudDescription, type Simulator } from './simulator/index.ts'

/** A project in a cloud, and where runs on it keep their ledgers. */
export interface Stage {
  readonly env: Readonly<Record<string, string>>
  readonly cloud: OpenStack
}

/** The cloud `testbed` of these settings. */
export async function stageOf(env: Readonly<Record<string, string>>): Promise<Stage> {
  const config = await readCloudConfig({ cloud: 'testbed', environment: env, directory: folder(), home: folder() })
  return { env: { ...env, XDG_STATE_HOME: folder() }, cloud: await connect(config) }
}

/** A simulated one, until the test ends. */
export async function simulatedStage(
  t: Test,
  description: CloudDescription,
): Promise<Stage & { readonly simulator: Simulator }> {
  const simulator = await startSimulator({ description })
  t.teardown(() => simulator.stop())
  return { ...(await stageOf(settings(simulator.cloudsYaml()))), simulator }
}

/** `run` of the testcases whose ids match, with its report; null where it left none. */
export async function runOn(
  { env }: Stage,
  tests: string,
  more: readonly string[] = [],
  options: CliOptions = {},
): Promise<CliResult & { readonly report: Report | null }> {
  const output = folder()
  const args = ['run', '--os-cloud', 'testbed', '--scope', 'scs-compatible-iaas', '--tests', tests]
  const result = await scsConformance([...args, '--output', output, ...more], { ...options, env })
  const file = join(output, 'report.json')
  return { ...result, report: existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null }
}

/** Resolves as soon as the project has a server with a name of ours. */
export async function serverThere({ cloud }: Stage): Promise<void> {
  while (!(await projectInventory(cloud))['servers']?.some((name) => /scs-conformance-[0-9a-f]{8}-/.test(name)))
    await pause(100)
}

/** Whatever is done, the project is afterwards as it was before, all kinds of resources compared, and no ledger names anything. */
export async function unchanged(t: Test, stage: Stage, act: () => Promise<unknown>): Promise<void> {
  const before = await projectInventory(stage.cloud)
  await act()
  t.same(await projectInventory(stage.cloud), before, 'the project is as before')
  t.same(ledgersIn(stage), [], 'and no ledger names anything')
}

/** Ids of the runs that have left a ledger. */
export function ledgersIn({ env }: Stage): readonly string[] {
  const at = join(env['XDG_STATE_HOME'] ?? '', 'scs-conformance')
  const files = existsSync(at) ? readdirSync(at) : []
  return files.flatMap((name) => (name.endsWith('.jsonl') ? [name.replace('.jsonl', '')] : []))
}
