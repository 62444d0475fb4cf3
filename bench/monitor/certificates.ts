import { randomUUID } from 'node:crypto'
import { aYearAfter, type CertificateDocument } from '../../src/monitor/certificates/certificate.ts'
import type { Database } from '../../src/monitor/database/database.ts'
import type { Scope } from '../../src/scope.ts'

/** A certificate of each subject by its last day, as if each had been granted one: most do not meet their conditions today. */
export async function writeCertificates(
  database: Database,
  { id, uuid, name, url, level, layer, digest, versions, testcases }: Scope,
  subjects: readonly string[],
  at: Date,
): Promise<void> {
  const version = versions.find(({ stabilizedAt }) => stabilizedAt !== undefined) ?? versions[0]
  if (!version) return
  const main = new Set(version.targets.main)
  const document: Omit<CertificateDocument, 'id' | 'subject'> = {
    format: 'scs-conformance-certificate/1',
    creator: { name: 'bench', version: '0' },
    scope: { id, uuid, name, url, level, layer, digest },
    version: version.version,
    grantedAt: at.toISOString(),
    validUntil: aYearAfter(at.toISOString()),
    warnings: [],
    standards: [],
    reports: [],
    testcases: testcases
      .filter((one) => main.has(one.id))
      .map((one) => ({
        id: one.id,
        lifetime: one.lifetime,
        standard: one.standard.id,
        report: '',
        checkedAt: at.toISOString(),
      })),
  }
  for (const subject of subjects) {
    const own = randomUUID()
    await database
      .insertInto('certificate')
      .values({
        id: own,
        subject,
        scope_uuid: uuid,
        version: version.version,
        number: 1,
        granted_at: at,
        valid_until: new Date(document.validUntil),
        account: 'bench',
        document: JSON.stringify({ ...document, id: own, subject }),
        signature: null,
      })
      .execute()
  }
}
