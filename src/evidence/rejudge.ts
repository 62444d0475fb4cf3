import type { Check } from '../check.ts'
import { useWaivers, waiverRule } from '../certification/waivers.ts'
import { versionsInForce } from '../certification/versions.ts'
import { judge, unlessExpired, type Outcome } from '../engine.ts'
import type { FactsOf, Needs } from '../fact.ts'
import { makePlan, type Plan } from '../plan.ts'
import { record, type PlanRecord } from '../record.ts'
import type { Report, Result } from '../report.ts'
import type { Lifetime, Scope } from '../scope.ts'
import { namesake, type Recording } from './recording.ts'

/** A report, and the scope by which it was written. */
export interface Judged {
  readonly scope: Scope
  readonly report: Report
}

/**
 * Judges a run again, from what it recorded, with these checks: the same reports where nothing has changed in them. Pure.
 * What had not been attempted or could not be observed stays so: a recording has no more than the run had.
 */
export function rejudge(
  judged: readonly Judged[],
  recording: Recording,
  checks: readonly Check[],
  creator: Report['creator'],
): readonly Report[] {
  const again = judged.map(({ scope, report }) => {
    const plan = planOf(scope, report, checks)
    const outcomes = plan.testcases.map(({ testcase: { id, lifetime }, task }) => {
      const result = report.results[id]
      const check = 'check' in task ? task.check : undefined
      return [id, result && outcomeOf(result, check, lifetime, recording)] as const
    })
    const known = outcomes.flatMap(([id, outcome]) => (outcome ? [[id, outcome] as const] : []))
    return { report, one: { plan, run: { outcomes: new Map(known), complete: report.complete } } }
  })
  return again.map(({ report, one }) => {
    const { uuid, subject, startedAt, finishedAt, preflight, http } = report
    const facts = {
      uuid,
      creator,
      subject,
      startedAt: new Date(startedAt),
      finishedAt: new Date(finishedAt),
      preflight,
      http,
    }
    const others = again.map((other): PlanRecord => other.one).filter((other) => other !== one)
    const anew = record(one, facts, others)
    return report.waivers ? { ...anew, waivers: useWaivers(report.waivers.map(waiverRule), anew) } : anew
  })
}

function planOf(scope: Scope, { referenceDate, selection = {} }: Report, checks: readonly Check[]): Plan {
  const versions = versionsInForce(scope, referenceDate, selection.scopeVersion)
  return makePlan(scope, versions, checks, referenceDate, selection)
}

function outcomeOf(result: Result, check: Check | undefined, lifetime: Lifetime, recording: Recording): Outcome {
  const { verdict, cause, examined, violations, notes, exhibits, attempts, startedAt, durationMs, http } = result
  const finding = {
    examined,
    violations,
    ...(notes.length > 0 ? { notes } : {}),
    ...(exhibits ? { exhibits } : {}),
  }
  const rest = { attempts, startedAt: startedAt === null ? null : new Date(startedAt), durationMs, ...http }
  const facts = check && factsOf(check.needs, recording)
  if (check && facts && wasJudged(result)) {
    return { ...unlessExpired(judge(check, facts), lifetime, new Date(startedAt ?? 0)), ...rest }
  }
  return { verdict, ...(cause ? { cause } : {}), finding, ...rest }
}

/** Whether a check has looked at facts: no fact failed, and it was not left out. */
function wasJudged({ verdict, cause }: Result): boolean {
  return cause?.fact === undefined && (verdict !== 'MISS' || cause?.kind === 'manual')
}

/** Undefined where one of them was not recorded, or may be that of another suite: several of its name were recorded. */
function factsOf(needs: Needs, recording: Recording): FactsOf<Needs> | undefined {
  const facts: Record<string, unknown> = {}
  for (const [key, { name }] of Object.entries(needs)) {
    if (!Object.hasOwn(recording, name) || Object.hasOwn(recording, namesake(name))) return undefined
    facts[key] = recording[name]
  }
  return facts
}
