import type { Outcome, RunRecord } from './engine.ts'
import { missed } from './engine.ts'
import type { PlannedTestcase, Plan } from './plan.ts'
import type { Preflight, Report, Result, Verdict } from './report.ts'
import { ladder } from './certification/ladder.ts'
import type { Judgement } from './certification/rung.ts'
import { versionVerdicts } from './certification/verdicts.ts'
import { expiresAt } from './certification/lifetimes.ts'

/** What a report says beside the outcomes. */
export interface RunFacts {
  readonly uuid: string
  readonly creator: Report['creator']
  readonly subject: string
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly preflight: readonly Preflight[]
  readonly http: Report['http']
}

/** A plan and what came of it. */
export interface PlanRecord {
  readonly plan: Plan
  readonly run: RunRecord
}

/**
 * Writes the record of a run as a report on one of its plans; the others, of the same subject, only tell how far up the ladder
 * it has come. Pure: same plans, outcomes and facts, same report.
 */
export function record({ plan, run }: PlanRecord, facts: RunFacts, others: readonly PlanRecord[] = []): Report {
  const { scope, referenceDate, selection } = plan
  const results = resultsOf(plan, run)
  const verdicts = new Map<string, Verdict>(Object.entries(results).map(([id, { verdict }]) => [id, verdict]))
  const judged = [
    judgementOf(plan, results),
    ...others.map((other) => judgementOf(other.plan, resultsOf(other.plan, other.run))),
  ]
  return {
    format: 'scs-conformance-report/1',
    uuid: facts.uuid,
    creator: facts.creator,
    subject: facts.subject,
    layer: scope.layer,
    scope: { id: scope.id, uuid: scope.uuid, name: scope.name, url: scope.url, digest: scope.digest },
    referenceDate,
    startedAt: facts.startedAt.toISOString(),
    finishedAt: facts.finishedAt.toISOString(),
    complete: run.complete,
    ...(Object.values(selection).some((value) => value !== undefined) ? { selection } : {}),
    preflight: facts.preflight,
    results,
    versions: versionVerdicts(scope, verdicts, plan.versions),
    level: ladder(scope.layer, judged),
    http: facts.http,
  }
}

function resultsOf(plan: Plan, { outcomes }: RunRecord): Readonly<Record<string, Result>> {
  const results = plan.testcases.map((planned) => {
    const { id } = planned.testcase
    return [id, resultOf(planned, outcomes.get(id) ?? missed(interrupted))] as const
  })
  return Object.fromEntries(results)
}

function judgementOf({ scope, referenceDate, versions }: Plan, results: Readonly<Record<string, Result>>): Judgement {
  return { scope, referenceDate, versions, results: new Map(Object.entries(results)) }
}

const interrupted = { kind: 'interrupted', message: 'the run ended before this testcase was decided' } as const

/** When the evidence was taken; results that claim to come from the future (clocks, time zones) are of now. */
function earlier(startedAt: Date, observedAt: string | undefined): string {
  const observed = observedAt === undefined ? startedAt : new Date(observedAt)
  return (observed < startedAt ? observed : startedAt).toISOString()
}

function resultOf({ testcase }: PlannedTestcase, outcome: Outcome): Result {
  const { verdict, cause, finding, startedAt, attempts, durationMs, requests, retries } = outcome
  const { description: title, standard, testNotesUrl, section, lifetime } = testcase
  return {
    verdict,
    ...(cause ? { cause } : {}),
    title,
    standard,
    ...(testNotesUrl ? { testNotesUrl } : {}),
    examined: finding.examined,
    violations: finding.violations,
    notes: finding.notes ?? [],
    ...(finding.exhibits?.length ? { exhibits: finding.exhibits } : {}),
    section,
    attempts,
    startedAt: startedAt?.toISOString() ?? null,
    durationMs,
    expiresAt: startedAt ? expiresAt(earlier(startedAt, finding.observedAt), lifetime) : null,
    http: { requests, retries },
  }
}
