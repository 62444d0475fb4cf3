import type { Check } from './check.ts'
import { durationOf, type Duration } from './duration.ts'
import type { Cost, Fact } from './fact.ts'
import { closure } from './fact-store.ts'
import type { Cause, Target, Validity } from './report.ts'
import type { Scope, ScopeTestcase } from './scope.ts'
import { UsageError } from './usage-error.ts'

/** What narrows a run. */
export interface Selection {
  /** Only testcases of this version of the scope. */
  readonly scopeVersion?: string
  /** Only testcases of these sections: `light`, `heavy`. */
  readonly sections?: readonly string[]
  /** Only testcases whose id matches this regular expression anywhere. */
  readonly tests?: string
  /** Leave out what creates, changes or deletes anything on the subject. */
  readonly readOnly?: boolean
}

/** What a run brings along that makes testcases dear or cheap. */
export interface Circumstances {
  /** Facts that are handed in, so that learning them costs nothing on the subject. */
  readonly given?: ReadonlySet<Fact>
  /** Leave out testcases of section `heavy` that take long, unless the selection names sections; as the official runner does. */
  readonly withoutHeavy?: boolean
}

export interface PlannedTestcase {
  readonly testcase: ScopeTestcase
  /** What the versions in force make of it; empty where none names it. */
  readonly targets: Readonly<Record<string, Target>>
  /** Either a check that will be run, or why none will. */
  readonly task: { readonly check: Check; readonly cost: Required<Cost> } | { readonly miss: Cause }
}

/** What a run will do, decided before anything is fetched. */
export interface Plan {
  readonly scope: Scope
  /** YYYY-MM-DD */
  readonly referenceDate: string
  /** The versions a run speaks of, with their standing on the reference date. */
  readonly versions: readonly { readonly version: string; readonly validity: Validity }[]
  readonly selection: Selection
  /** All testcases of the scope, in its order. */
  readonly testcases: readonly PlannedTestcase[]
  /** Facts shared by testcases counted once. */
  readonly cost: Required<Cost>
  readonly duration: Duration
}

/**
 * Lays out a run. Pure.
 * @throws UsageError for an unusable `tests` expression or two checks with one id.
 */
export function makePlan(
  scope: Scope,
  versions: Plan['versions'],
  checks: readonly Check[],
  referenceDate: string,
  selection: Selection = {},
  { given = new Set(), withoutHeavy = false }: Circumstances = {},
): Plan {
  const byId = checksById(checks)
  const selects = selector(scope, selection)
  const testcases = scope.testcases.map((testcase): PlannedTestcase => {
    const check = byId.get(testcase.id)
    const targets = targetsOf(scope, versions, testcase.id)
    const miss = selects(testcase) ?? (check ? whyNotRun(testcase, costOf([check], given)) : noCheck(testcase))
    if (miss || !check) return { testcase, targets, task: { miss: miss ?? noCheck(testcase) } }
    return { testcase, targets, task: { check, cost: costOf([check], given) } }
  })
  const running = testcases.flatMap(({ task }) => ('check' in task ? [task.check] : []))
  const [cost, duration] = [costOf(running, given), durationOf(running, given)]
  return { scope, referenceDate, versions, selection, testcases, cost, duration }

  function whyNotRun({ section }: ScopeTestcase, { writes, minutes }: Required<Cost>): Cause | undefined {
    if (selection.readOnly && writes > 0) {
      return notSelected('it creates something on the subject, and --read-only was given')
    }
    if (withoutHeavy && !selection.sections && section === 'heavy' && minutes > 0) return heavy(minutes)
    return undefined
  }
}

/**
 * The testcase that a run waits for longest: what waits for the subject is learned side by side, so a run takes about as long as
 * this one alone, as far as the project's quota has room for all. Undefined where none takes minutes.
 */
export function slowest({
  testcases,
}: Pick<Plan, 'testcases'>): { readonly id: string; readonly minutes: number } | undefined {
  const waiting = testcases.flatMap(({ testcase: { id }, task }) =>
    'check' in task && task.cost.minutes > 0 ? [{ id, minutes: task.cost.minutes }] : [],
  )
  return waiting.toSorted((one, other) => other.minutes - one.minutes)[0]
}

/** The sum over all facts that these checks need, each fact once; what is given costs nothing, nor does what it is made of. */
export function costOf(checks: readonly Check[], given: ReadonlySet<Fact> = new Set()): Required<Cost> {
  const facts = new Set(given)
  for (const { needs } of checks) closure(needs, facts)
  const sum = { reads: 0, writes: 0, vms: 0, minutes: 0 }
  for (const fact of facts) {
    if (given.has(fact)) continue
    const { cost } = fact
    sum.reads += cost.reads ?? 0
    sum.writes += cost.writes ?? 0
    sum.vms += cost.vms ?? 0
    sum.minutes += cost.minutes ?? 0
  }
  return sum
}

function checksById(checks: readonly Check[]): ReadonlyMap<string, Check> {
  const byId = new Map<string, Check>()
  for (const check of checks) {
    if (byId.has(check.id)) throw new UsageError(`two suites bring a check for ${check.id}; give only one of them`)
    byId.set(check.id, check)
  }
  return byId
}

function targetsOf(scope: Scope, versions: Plan['versions'], id: string): Record<string, Target> {
  const targets: Record<string, Target> = {}
  for (const { version } of versions) {
    const named = scope.versions.find((candidate) => candidate.version === version)?.targets ?? {}
    for (const target of ['preview', 'recommended', 'main'] as const) {
      if (named[target]?.includes(id)) targets[version] = target
    }
  }
  return targets
}

function selector(scope: Scope, selection: Selection): (testcase: ScopeTestcase) => Cause | undefined {
  const { scopeVersion, sections, tests } = selection
  const pattern = tests === undefined ? undefined : testsPattern(tests)
  const version = scope.versions.find((candidate) => candidate.version === scopeVersion)
  const ofVersion = version && new Set(Object.values(version.targets).flat())
  return ({ id, section }) => {
    if (ofVersion && !ofVersion.has(id)) return notSelected(`version ${scopeVersion} does not name it`)
    if (sections && !sections.includes(section)) return notSelected(`it is of section ${section}`)
    if (pattern && !pattern.test(id)) return notSelected(`its id does not match ${tests}`)
    return undefined
  }
}

/** What `--tests` says. @throws UsageError where it is no regular expression */
export function testsPattern(tests: string): RegExp {
  try {
    return new RegExp(tests)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--tests ${tests}: not a regular expression (${why})`, { cause: error })
  }
}

function noCheck(testcase: ScopeTestcase): Cause {
  return testcase.manual
    ? { kind: 'manual', message: 'no tool can decide it; it takes an attestation' }
    : { kind: 'no-check', message: 'this version has no check for it yet' }
}

function heavy(minutes: number): Cause {
  return notSelected(
    `it is of section heavy and takes about ${minutes} minutes; run it with --section light,heavy, or bring the results of an earlier run with --import`,
  )
}

function notSelected(why: string): Cause {
  return { kind: 'not-selected', message: `not selected: ${why}` }
}
