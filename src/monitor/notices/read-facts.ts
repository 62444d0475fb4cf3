import type { Scope } from '../../scope.ts'
import type { Database } from '../database/database.ts'
import { allStatus } from '../views/all-status.ts'
import { standing } from '../views/standing.ts'
import { listCertificates, standingOf } from '../certificates/kept.ts'
import { isInForce } from '../certificates/state.ts'
import type { CertificateFacts, PastResult, SubjectFacts } from './subject-facts.ts'

/** Of a subject that is judged more often than this, the newest reports do. */
const mostReports = 300

/** Reads what `detect` needs of a subject: where it stands, and the reports since this moment. */
export async function readFacts(
  database: Database,
  scopes: ReadonlyMap<string, Scope>,
  subject: string,
  since: Date,
  at: Date,
): Promise<SubjectFacts> {
  // in the transaction of `database`, which the memory of `currentStatus` knows nothing of
  const status = allStatus(scopes, await standing(database, { subjects: [subject] }), at)[subject] ?? {}
  // the newest is read whatever its age
  const reports = await database
    .selectFrom('report')
    .where('subject', '=', subject)
    .select(['id', 'scope_uuid', 'checked_at'])
    .orderBy('checked_at', 'desc')
    .limit(mostReports)
    .execute()
  const recent = reports.filter((one, index) => index === 0 || one.checked_at >= since)
  const byId = new Map(recent.map((one) => [one.id, one]))
  const rows =
    recent.length === 0
      ? []
      : await database
          .selectFrom('result')
          .where('report_id', 'in', [...byId.keys()])
          .select(['report_id', 'testcase', 'result', 'checked_at', 'cause'])
          .execute()
  const byScope = Map.groupBy(rows, ({ report_id: id }) => byId.get(id)?.scope_uuid ?? '')
  return {
    subject,
    certificates: await certificatesOf(database, subject, at),
    reportsAtMs: recent.map((one) => one.checked_at.getTime()),
    scopes: Object.entries(status).map(([uuid, own]) => ({
      uuid,
      name: own.name,
      status: own,
      lifetimes: new Map(scopes.get(uuid)?.testcases.map(({ id, lifetime }) => [id, lifetime])),
      results: (byScope.get(uuid) ?? []).map(
        ({ report_id: id, testcase, result, checked_at: at, cause }): PastResult => ({
          testcase,
          result,
          cause,
          checkedAtMs: at.getTime(),
          reportAtMs: byId.get(id)?.checked_at.getTime() ?? at.getTime(),
        }),
      ),
    })),
  }
}

async function certificatesOf(database: Database, subject: string, at: Date): Promise<readonly CertificateFacts[]> {
  const found: CertificateFacts[] = []
  for (const kept of await listCertificates(database, { subject })) {
    const { document, state, troubles } = await standingOf({ database, now: () => at.getTime() }, kept)
    if (!isInForce(state)) continue
    const { id, scope, version, validUntil, testcases } = document
    const head = { uuid: scope.uuid, name: scope.name }
    found.push({ id, scope: head, version, validUntil, testcases: testcases.map((one) => one.id), troubles })
  }
  return found
}
