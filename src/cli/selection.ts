import type { Check, Suite } from '../check.ts'
import { versionsInForce } from '../certification/versions.ts'
import type { ClusterOptions, E2eOptions, ManagerOptions, SelectionOptions, TempestOptions } from '../options.ts'
import { makePlan, type Plan, type Selection } from '../plan.ts'
import { refuseUnknownSections } from '../known-sections.ts'
import type { Layer } from '../report.ts'
import type { Scope } from '../scope.ts'
import { loadScope } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import { importPlugin } from './plugin.ts'

/**
 * Lays out a run for each scope that the options name.
 * @throws UsageError for unknown scopes, versions, suites and bad expressions.
 */
export async function makePlans(
  options: SelectionOptions & ClusterOptions & E2eOptions & ManagerOptions & TempestOptions,
  today: string,
): Promise<readonly Plan[]> {
  const [scopes, checks] = await Promise.all([scopesOf(options), loadChecks(options.suite)])
  const referenceDate = options.date ?? today
  const { scopeVersion, section: sections, tests, readOnly } = options
  const selection: Selection = {
    ...(scopeVersion === undefined ? {} : { scopeVersion }),
    ...(sections === undefined ? {} : { sections }),
    ...(tests === undefined ? {} : { tests }),
    ...(readOnly ? { readOnly } : {}),
  }
  refuseTwins(scopes)
  refuseUnknownSections(scopes, sections ?? [])
  const [{ broughtAlong }, { withoutManagers }, { broughtResults }] = await Promise.all([
    import('./e2e.ts'),
    import('./domain-managers.ts'),
    import('./tempest.ts'),
  ])
  const given = new Set([...broughtAlong(options), ...withoutManagers(options), ...broughtResults(options)])
  const circumstances = { given, withoutHeavy: true }
  const plans = scopes.map((scope) => {
    const versions = versionsInForce(scope, referenceDate, scopeVersion)
    return makePlan(scope, versions, checks, referenceDate, selection, circumstances)
  })
  if (tests !== undefined && plans.every((plan) => plan.testcases.every(({ task }) => isUnselected(task)))) {
    throw new UsageError(`--tests ${tests}: no testcase is selected; see 'scs-conformance list'`)
  }
  return plans
}

function isUnselected(task: Plan['testcases'][number]['task']): boolean {
  return 'miss' in task && task.miss.kind === 'not-selected'
}

function refuseTwins(scopes: readonly Scope[]): void {
  for (const [index, { id }] of scopes.entries()) {
    if (scopes.findIndex((other) => other.id === id) < index) {
      throw new UsageError(`--scope: two of them are ${id}; judge them in two runs`)
    }
  }
}

/** The checks of our own suites, and of those given by path or package name. */
export async function loadChecks(given: readonly string[] = []): Promise<readonly Check[]> {
  const { suites } = await import('../../suites/index.ts')
  const others = await Promise.all(given.map((name) => loadSuite(name)))
  return [...suites, ...others].flatMap(({ checks }) => checks)
}

/**
 * The layers of the scopes that the options name, so that it is known early what to sign in to. Beside a cloud, a cluster
 * is looked at only where one is named: that of ~/.kube/config may have nothing to do with it.
 * @throws UsageError where a cluster is named for scopes that look at none.
 */
export async function layersOf(options: SelectionOptions & ClusterOptions & E2eOptions): Promise<ReadonlySet<Layer>> {
  const scopes = options.scope && (await Promise.all(options.scope.map((name) => loadScope(name))))
  const layers = new Set(scopes ? scopes.map(({ layer }) => layer) : [layerOf(options)])
  const named = Object.entries(clusterOptions).find(([key]) => options[key as keyof ClusterOptions] !== undefined)
  if (layers.size > 1 && !named && !process.env['KUBECONFIG']) return new Set(['iaas'])
  if (!named || layers.has('kaas')) return layers
  throw new UsageError(`${named[1]} names a cluster, but the scope is of layer iaas; leave it out, or add --layer kaas`)
}

const clusterOptions: Readonly<Record<keyof ClusterOptions, string>> = {
  kubeconfig: '--kubeconfig',
  context: '--context',
  managementKubeconfig: '--management-kubeconfig',
  managementContext: '--management-context',
  registry: '--registry',
}

function layerOf({ layer, kubeconfig, context, ...e2e }: SelectionOptions & ClusterOptions & E2eOptions): Layer {
  if (layer === 'iaas' || layer === 'kaas') return layer
  return kubeconfig === undefined && context === undefined && e2e.import === undefined ? 'iaas' : 'kaas'
}

/** The scopes named; else that of the level and those that it needs, the lowest first. */
async function scopesOf(options: SelectionOptions & ClusterOptions & E2eOptions): Promise<readonly Scope[]> {
  const { scope, level = 'compatible' } = options
  if (scope) return Promise.all(scope.map((name) => loadScope(name)))
  const wanted = `scs-${level}-${layerOf(options)}`
  const chain: Scope[] = []
  for (let id: string | undefined = wanted; id !== undefined; id = chain[0]?.prerequisite) {
    if (chain.some((other) => other.id === id)) throw new UsageError(`the scopes ${id} and ${wanted} need each other`)
    chain.unshift(await loadScope(id))
  }
  return chain
}

async function loadSuite(name: string): Promise<Suite> {
  const { suite } = (await importPlugin('--suite', name)) as { suite?: Partial<Suite> }
  if (!suite?.id || !Array.isArray(suite.checks)) {
    throw new UsageError(`--suite ${name}: it exports no 'suite' with an id and checks`)
  }
  for (const [index, check] of suite.checks.entries()) {
    const { id, title, section, needs, judge } = (check ?? {}) as Partial<Check>
    const texts = [id, title, section].every((text) => typeof text === 'string' && text !== '')
    if (!texts || typeof needs !== 'object' || typeof judge !== 'function') {
      throw new UsageError(`--suite ${name}: checks[${index}] needs id, title, section, needs and judge`)
    }
  }
  return suite as Suite // checked as far as data goes; the engine guards against what its checks return
}
