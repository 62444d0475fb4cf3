import type { Check, Finding } from './check.ts'
import type { Fact, FactsOf, Needs } from './fact.ts'
import { isExhibit } from './exhibit.ts'
import { causeKinds, ProbeError } from './fact.ts'
import { FactError, factStore, type FactEvent, type FactStore } from './fact-store.ts'
import { expiresAt } from './certification/lifetimes.ts'
import type { Plan } from './plan.ts'
import type { Cause, Verdict } from './report.ts'
import type { Lifetime } from './scope.ts'

export interface EngineOptions {
  /** Clients, clock and whatever else is handed in. */
  readonly given: ReadonlyMap<Fact, unknown>
  /** Milliseconds for the whole run; no bound if absent. */
  readonly timeoutMs?: number
  /** Milliseconds for a fact that names no deadline of its own. */
  readonly factTimeoutMs: number
  /** Facts loading at once. */
  readonly concurrency: number
  /** Ends the run early: SIGINT, SIGTERM. */
  readonly signal?: AbortSignal
  readonly now: () => Date
  readonly onEvent?: (event: EngineEvent) => void
}

export type EngineEvent =
  | FactEvent
  /** What a check is about to judge; its facts are plain data. */
  | { readonly type: 'facts-learned'; readonly check: Check; readonly facts: FactsOf<Needs> }
  | { readonly type: 'testcase-decided'; readonly plan: Plan; readonly id: string; readonly outcome: Outcome }

/** What a run says of one testcase. */
export interface Outcome {
  readonly verdict: Verdict
  readonly cause?: Cause
  readonly finding: Finding
  readonly attempts: number
  readonly startedAt: Date | null
  readonly durationMs: number
  readonly requests: number
  readonly retries: number
}

export interface RunRecord {
  /** By testcase id, in the order of the plan; every testcase of the plan is there. */
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** False when the run's deadline or a signal ended it. */
  readonly complete: boolean
}

const nothing: Finding = { examined: [], violations: [] }

/**
 * Runs plans side by side on one subject: learns each fact once, lets the checks judge. Resolves to a record a plan.
 * Never rejects: whatever goes wrong is somebody's cause. Prints nothing, reads no clock but `now`.
 */
export async function runPlans(plans: readonly Plan[], options: EngineOptions): Promise<readonly RunRecord[]> {
  const ended = new AbortController()
  const interrupt = () => ended.abort(new ProbeError('interrupted', 'the run was interrupted'))
  if (options.signal?.aborted) interrupt()
  options.signal?.addEventListener('abort', interrupt, { once: true })
  const late = () =>
    ended.abort(new ProbeError('interrupted', `the run's ${(options.timeoutMs ?? 0) / 1000} s were over`))
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(late, options.timeoutMs)

  const { given, factTimeoutMs: timeoutMs, concurrency, onEvent } = options
  const store = factStore({ given, timeoutMs, concurrency, signal: ended.signal, ...(onEvent ? { onEvent } : {}) })
  const decided = await Promise.all(
    plans.map((plan) =>
      Promise.all(
        plan.testcases.map(async ({ testcase: { id, lifetime }, task }): Promise<[string, Outcome]> => {
          const outcome =
            'miss' in task ? missed(task.miss) : await decide(task.check, lifetime, store, ended.signal, options)
          onEvent?.({ type: 'testcase-decided', plan, id, outcome })
          return [id, outcome]
        }),
      ),
    ),
  )
  const complete = !ended.signal.aborted // what happens while the last things are deleted takes no verdict back
  clearTimeout(timer)
  await store.settled()
  options.signal?.removeEventListener('abort', interrupt)
  return decided.map((outcomes) => ({ outcomes: new Map(outcomes), complete }))
}

/** The outcome of a testcase that was not attempted. */
export function missed(cause: Cause): Outcome {
  const never = { attempts: 0, startedAt: null, durationMs: 0, requests: 0, retries: 0 }
  return { verdict: 'MISS', cause, finding: nothing, ...never }
}

async function decide(
  check: Check,
  lifetime: Lifetime,
  store: FactStore,
  ended: AbortSignal,
  { now, onEvent }: Pick<EngineOptions, 'now' | 'onEvent'>,
): Promise<Outcome> {
  const startedAt = now()
  const onFacts = (facts: FactsOf<Needs>) => onEvent?.({ type: 'facts-learned', check, facts })
  const judged = unlessExpired(await learnAndJudge(check, store, onFacts), lifetime, startedAt)
  if (ended.aborted && judged.cause?.kind === 'interrupted') return missed(judged.cause)
  if (judged.verdict === 'MISS' && judged.cause) return { ...missed(judged.cause), finding: judged.finding }
  const { requests, retries } = store.trafficOf(check.needs)
  const durationMs = Math.max(0, now().getTime() - startedAt.getTime())
  return { ...judged, attempts: 1, startedAt, durationMs, requests, retries }
}

/** Evidence older than results of this testcase may get decides nothing (scs-0004), neither for the subject nor against it. */
export function unlessExpired(judged: Judged, lifetime: Lifetime, now: Date): Judged {
  const { observedAt } = judged.finding
  if (observedAt === undefined) return judged
  const expiry = expiresAt(observedAt, lifetime)
  if (new Date(expiry) > now) return judged
  const message = `the results are of ${observedAt.slice(0, 10)} and counted until ${expiry.slice(0, 10)}; run the tests again`
  return { verdict: 'DNF', cause: { kind: 'dependency', message }, finding: { ...judged.finding, violations: [] } }
}

type Judged = Pick<Outcome, 'verdict' | 'cause' | 'finding'>

async function learnAndJudge(
  check: Check,
  store: FactStore,
  onFacts: (facts: FactsOf<Needs>) => void,
): Promise<Judged> {
  let facts: FactsOf<Needs>
  try {
    facts = await store.learnAll(check.needs)
  } catch (error) {
    if (!(error instanceof FactError)) return broken(check, error)
    const { fact, probe } = error
    return { verdict: 'DNF', cause: { kind: probe.kind, message: probe.message, fact }, finding: nothing }
  }
  onFacts(facts)
  return judge(check, facts)
}

/** Lets one check judge; a check that throws or breaks its contract is DNF/internal. */
export function judge(check: Check, facts: FactsOf<Needs>): Judged {
  let finding: Finding
  try {
    finding = check.judge(facts)
  } catch (error) {
    return broken(check, error)
  }
  const breach = contractBreach(finding)
  if (breach) return broken(check, new Error(breach))
  if (finding.undecided) {
    return { verdict: finding.undecided.kind === 'manual' ? 'MISS' : 'DNF', cause: finding.undecided, finding }
  }
  return { verdict: finding.violations.length > 0 ? 'FAIL' : 'PASS', finding }
}

function broken(check: Check, error: unknown): Judged {
  const said = error instanceof Error ? error.message : String(error)
  const message = `the check ${check.id} broke down (${said}); this is a defect of the check, please report it`
  return { verdict: 'DNF', cause: { kind: 'internal', message }, finding: nothing }
}

/** What is wrong with what a check returned; a check may come from outside and be untyped. */
function contractBreach(finding: unknown): string | undefined {
  if (typeof finding !== 'object' || finding === null) return 'it returned no finding'
  if (finding instanceof Promise) return 'it returned a promise, judge must be synchronous'
  const { examined, violations, notes = [], exhibits = [], undecided } = finding as Partial<Finding>
  if (!isStrings(examined) && typeof (examined as { count?: unknown } | undefined)?.count !== 'number') {
    return 'examined must be a list of names or a count'
  }
  if (!Array.isArray(violations)) return 'violations must be a list'
  for (const violation of violations as readonly unknown[]) {
    const { subject, expected, actual, remedy = '' } = (violation ?? {}) as Record<string, unknown>
    if (!isStrings([subject, expected, actual, remedy])) return 'a violation needs subject, expected and actual as text'
  }
  if (!isStrings(notes)) return 'notes must be a list of text'
  const { observedAt = '1970-01-01T00:00:00Z' } = finding as Partial<Finding>
  if (!isStrings([observedAt]) || Number.isNaN(Date.parse(observedAt))) return 'observedAt must be a time'
  if (!(Array.isArray(exhibits) && exhibits.every(isExhibit)))
    return 'an exhibit needs a kind that is known, and its parts'
  if (undecided && !(causeKinds.includes(undecided.kind) && isStrings([undecided.message]))) {
    return `undecided needs a message, and a kind of ${causeKinds.join(', ')}`
  }
  return undefined
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
