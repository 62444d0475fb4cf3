import { tempestResults } from '../../suites/scs-0128-tempest/facts.ts'
import { closure } from '../fact-store.ts'
import type { Fact } from '../fact.ts'
import type { E2eOptions, TempestOptions } from '../options.ts'
import type { Plan } from '../plan.ts'
import type { Layer } from '../report.ts'
import { UsageError } from '../usage-error.ts'

// Results of Tempest in a run. They are named by --import, as those of Kubernetes' own tests are, and told apart by what is
// in them.

/** The same options, with results of Tempest apart from those of the e2e tests of Kubernetes. */
export async function sortImports<T extends E2eOptions>(options: T): Promise<T & TempestOptions> {
  if (!options.import) return options
  const { isTempest } = await import('../../suites/scs-0128-tempest/import/import-results.ts')
  const kinds = await Promise.all(options.import.map(async (path) => ({ path, isTempest: await isTempest(path) })))
  const tempest = kinds.filter((one) => one.isTempest).map(({ path }) => path)
  if (tempest.length === 0) return options
  const { import: _, ...others } = options
  const e2e = kinds.filter((one) => !one.isTempest).map(({ path }) => path)
  // The rest of the type is as it was: only what may be absent was taken out.
  return { ...(others as T), ...(e2e.length > 0 ? { import: e2e } : {}), tempestResults: tempest }
}

/** Results of Tempest are judged without a cloud, where none is named; what else judges one then says that it is missing. */
export function withoutCloud(
  layers: ReadonlySet<Layer>,
  { tempestResults: paths, osCloud }: TempestOptions & { readonly osCloud?: string | undefined },
  environment: NodeJS.ProcessEnv,
): ReadonlySet<Layer> {
  const named = osCloud ?? environment['OS_CLOUD'] ?? environment['OS_AUTH_URL']
  return paths && named === undefined ? new Set([...layers].filter((layer) => layer !== 'iaas')) : layers
}

/** @throws UsageError where results are named that are of no use in these plans */
export async function tempestGiven(
  plans: readonly Plan[],
  { tempestResults: paths }: TempestOptions,
): Promise<readonly (readonly [Fact, unknown])[]> {
  if (!paths) return [[tempestResults, null]]
  const checks = plans.flatMap(({ testcases }) =>
    testcases.flatMap(({ task }) => ('check' in task ? [task.check] : [])),
  )
  if (!checks.some(({ needs }) => closure(needs).has(tempestResults))) {
    throw new UsageError(
      `--import ${paths[0]}: holds results of Tempest, and no testcase that this run judges is about them; that is scs-0128-tempest, of layer iaas and section heavy`,
    )
  }
  const { importTempest } = await import('../../suites/scs-0128-tempest/import/import-results.ts')
  const results = importTempest(paths)
  results.catch(() => {}) // whoever needs it sees it
  return [[tempestResults, results]]
}
