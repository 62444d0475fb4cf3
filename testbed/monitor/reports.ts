import { randomUUID } from 'node:crypto'
import type { ResultValue } from '../../src/monitor/database/tables.ts'

/** What a report of a test says. */
export interface TestReport {
  readonly subject: string
  readonly results: Readonly<Record<string, ResultValue>>
  readonly uuid?: string
  /** ISO 8601; a second ago where absent. */
  readonly checkedAt?: string
  readonly scopeUuid?: string
  readonly stdout?: readonly string[]
  readonly stderr?: readonly string[]
}

export const iaas = '50393e6f-2ae1-4c5c-a62c-3b75f2abef3f'

/** A report as the official suite writes it, as a JSON text, which is YAML too. */
export function officialText({ subject, results, uuid = randomUUID(), ...rest }: TestReport): string {
  const { checkedAt = new Date(Date.now() - 1000).toISOString(), scopeUuid = iaas, stdout = [], stderr = [] } = rest
  const invocation = { id: '1', cmd: 'check -c secret-cloud', results, rc: 0, stdout, stderr, warning: 0 }
  return JSON.stringify({
    spec: { uuid: scopeUuid, name: 'SCS-compatible IaaS', url: 'https://docs.scs.community/' },
    checked_at: checkedAt,
    reference_date: checkedAt.slice(0, 10),
    subject,
    run: { uuid, argv: ['--secret'], assignment: { os_cloud: 'secret-cloud' }, invocations: { '1': invocation } },
  })
}

/** Several documents in one body. */
export function officialDocuments(reports: readonly TestReport[]): string {
  return reports.map((report) => `---\n${officialText(report)}\n`).join('')
}
