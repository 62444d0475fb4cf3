import { runPlans, type Outcome } from '../engine.ts'
import type { CheckOptions } from '../options.ts'
import { makePlan } from '../plan.ts'
import type { Layer } from '../report.ts'
import type { Scope } from '../scope.ts'
import { loadScope, scopeIds } from '../standards.ts'
import type { Redactor } from '../redact.ts'
import { openManagers, withoutManagers, type OpenManagers } from './domain-managers.ts'
import { broughtAlong, e2eGiven, withoutNeed } from './e2e.ts'
import { validityAt } from '../certification/versions.ts'
import { onInterrupt } from './interrupt.ts'
import { oneLine } from './one-line.ts'
import { longFacts } from './progress.ts'
import { openProvider, type OpenProvider } from './provider.ts'
import { loadChecks } from './selection.ts'
import { historyGiven } from './report-history.ts'
import { openSession } from './session.ts'
import { broughtResults, openTempest, sortImports, withoutCloud, type OpenTempest } from './tempest.ts'

/**
 * `check`: judges single testcases for the official runner, which reads `ID: PASS|FAIL|ABORT` from stdout and counts
 * stderr lines by how they start. It publishes lines that start with WARNING or ERROR, so those name nothing but what
 * the testcase judged; causes, which may name hosts, come as INFO.
 */
export async function check(ids: readonly string[], given: CheckOptions, redactor: Redactor): Promise<number> {
  const now = new Date()
  const options = await sortImports(given)
  const interrupt = onInterrupt()
  const { cloud: osCloud, suite, ...others } = options
  const scope = await scopeOf(ids)
  const asked = layersOf(options, scope.layers)
  const judged = withoutNeed(asked, options, process.env)
  const layers = withoutCloud(judged, { ...options, osCloud }, process.env)
  const chosen = { ...others, layers, now, redactor, ...(osCloud === undefined ? {} : { osCloud }) }
  const session = await openSession(chosen, interrupt.signal)
  let managers: OpenManagers | undefined
  let provider: OpenProvider | undefined
  let tempest: OpenTempest | undefined
  try {
    managers = await openManagers(options, redactor)
    provider = await openProvider(options, asked, redactor)
    const today = now.toISOString().slice(0, 10)
    const free = new Set([...broughtAlong(options), ...withoutManagers(options), ...broughtResults(options)])
    const plan = makePlan(scope, [], await loadChecks(suite), today, {}, { given: free })
    const hasCluster = session.names.kaas !== undefined
    const e2e = await e2eGiven([plan], options, { redactor, signal: interrupt.signal, hasCluster })
    tempest = await openTempest([plan], chosen)
    const inForce = scope.judged.filter(({ layer }) => layers.has(layer)).map((one) => notDeprecated(one, today))
    const history = historyGiven(provider.handedIn, inForce, Object.values(session.names))
    const [run] = await runPlans([plan], {
      given: new Map([...session.given, ...managers.given, ...provider.given, ...history, ...e2e, ...tempest.given]),
      factTimeoutMs: 120_000,
      concurrency: 16,
      signal: interrupt.signal,
      now: () => new Date(),
      onEvent: longFacts((line) => process.stderr.write(`INFO: ${line}\n`)),
    })
    const outcomes = run?.outcomes ?? new Map<string, Outcome>()
    const looks = await session.preflight
    for (const { id, outcome, message } of [...(looks.iaas ?? []), ...(looks.kaas ?? [])]) {
      if (outcome === 'failed') process.stderr.write(`${oneLine(redactor.redact(`CRITICAL: ${id}: ${message}`))}\n`)
    }
    for (const [id, outcome] of outcomes) print(id, outcome, redactor)
    if (interrupt.happened) return 130
    return codeOf([...outcomes.values()])
  } finally {
    await tempest?.close()
    await provider?.close()
    await managers?.close()
    await session.close()
    interrupt.release()
  }
}

const words = { PASS: 'PASS', FAIL: 'FAIL', DNF: 'ABORT', MISS: null } as const

function print(id: string, { verdict, cause, finding }: Outcome, redactor: Redactor): void {
  const notes: string[] = []
  if (verdict === 'MISS') notes.push(`WARNING: ${id}: not judged (${cause?.kind ?? 'unknown'})`)
  if (verdict === 'DNF') notes.push(`WARNING: ${id}: could not be decided (${cause?.kind ?? 'unknown'})`)
  if (cause) notes.push(`INFO: ${id}: ${cause.message}`)
  for (const { subject, expected, actual } of finding.violations) {
    notes.push(`ERROR: ${id}: ${subject}: expected ${expected}, found ${actual}`)
  }
  for (const note of finding.notes ?? []) notes.push(`WARNING: ${id}: ${note}`)
  for (const note of notes) process.stderr.write(`${oneLine(redactor.redact(note))}\n`)
  const word = words[verdict]
  if (word) process.stdout.write(`${id}: ${word}\n`)
}

function codeOf(outcomes: readonly Outcome[]): number {
  if (outcomes.some(({ verdict }) => verdict === 'FAIL')) return 1
  return outcomes.every(({ verdict }) => verdict === 'PASS') ? 0 : 2
}

/** What is named is looked at; where nothing is, what the testcases judge, by the defaults of clouds.yaml and kubectl. */
function layersOf({ cloud, kubeconfig, context }: CheckOptions, judged: ReadonlySet<Layer>): ReadonlySet<Layer> {
  const named: Layer[] = []
  if (cloud !== undefined) named.push('iaas')
  if (kubeconfig !== undefined || context !== undefined) named.push('kaas')
  return named.length > 0 ? new Set(named) : judged
}

/** A scope that has no version in force yet demands nothing. */
function notDeprecated(scope: Scope, today: string) {
  const validities = validityAt(scope, today)
  return { scope, versions: scope.versions.filter(({ version }) => validities[version] !== 'deprecated') }
}

/** The testcases asked for, each once, as the bundled scopes know them; ids they do not know may have a check all the same. */
async function scopeOf(
  ids: readonly string[],
): Promise<Scope & { readonly layers: ReadonlySet<Layer>; readonly judged: readonly Scope[] }> {
  const scopes = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  const [first] = scopes
  if (!first) throw new Error('there is no bundled scope')
  const known = new Map(scopes.flatMap(({ testcases }) => testcases.map((testcase) => [testcase.id, testcase])))
  const standard = { id: 'unknown', title: '', url: '' }
  const plain = { lifetime: 'week', section: 'light', manual: false, standard } as const
  const judged = scopes.filter(({ testcases }) => testcases.some(({ id }) => ids.includes(id)))
  const layers = layersNeeded(judged, ids)
  return {
    ...first,
    layers,
    judged,
    testcases: [...new Set(ids)].map((id) => known.get(id) ?? { id, description: id, ...plain }),
  }
}

/** What both layers have asks for neither: it is handed in. */
function layersNeeded(scopes: readonly Scope[], ids: readonly string[]): ReadonlySet<Layer> {
  const needed = ids.flatMap((id) => {
    const its = new Set(
      scopes.filter(({ testcases }) => testcases.some((one) => one.id === id)).map(({ layer }) => layer),
    )
    return its.size === 1 ? [...its] : []
  })
  return new Set(needed.length > 0 ? needed : ['iaas'])
}
