import type { Language, Report, Verdict } from '../report.ts'
import type { Scope } from '../scope.ts'
import type { CertificateState } from './certificates/state.ts'
import type { Authenticate } from './accounts/authenticate.ts'
import type { Database } from './database/database.ts'
import type { Reader } from './intake/reader.ts'
import type { Take } from './intake/submission.ts'

/** What a badge says; as `drawBadge` of reports/ takes it. */
export interface Badge {
  readonly what: string
  readonly verdict: Verdict
  /** Why a verdict on this version gives no level. */
  readonly worthless?: 'draft' | 'deprecated' | undefined
  /** YYYY-MM-DD */
  readonly day: string
  readonly subject: string
}

/** What the badge of a certificate says; as `drawCertificateBadge` of reports/ takes it. */
export interface CertificateBadge {
  /** Scope and version. */
  readonly what: string
  readonly state: CertificateState
  /** YYYY-MM-DD, of its end. */
  readonly validUntil: string
  readonly subject: string
}

/** What the routes work with. */
export interface Context {
  readonly database: Database
  readonly authenticate: Authenticate
  readonly take: Take
  readonly share: Reader['share']
  /** By uuid. */
  readonly scopes: ReadonlyMap<string, Scope>
  /** SVG */
  readonly drawBadge: (badge: Badge) => string
  /** SVG */
  readonly drawCertificateBadge: (badge: CertificateBadge) => string
  /** Signs certificates and their revocation list, as armored SSH signature; absent where the monitor has no key. */
  readonly sign?: (bytes: Uint8Array, namespace: string) => Promise<string>
  /** Where anybody reaches the monitor. */
  readonly publicUrl?: string
  /** The style of the HTML reports, which the board shares. */
  readonly style: string
  /** One of our own reports as a page with links to others, and the content security policy to be sent with it. */
  readonly renderReport: (
    report: Report,
    links: readonly { readonly href: string; readonly text: string }[],
    language?: Language,
  ) => { readonly html: string; readonly policy: string }
  /** Reads the bootstrap file again; rejects with a UsageError where it cannot be used. Absent where there is none. */
  readonly reload?: () => Promise<void>
  /** Milliseconds. */
  readonly now: () => number
}
