import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { sql, type Transaction } from 'kysely'
import { expiresAt } from '../../certification/lifetimes.ts'
import type { Scope } from '../../scope.ts'
import type { Database } from '../database/database.ts'
import { isDuplicate } from '../database/failure.ts'
import type { ResultValue, Tables } from '../database/tables.ts'
import { Refusal } from '../refusal.ts'
import { countByWeek } from './count-by-week.ts'
import type { ContentType, ReceivedReport } from './received.ts'

/** What was posted, as it came. */
export interface Posted {
  readonly receivedAt: Date
  readonly account: string
  readonly type: ContentType
  readonly signature: string | null
  readonly bytes: Uint8Array
}

/** What was kept of a report. */
export interface Kept {
  readonly uuid: string
  readonly subject: string
  readonly scopeuuid: string
  /** Number of results. */
  readonly results: number
}

/**
 * Keeps all of these reports or, where one of them is there already, none: so that whoever got no answer may post again.
 * @throws Refusal 409 for a uuid that is known
 */
export async function keep(
  database: Database,
  posted: Posted,
  reports: readonly ReceivedReport[],
  scopes: ReadonlyMap<string, Scope>,
): Promise<readonly Kept[]> {
  const body = posted.type === 'application/zip' ? posted.bytes : await promisify(gzip)(posted.bytes)
  try {
    await database.transaction().execute(async (transaction) => {
      await countByWeek(transaction, await insert(transaction, { ...posted, bytes: body }, reports, scopes))
    })
  } catch (error) {
    if (isDuplicate(error)) throw new Refusal(409, 'a report with this uuid is there already', { cause: error })
    throw error
  }
  return reports.map(({ uuid, subject, scopeUuid, results }) => ({
    uuid,
    subject,
    scopeuuid: scopeUuid,
    results: results.length,
  }))
}

/**
 * One statement for all: one way to the server, however many there are. Rows that others may insert or change too are taken in
 * one order by all (reports by uuid, the standing by subject, scope and testcase, its changes by subject): so those who want the
 * same ones wait for each other in turn and not in a circle. Lists go as text: both kinds of database read them alike.
 *
 * @returns ids of the reports
 */
async function insert(
  transaction: Transaction<Tables>,
  { receivedAt, account, type, signature, bytes }: Posted,
  reports: readonly ReceivedReport[],
  scopes: ReadonlyMap<string, Scope>,
): Promise<readonly number[]> {
  const list = (of: (report: ReceivedReport) => string) => sql`${reports.map(of)}::text[]`
  const results = reports.flatMap((report) => resultsOf(report, scopes.get(report.scopeUuid)))
  const resultList = (of: (result: Row) => string) => sql`${results.map(of)}::text[]`
  const { rows } = await sql<{ id: number }>`
    with posted as (
      insert into submission (received_at, account, content_type, signature, body)
      values (${receivedAt}, ${account}, ${type}, ${signature}, ${bytes})
      returning id
    ), kept as (
      insert into report (uuid, submission_id, kind, subject, scope_uuid, checked_at, document, redaction_key)
      select given.uuid, posted.id, kind, subject, scope_uuid, checked_at, document, decode(redaction_key, 'hex')
      from posted, unnest(
        ${list(({ uuid }) => uuid)}::uuid[],
        ${list(({ kind }) => kind)},
        ${list(({ subject }) => subject)},
        ${list(({ scopeUuid }) => scopeUuid)}::uuid[],
        ${list(({ checkedAt }) => checkedAt)}::timestamptz[],
        ${list(({ document }) => document)}::json[],
        ${list(() => randomBytes(32).toString('hex'))}
      ) as given (uuid, kind, subject, scope_uuid, checked_at, document, redaction_key)
      order by given.uuid
      returning id, uuid, subject, scope_uuid
    ), given as materialized (
      select kept.id, kept.uuid, kept.subject, kept.scope_uuid, testcase, result, checked_at, expires_at, cause
      from kept join unnest(
        ${resultList(({ uuid }) => uuid)}::uuid[],
        ${resultList(({ testcase }) => testcase)},
        ${resultList(({ result }) => String(result))}::smallint[],
        ${resultList(({ checkedAt }) => checkedAt)}::timestamptz[],
        ${resultList((one) => one.expiresAt)}::timestamptz[],
        ${resultList(({ cause }) => cause)}
      ) as results (uuid, testcase, result, checked_at, expires_at, cause) using (uuid)
    ), history as (
      insert into result (report_id, testcase, result, checked_at, expires_at, approval, cause)
      select id, testcase, result, checked_at, expires_at, result = 1, nullif(cause, '') from given
    ), stood as (
      insert into standing (subject, scope_uuid, testcase, report_id, result, checked_at)
      -- the newest counts, and of two of the same moment the worse one, whatever order they come in
      select distinct on (subject, scope_uuid, testcase) subject, scope_uuid, testcase, id, result, checked_at
      from given
      order by subject, scope_uuid, testcase, checked_at desc, result, uuid
      on conflict (subject, scope_uuid, testcase) do update
      set report_id = excluded.report_id, result = excluded.result, checked_at = excluded.checked_at
      where (standing.checked_at, -standing.result) < (excluded.checked_at, -excluded.result)
      returning subject
    ), moved as (
      insert into standing_change (subject, marker)
      select subject, nextval('standing_marker') from (select distinct subject from stood order by subject) as one
      on conflict (subject) do update set marker = nextval('standing_marker')
    )
    select id from kept
  `.execute(transaction)
  return rows.map(({ id }) => id)
}

interface Row {
  /** Of the report. */
  readonly uuid: string
  readonly testcase: string
  readonly result: ResultValue
  /** ISO 8601, UTC */
  readonly checkedAt: string
  readonly expiresAt: string
  /** Empty for none. */
  readonly cause: string
}

function resultsOf({ uuid, results }: ReceivedReport, scope: Scope | undefined): readonly Row[] {
  const lifetimes = new Map(scope?.testcases.map(({ id, lifetime }) => [id, lifetime]))
  return results.map(({ testcase, result, checkedAt, cause = '' }) => ({
    uuid,
    testcase,
    result,
    checkedAt,
    expiresAt: expiresAt(checkedAt, lifetimes.get(testcase) ?? 'week'),
    cause,
  }))
}
