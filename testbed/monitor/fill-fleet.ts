import { createHash } from 'node:crypto'
import type { Database } from '../../src/monitor/database/database.ts'
import type { ResultValue } from '../../src/monitor/database/tables.ts'
import { keep } from '../../src/monitor/intake/keep.ts'
import type { Scope } from '../../src/scope.ts'
import { officialText } from './reports.ts'

/** A fleet that is judged every night. */
export interface Fleet {
  readonly scope: Scope
  readonly subjects: readonly string[]
  readonly testcases: readonly string[]
  /** The last night is that before this moment, in milliseconds. */
  readonly now: number
  readonly nights: number
  /** Every so many nights one is kept; each where absent. */
  readonly step?: number
  /** What a testcase gave on a subject, so many nights ago; undefined where it was not run. */
  readonly result: (subject: string, testcase: string, nightsAgo: number) => ResultValue | undefined
}

const nightMs = 86_400_000

/** Keeps the reports of a fleet as if they had been posted, without signatures. */
export async function fillFleet(database: Database, fleet: Fleet): Promise<void> {
  const { scope, subjects, testcases, now, nights, step = 1, result } = fleet
  for (let ago = nights - 1; ago >= 0; ago -= step) {
    const reports = subjects.flatMap((subject) => {
      const given = testcases.flatMap((testcase) => {
        const value = result(subject, testcase, ago)
        return value === undefined ? [] : [[testcase, value] as const]
      })
      if (given.length === 0) return []
      const checkedAt = new Date(now - ago * nightMs - 3_600_000).toISOString()
      const uuid = uuidFrom(`${scope.id} ${subject} ${ago}`)
      const document = officialText({
        subject,
        uuid,
        checkedAt,
        scopeUuid: scope.uuid,
        results: Object.fromEntries(given),
      })
      const results = given.map(([testcase, value]) => ({ testcase, result: value, checkedAt }))
      return [{ kind: 'official' as const, uuid, subject, scopeUuid: scope.uuid, checkedAt, document, results }]
    })
    const bytes = new TextEncoder().encode('a fleet')
    const posted = { account: 'fleet', type: 'application/x-signed-yaml' as const, signature: '', bytes }
    await keep(database, { ...posted, receivedAt: new Date(now) }, reports, new Map([[scope.uuid, scope]]))
  }
}

function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
