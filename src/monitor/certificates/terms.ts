import type { Scope, ScopeVersion } from '../../scope.ts'
import type { CertificateDocument } from './certificate.ts'

/** What has to hold, before a certificate is granted and as long as it is in force. */
export interface Terms {
  readonly subject: string
  /** Nothing of the scope but its head and the one version, and target `main` of that: in force on any day, since a certificate holds for a year whatever becomes of the version (scs-0004-v1, regulation 1). */
  readonly scope: Scope
  readonly version: string
  /** Ids of `main`. */
  readonly testcases: readonly string[]
}

export function termsOf(scope: Scope, version: ScopeVersion, subject: string): Terms {
  const main = version.targets.main ?? []
  return excerpt(
    subject,
    scope,
    version.version,
    scope.testcases.filter(({ id }) => main.includes(id)),
  )
}

/** By what the certificate itself says: the scope's file may be gone. */
export function termsOfCertificate({ subject, scope, version, testcases }: CertificateDocument): Terms {
  return excerpt(
    subject,
    scope,
    version,
    testcases.map(({ id, lifetime, manual = false, standard }) => ({
      id,
      lifetime,
      manual,
      description: '',
      section: 'light',
      standard: { id: standard, title: '', url: '' },
    })),
  )
}

function excerpt(
  subject: string,
  { id, uuid, name, url, level, layer, digest }: Omit<Scope, 'testcases' | 'versions' | 'timeline'>,
  version: string,
  testcases: Scope['testcases'],
): Terms {
  const main = testcases.map((testcase) => testcase.id)
  return {
    subject,
    version,
    testcases: main,
    scope: {
      id,
      uuid: uuid.toLowerCase(),
      name,
      url,
      level,
      layer,
      digest,
      // Checks by people are repeated once every quarter (scs-0004-v1, regulation 3).
      testcases: testcases.map((testcase) =>
        testcase.manual && testcase.lifetime === 'year' ? { ...testcase, lifetime: 'quarter' } : testcase,
      ),
      versions: [{ version, targets: { main } }],
      timeline: [{ date: '0001-01-01', versions: { [version]: 'effective' } }],
    },
  }
}
