import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunOptions } from '../src/options.ts'
import type { Layer } from '../src/report.ts'

/** What a run is given of a provider, beside its cloud or cluster; places that it names answer until it is disposed of. */
export interface DemoProvider extends AsyncDisposable {
  /** The options by which a run finds it. */
  readonly options: Partial<RunOptions>
}

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
  return {
    options: layer === 'iaas' ? { domainManagers: managers } : {},
    [Symbol.asyncDispose]: async () => {},
  }
}
