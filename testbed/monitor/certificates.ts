import { loadScope } from '../../src/standards.ts'
import type { Scope } from '../../src/scope.ts'
import type { ResultValue } from '../../src/monitor/database/tables.ts'
import { basic, type TestAccount, type TestMonitor } from './open-monitor.ts'
import { iaas, officialText } from './reports.ts'

export const certified = { scope: 'scs-compatible-iaas', version: 'v5.1' } as const

/** A clock that is set by hand, in milliseconds; it begins on a day on which v5.1 is in force. */
export function handClock(start = '2026-11-24T10:00:00.000Z') {
  let at = Date.parse(start)
  return {
    now: () => at,
    set: (moment: string) => void (at = Date.parse(moment)),
    days: (n: number) => void (at += n * 86_400_000),
    iso: () => new Date(at).toISOString(),
  }
}

/** A report in which all of `main` of v5.1 passes, but what is named. */
export async function passingReport(
  subject: string,
  checkedAt: string,
  {
    but = {},
    uuid,
    scope,
  }: {
    readonly but?: Readonly<Record<string, ResultValue | null>>
    readonly uuid?: string
    readonly scope?: Scope
  } = {},
): Promise<string> {
  const judged = scope ?? (await loadScope(certified.scope))
  const version = judged.versions.find((one) => one.version === certified.version) ?? judged.versions[0]
  const results = Object.fromEntries(
    (version?.targets.main ?? []).flatMap((id) => {
      const value = id in but ? but[id] : 1
      return value === null || value === undefined ? [] : [[id, value]]
    }),
  )
  const scopeUuid = judged.uuid === iaas ? {} : { scopeUuid: judged.uuid }
  return officialText({ subject, checkedAt, results, ...scopeUuid, ...(uuid === undefined ? {} : { uuid }) })
}

/** Asks for a certificate. */
export function grantBy(
  monitor: TestMonitor,
  by: TestAccount,
  subject: string,
  more: Readonly<Record<string, string>> = {},
) {
  const payload = { subject, ...certified, ...more }
  return monitor.app.inject({ method: 'POST', url: '/certificates', headers: basic(by), payload })
}

export function revokeBy(monitor: TestMonitor, by: TestAccount, id: string, reason: string) {
  const url = `/certificates/${id}/revocation`
  return monitor.app.inject({ method: 'POST', url, headers: basic(by), payload: { reason } })
}
