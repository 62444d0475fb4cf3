import { closure } from '../fact-store.ts'
import type { Fact } from '../fact.ts'
import { tempestResults } from '../../suites/scs-0128-tempest/facts.ts'
import type { E2eOptions, TempestOptions } from '../options.ts'
import type { Plan } from '../plan.ts'
import type { Layer } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { openWish, type OpenTempest, type OpenTempestOptions } from './tempest-wish.ts'

export type { OpenTempest } from './tempest-wish.ts'

// Tempest in a run: results that are named by --import, as those of Kubernetes' own tests are, and told apart by what is in
// them; or a Tempest of the user's that is run.

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

/** Facts that cost nothing, because their values are brought along. */
export function broughtResults({ tempestResults: paths }: TempestOptions): ReadonlySet<Fact> {
  return new Set(paths ? [tempestResults] : [])
}

const nothing = { traffic: [], close: () => Promise.resolve() }

/**
 * Reads the results that were named, or gets ready what it takes to run Tempest, where a plan judges by it.
 * @throws UsageError where results or settings are named that are of no use in these plans, or cannot be used
 */
export async function openTempest(plans: readonly Plan[], options: OpenTempestOptions): Promise<OpenTempest> {
  const { tempestResults: paths } = options
  const [named] = namesOf(options)
  const checks = plans.flatMap(({ testcases }) =>
    testcases.flatMap(({ task }) => ('check' in task ? [task.check] : [])),
  )
  if (!checks.some(({ needs }) => closure(needs).has(tempestResults))) {
    if (paths) {
      throw new UsageError(
        `--import ${paths[0]}: holds results of Tempest, and no testcase that this run judges is about them; that is scs-0128-tempest, of layer iaas and section heavy`,
      )
    }
    if (named === undefined) return { given: [], ...nothing }
    throw new UsageError(
      `${named}: no testcase that this run judges is about Tempest; that is scs-0128-tempest, of layer iaas and section heavy: add --section light,heavy`,
    )
  }
  if (!paths) return openWish(options)
  if (named !== undefined)
    throw new UsageError(`--import ${paths[0]}: imported results are not run, so ${named} has no use`)
  const { importTempest } = await import('../../suites/scs-0128-tempest/import/import-results.ts')
  const results = importTempest(paths)
  results.catch(() => {}) // whoever needs it sees it
  return { given: [[tempestResults, results]], ...nothing }
}

function namesOf(options: TempestOptions): readonly string[] {
  const { tempest, tempestAccounts, tempestTests, tempestConf } = options
  const named = { '--tempest': tempest, '--tempest-accounts': tempestAccounts, '--tempest-tests': tempestTests }
  return Object.entries({ ...named, '--tempest-conf': tempestConf }).flatMap(([option, value]) =>
    value === undefined ? [] : [option],
  )
}
