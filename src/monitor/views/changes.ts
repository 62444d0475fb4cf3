import type { Database } from '../database/database.ts'
import type { ResultValue } from '../database/tables.ts'

/** What the newest report by a scope says otherwise than the one before. */
export interface Changes {
  readonly scopeUuid: string
  readonly newest: { readonly uuid: string; readonly checkedAt: Date }
  readonly before: { readonly uuid: string; readonly checkedAt: Date }
  /** Testcases with another result, by id. */
  readonly changed: readonly { readonly testcase: string; readonly from: ResultValue; readonly to: ResultValue }[]
  /** How many testcases only the newest one judged, and how many only the one before. */
  readonly added: number
  readonly left: number
}

/** By each of these scopes that has two reports. */
export async function changesOf(
  database: Database,
  subject: string,
  scopeUuids: readonly string[],
): Promise<readonly Changes[]> {
  const all = await Promise.all(scopeUuids.map((scopeUuid) => changesBy(database, subject, scopeUuid)))
  return all.flatMap((one) => one ?? [])
}

async function changesBy(database: Database, subject: string, scopeUuid: string): Promise<Changes | undefined> {
  const [newest, before] = await database
    .selectFrom('report')
    .where('subject', '=', subject)
    .where('scope_uuid', '=', scopeUuid)
    .select(['id', 'uuid', 'checked_at as checkedAt'])
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(2)
    .execute()
  if (!newest || !before) return undefined
  const rows = await database
    .selectFrom('result')
    .where('report_id', 'in', [newest.id, before.id])
    .select(['report_id', 'testcase', 'result'])
    .orderBy('testcase')
    .execute()
  const of = (id: number) =>
    new Map(rows.flatMap(({ report_id, testcase, result }) => (report_id === id ? [[testcase, result] as const] : [])))
  const [now, then] = [of(newest.id), of(before.id)]
  return {
    scopeUuid,
    newest,
    before,
    changed: [...now].flatMap(([testcase, to]) => {
      const from = then.get(testcase)
      return from === undefined || from === to ? [] : [{ testcase, from, to }]
    }),
    added: [...now.keys()].filter((testcase) => !then.has(testcase)).length,
    left: [...then.keys()].filter((testcase) => !now.has(testcase)).length,
  }
}
