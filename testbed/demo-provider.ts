import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import type { RunOptions } from '../src/options.ts'
import type { Layer } from '../src/report.ts'
import { writeDemoFiles } from './demo-files.ts'
import { startProviderSimulator } from './simulator/provider/index.ts'

/** What a run is given of a provider, beside its cloud or cluster; places that it names answer until it is disposed of. */
export interface DemoProvider extends AsyncDisposable {
  /** The options by which a run finds it. */
  readonly options: Partial<RunOptions>
}

const published = fileURLToPath(new URL('providers/seeded.yaml', import.meta.url))

/**
 * The fictional provider behind the simulated cloud or cluster, as the upper levels want to know it. This is the one place that
 * says what the demo hands in.
 *
 * @param folder where the files go that a run is given
 */
export async function startDemoProvider(folder: string, layer: Layer): Promise<DemoProvider> {
  const managers = join(folder, 'domain-managers.yaml')
  // Users of the simulated cloud, by their names in clouds.yaml.
  writeFileSync(managers, 'domains: [{ cloud: testbed-manager-a }, { cloud: testbed-manager-b }]\n')
  const simulator = await startProviderSimulator({ description: published })
  const provider = join(folder, 'provider.yaml')
  const files = writeDemoFiles(join(folder, 'handed-in'), layer, new Date())
  writeFileSync(provider, stringify({ ...(parse(simulator.providerYaml()) as object), ...files }))
  const { prometheus } = simulator.description
  if (prometheus?.token !== undefined) process.env['PROMETHEUS_TOKEN'] = prometheus.token
  return {
    options: { provider, ...(layer === 'iaas' ? { domainManagers: managers } : {}) },
    [Symbol.asyncDispose]: () => simulator.stop(),
  }
}
