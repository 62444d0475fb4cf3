import { accessSync, constants } from 'node:fs'
import {
  clusterVersion,
  e2eExceptions,
  e2eResults,
  e2eWish,
  requiredTests,
  type E2eWish,
} from '../../suites/e2e/facts.ts'
import type { TestSet } from '../../suites/e2e/required-tests.ts'
import { closure } from '../fact-store.ts'
import type { Fact } from '../fact.ts'
import { fileReason } from '../file-reason.ts'
import type { ClusterOptions, E2eOptions } from '../options.ts'
import type { Plan } from '../plan.ts'
import type { Redactor } from '../redact.ts'
import type { Layer } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { keeper } from './keeper.ts'

// The end-to-end tests of Kubernetes in a run: what is judged from files, what is run, where its files go.

/** Facts that need no cluster, because their values are brought along. */
export function broughtAlong({ import: paths }: E2eOptions): ReadonlySet<Fact> {
  return new Set(paths ? [e2eResults] : [])
}

/** Imported results are judged without a cluster, where none is named; what else judges one then says that it is missing. */
export function withoutNeed(
  layers: ReadonlySet<Layer>,
  { import: paths, kubeconfig, context }: E2eOptions & ClusterOptions,
  environment: NodeJS.ProcessEnv,
): ReadonlySet<Layer> {
  const named = kubeconfig ?? context ?? environment['KUBECONFIG']
  return paths && !named ? new Set([...layers].filter((layer) => layer !== 'kaas')) : layers
}

/**
 * What the facts of e2e tests are given, where a plan judges by them; nothing is read otherwise.
 *
 * @param hasCluster whether a cluster is named at all: imported results must be of its version
 * @throws UsageError where options name files that cannot be read, or are of no use in these plans
 */
export async function e2eGiven(
  plans: readonly Plan[],
  options: E2eOptions & { readonly output?: string },
  { redactor, signal, hasCluster }: { redactor: Redactor; signal: AbortSignal; hasCluster: boolean },
): Promise<readonly (readonly [Fact, unknown])[]> {
  const sets = setsOf(plans)
  const { import: imported, rerunFailed, conformanceImage: image = null } = options
  const named = [
    ...(imported ? ['--import'] : []),
    ...(rerunFailed === undefined ? [] : ['--rerun-failed']),
    ...(image === null ? [] : ['--conformance-image']),
  ]
  if (sets.length === 0) {
    if (named.length === 0) return []
    throw new UsageError(
      `${named[0]}: no testcase that this run judges is about e2e tests; those are cncf-k8s-conformance and kaas-networking-check, of layer kaas and section heavy`,
    )
  }
  if (imported && named.length > 1)
    throw new UsageError(`--import: imported results are not run, so ${named[1]} has no use`)
  for (const path of imported ?? []) refuseUnreadable('--import', path)
  if (rerunFailed !== undefined) refuseUnreadable('--rerun-failed', rerunFailed)

  const read = async (paths: readonly string[]) =>
    (await import('../../suites/e2e/import/import-results.ts')).importResults(paths, signal)
  const earlier = rerunFailed === undefined ? null : await read([rerunFailed]).catch(asUsageError)
  const { loadExceptions, loadRequiredTests } = await import('./e2e-data.ts')
  const keep = keeper(options.output, redactor)
  const keepText: E2eWish['keep'] = (path, content) => keep(path, content.toString('utf8'))
  const wish: E2eWish = { image, sets, earlier, keep: keepText }
  const results = imported && read(imported)
  results?.catch(() => {}) // whoever needs it sees it
  return [
    [requiredTests, await loadRequiredTests()],
    [e2eExceptions, await loadExceptions()],
    [e2eWish, wish],
    ...(results ? [[e2eResults, results] as const] : []),
    ...(hasCluster ? [] : [[clusterVersion, null] as const]),
  ]
}

const setOf: Readonly<Record<string, TestSet>> = {
  'cncf-k8s-conformance': 'conformance',
  'kaas-networking-check': 'networkPolicy',
}

function setsOf(plans: readonly Plan[]): readonly TestSet[] {
  const checks = plans.flatMap(({ testcases }) =>
    testcases.flatMap(({ task }) => ('check' in task ? [task.check] : [])),
  )
  const judging = checks.filter(({ needs }) => closure(needs).has(e2eResults))
  // A check of another suite that judges by these results gets the whole.
  return [
    ...new Set(judging.map(({ id }): TestSet => (Object.hasOwn(setOf, id) ? setOf[id] : undefined) ?? 'conformance')),
  ]
}

function refuseUnreadable(option: string, path: string): void {
  try {
    accessSync(path, constants.R_OK)
  } catch (error) {
    throw new UsageError(`${option} ${path}: cannot be read (${fileReason(error)})`, { cause: error })
  }
}

function asUsageError(error: unknown): never {
  throw new UsageError(`--rerun-failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
}
