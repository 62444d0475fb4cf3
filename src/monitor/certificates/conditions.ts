import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import { standing } from '../views/standing.ts'
import { scopeStatus, type KnownResult } from '../views/status.ts'
import type { Terms } from './terms.ts'
import { troublesOf, type Known, type Past, type Trouble } from './trouble.ts'

/** How a subject stands to terms, and by which results. */
export interface Conditions {
  readonly troubles: readonly Trouble[]
  /** By testcase: what counts and has not expired. */
  readonly results: Readonly<Record<string, KnownResult>>
}

export async function conditionsOf(context: Pick<Context, 'database' | 'now'>, terms: Terms): Promise<Conditions> {
  const known = await presentOf(context, terms)
  const open = terms.testcases.filter((id) => known.results[id]?.result !== 1)
  const past = await pastOf(context.database, terms, open)
  return { results: known.results, troubles: troublesOf(terms, { ...known, past }, new Date(context.now())) }
}

/** Whether `conditionsOf` finds no trouble. The past, of which each report has to be looked at, tells only since when there is one. */
export async function areMet(context: Pick<Context, 'database' | 'now'>, terms: Terms): Promise<boolean> {
  const known = { ...(await presentOf(context, terms)), past: new Map<string, Past>() }
  return troublesOf(terms, known, new Date(context.now())).length === 0
}

async function presentOf(
  { database, now }: Pick<Context, 'database' | 'now'>,
  terms: Terms,
): Promise<Omit<Known, 'past'>> {
  const { subject, scope } = terms
  const rows = await standing(database, { subjects: [subject] })
  const own = rows.filter(({ scopeUuid }) => scopeUuid === scope.uuid)
  // By the terms, not by the scope's file of today, so what is remembered of where subjects stand is of no use here.
  const { results } = scopeStatus(scope, own, new Date(now()))
  return {
    results,
    notApproved: await notApproved(database, results),
    lastReportAt: await lastReportAt(database, terms),
  }
}

async function notApproved(
  database: Database,
  results: Readonly<Record<string, KnownResult>>,
): Promise<ReadonlySet<string>> {
  const reports = [...new Set(Object.values(results).map(({ report }) => report))]
  if (reports.length === 0) return new Set()
  const rows = await database
    .selectFrom('result')
    .innerJoin('report', 'report.id', 'result.report_id')
    .where('report.uuid', 'in', reports)
    .where('result.approval', '=', false)
    .select(['result.testcase', 'report.uuid'])
    .execute()
  return new Set(rows.flatMap(({ testcase, uuid }) => (results[testcase]?.report === uuid ? [testcase] : [])))
}

async function pastOf(
  database: Database,
  { subject, scope }: Terms,
  testcases: readonly string[],
): Promise<ReadonlyMap<string, Past>> {
  if (testcases.length === 0) return new Map()
  const rows = await database
    .with('mine', (query) =>
      query
        .selectFrom('report')
        .innerJoin('result', 'result.report_id', 'report.id')
        .where('report.subject', '=', subject)
        .where('report.scope_uuid', '=', scope.uuid)
        .where('result.testcase', 'in', testcases)
        .select(['result.testcase', 'result.result', 'result.checked_at']),
    )
    .with('passed', (query) =>
      query
        .selectFrom('mine')
        .where('result', '=', 1)
        .groupBy('testcase')
        .select(({ fn }) => ['testcase', fn.max('checked_at').as('at')]),
    )
    .selectFrom('mine')
    .leftJoin('passed', 'passed.testcase', 'mine.testcase')
    .groupBy('mine.testcase')
    .select(({ fn }) => [
      'mine.testcase',
      fn.max('mine.checked_at').as('last'),
      fn
        .min('mine.checked_at')
        // of two of one moment the worse one counts
        .filterWhere((eb) => eb.or([eb('passed.at', 'is', null), eb('mine.checked_at', '>=', eb.ref('passed.at'))]))
        .filterWhere('mine.result', '<>', 1)
        .as('notPassedSince'),
    ])
    .execute()
  return new Map(
    rows.map(({ testcase, last, notPassedSince }) => [
      testcase,
      { last: last.toISOString(), notPassedSince: (notPassedSince as Date | null)?.toISOString() ?? null },
    ]),
  )
}

async function lastReportAt(database: Database, { subject, scope }: Terms): Promise<string | null> {
  const row = await database
    .selectFrom('report')
    .where('subject', '=', subject)
    .where('scope_uuid', '=', scope.uuid)
    .orderBy('checked_at', 'desc')
    .limit(1)
    .select('checked_at')
    .executeTakeFirst()
  return row?.checked_at.toISOString() ?? null
}
