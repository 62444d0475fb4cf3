import { sample } from '../../reports/golden/sample.ts'
import type { Database } from '../../src/monitor/database/database.ts'
import type { ResultValue } from '../../src/monitor/database/tables.ts'
import { receivedOfficial, receivedOwn } from '../../src/monitor/intake/read-report.ts'
import { keep } from '../../src/monitor/intake/keep.ts'
import type { Scope } from '../../src/scope.ts'
import { iaas, officialText } from './reports.ts'

const dayMs = 86_400_000
export const kaas = '1fffebe6-fd4b-44d3-a36c-fc58b4bb0180'

/** Uuids of reports that are there by name. */
export const sampleUuids = {
  own: sample.uuid,
  official: '00000000-0000-4000-8000-00000000000a',
} as const

/** A subject that tries to be more than a text. */
export const hostileName = '<img src=x onerror=alert(1)> & "co" \u202eevil'

/**
 * Fills the board: some subjects with results of these days, good and bad, new and old; `gx-scs` with a long history, one with a
 * hostile name and output, and one of our own reports about it.
 */
export async function fillBoard(database: Database, scopes: ReadonlyMap<string, Scope>, now: number): Promise<void> {
  const known = (uuid: string) => {
    const scope = scopes.get(uuid)
    if (!scope) throw new Error(`no scope ${uuid}`)
    return scope
  }
  const give = async (
    subject: string,
    scopeUuid: string,
    daysAgo: number,
    bad: Readonly<Record<number, ResultValue>>,
    uuid?: string,
  ) => {
    const { testcases, versions } = known(scopeUuid)
    const named = new Set(
      versions.slice(-3).flatMap(({ targets }) => [...(targets.main ?? []), ...(targets.recommended ?? [])]),
    )
    const ids = testcases.filter(({ id }) => named.has(id)).map(({ id }) => id)
    const results = Object.fromEntries(
      ids.flatMap((id, n): [string, ResultValue][] => (bad[n] === 0 && daysAgo % 3 === 0 ? [] : [[id, bad[n] ?? 1]])),
    )
    const text = officialText({
      subject,
      scopeUuid,
      results,
      checkedAt: new Date(now - daysAgo * dayMs - 3_600_000).toISOString(),
      stdout: Object.entries(results).map(
        ([id, value]) => `${id}: ${value === 1 ? 'PASS' : value === 0 ? 'ABORT' : 'FAIL'}`,
      ),
      stderr: [`ERROR: ${subject} has a flavor <script>alert(2)</script>`, 'INFO: a secret at 10.0.0.1'],
      ...(uuid === undefined ? {} : { uuid }),
    })
    const posted = { receivedAt: new Date(now), account: 'ci', type: 'application/x-signed-yaml', signature: null, bytes: Buffer.from(text) } as const // prettier-ignore
    await keep(database, posted, [receivedOfficial(JSON.parse(text))], scopes)
  }
  for (let n = 0; n < 24; n++) {
    const name = n % 3 === 2 ? `kaas-1.${20 + n}` : `cloud-${n}`
    const bad = n % 5 === 1 ? { 3: -1, 7: -1 } : n % 7 === 3 ? { 2: 0 } : {}
    await give(name, n % 3 === 2 ? kaas : iaas, n % 6 === 5 ? 30 : n % 4, bad as Readonly<Record<number, ResultValue>>)
  }
  for (let day = 400; day >= 0; day -= 4) {
    const bad = day > 300 ? { 1: -1, 2: -1, 5: 0, 9: -1 } : day % 28 === 0 ? { 4: -1 } : day < 8 ? { 6: -1 } : {}
    if (day < 200 || day > 240) await give('gx-scs', iaas, day, bad as Readonly<Record<number, ResultValue>>)
  }
  await give('gx-scs', kaas, 1, {})
  await give(hostileName, iaas, 0, { 0: -1 }, sampleUuids.official)
  const at = new Date(now - 7_200_000).toISOString()
  const own = {
    ...sample,
    startedAt: at,
    finishedAt: at,
    results: Object.fromEntries(
      Object.entries(sample.results).map(([id, result]) => [
        id,
        result.startedAt === null ? result : { ...result, startedAt: at },
      ]),
    ),
  }
  const text = JSON.stringify(own)
  const posted = { receivedAt: new Date(now), account: 'ci', type: 'application/x-signed-json', signature: null, bytes: Buffer.from(text) } as const // prettier-ignore
  await keep(database, posted, [receivedOwn(own, text)], scopes)
}
