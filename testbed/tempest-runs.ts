import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import type { OpenStack } from '../src/openstack/client.ts'
import { readCloudConfig } from '../src/openstack/config.ts'
import { connect } from '../src/openstack/connect.ts'
import type { Report } from '../src/report.ts'
import { conformantCloud, folder, scsConformance, settings, type CliOptions } from './cli.ts'
import { projectInventory } from './project-inventory.ts'
import { startSimulator, type Simulator } from './simulator/index.ts'
import { litter, standInTempest, type StandInMode } from './stand-in-tempest.ts'

// Runs of Tempest from the command line, by a stand-in, on a simulated cloud.

/** No `tempest` of the machine gets in. */
export const barePath = '/usr/bin-nowhere'

/** A simulated cloud, and how it is reached. */
export interface Stage {
  readonly simulator: Simulator
  readonly env: Readonly<Record<string, string>>
  readonly cloud: OpenStack
}

/** A conformant cloud. */
export async function stage(t: Test): Promise<Stage> {
  const simulator = await startSimulator({ description: conformantCloud })
  t.teardown(() => simulator.stop())
  // A password that is also a name is printed as one.
  const env = settings(simulator.cloudsYaml().replace(/^( *)testbed:$/m, '$1mine:'))
  const config = await readCloudConfig({ cloud: 'mine', environment: env, directory: folder(), home: folder() })
  return { simulator, env: { ...env, XDG_STATE_HOME: folder(), TMPDIR: folder() }, cloud: await connect(config) }
}

/** `run` of Tempest alone. */
export async function run({ env }: Stage, args: readonly string[], options: CliOptions = {}) {
  const output = folder()
  const call = ['run', '--os-cloud', 'mine', '--section', 'heavy', '--output', output, ...args]
  const result = await scsConformance(call, { ...options, env: { ...env, ...options.env } })
  const file = join(output, 'report.json')
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null
  return { ...result, output, report, it: report?.results['scs-0128-tempest'] }
}

/** Resolves a moment after the stand-in has begun with its tests. */
export async function litterThere({ cloud }: Stage): Promise<void> {
  while (!(await projectInventory(cloud))['security_groups']?.some((name) => name.includes(litter.group)))
    await pause(100)
  await pause(1000)
}

/** Runs the stand-in; whatever becomes of it, nothing is left on the cloud, on the machine and in the ledger. */
export async function runStandIn(
  t: Test,
  mode: StandInMode,
  args: readonly string[] = [],
  optionsOf: (at: Stage) => CliOptions = () => ({}),
) {
  const at = await stage(t)
  const options = optionsOf(at)
  const before = await projectInventory(at.cloud)
  const result = await run(at, ['--tempest', standInTempest(folder(), mode), ...args], options)
  t.same(await projectInventory(at.cloud), before, 'the project is as before')
  const files = readdirSync(at.env['TMPDIR'] ?? '').filter((name) => name !== 'node-compile-cache')
  t.same(files, [], 'nothing is left of the folder with secrets')
  const ledgers = join(at.env['XDG_STATE_HOME'] ?? '', 'scs-conformance')
  t.same(existsSync(ledgers) ? readdirSync(ledgers) : [], [], 'nor in the ledger')
  return result
}
