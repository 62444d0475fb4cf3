import type { Layer, Level } from '../../report.ts'
import type { Lifetime } from '../../scope.ts'

/** Namespace of the signature over a certificate's document (PROTOCOL.sshsig). */
export const certificateNamespace = 'scs-certificate'

/** A testcase that the certificate takes, as the scope had it on that day. */
export interface CertifiedTestcase {
  readonly id: string
  readonly lifetime: Lifetime
  /** A check by people, which is repeated every quarter (scs-0004-v1, regulation 3). */
  readonly manual?: true
  /** Id of the standard it comes from. */
  readonly standard: string
  /** Uuid of the report whose PASS it was granted on. */
  readonly report: string
  /** ISO 8601, UTC */
  readonly checkedAt: string
}

/**
 * What a certificate says, as it was granted, and for good: a combination of subject, scope and version (scs-0004-v1, regulation 1),
 * and what that was based on. It needs neither the scope's file nor an account nor a report to be read.
 */
export interface CertificateDocument {
  readonly format: 'scs-conformance-certificate/1'
  readonly id: string
  readonly creator: { readonly name: string; readonly version: string }
  /** A cloud, region or kind of cluster. */
  readonly subject: string
  readonly scope: {
    readonly id: string
    readonly uuid: string
    readonly name: string
    readonly url: string
    readonly level: Level
    readonly layer: Layer
    /** `sha256:` and the hex digest of the scope's file. */
    readonly digest: string
  }
  readonly version: string
  /** YYYY-MM-DD */
  readonly versionStabilizedAt?: string
  /** ISO 8601, UTC */
  readonly grantedAt: string
  /** ISO 8601, UTC: from then on it has expired. */
  readonly validUntil: string
  /** Where it can be looked up; absent where the monitor did not know its own address. */
  readonly statusPage?: string
  /** What has to be told with it, such as that the version is about to expire (scs-0003-v1, timeline entry). */
  readonly warnings: readonly string[]
  /** Id of the certificate of the same subject, scope and version before it. */
  readonly replaces?: string
  /** The certificate of the level below that it stands on (scs-0003-v1, prerequisite descriptor). */
  readonly prerequisite?: {
    readonly scope: string
    readonly scopeUuid: string
    readonly scopeName: string
    readonly certificate: string
  }
  readonly standards: readonly { readonly id: string; readonly title: string; readonly url: string }[]
  /** Target `main` of the version, in the order of the scope. */
  readonly testcases: readonly CertifiedTestcase[]
  /** SHA-256 of each report, `sha256:` and hex, as `GET /reports/UUID` gives it. */
  readonly reports: readonly { readonly uuid: string; readonly checkedAt: string; readonly digest: string }[]
}

/** ISO 8601: the same moment a year later, and of 29 February that of the 28th: one year at the most. */
export function aYearAfter(moment: string): string {
  const date = new Date(moment)
  const month = date.getUTCMonth()
  date.setUTCFullYear(date.getUTCFullYear() + 1)
  if (date.getUTCMonth() !== month) date.setUTCDate(0)
  return date.toISOString()
}

/** The status page (scs-0004-v1, regulation 4) below where anybody reaches the monitor; a path where nobody has said that. */
export function pageOf(publicUrl: string | undefined, id: string): string {
  return `${(publicUrl ?? '').replace(/\/+$/, '')}/certificates/${id}`
}
