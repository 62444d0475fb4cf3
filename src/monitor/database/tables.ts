import type { ColumnType, Generated } from 'kysely'

/** What may be done beyond one's own subject; as in the official monitor. */
export type Role = 'append_any' | 'read_any' | 'approve' | 'admin'

/** JSON kept as it was written; read back as text with `::text`. */
type Json = ColumnType<unknown, string, never>

/** A result as the official formats write it: PASS, DNF (there ABORT), FAIL. */
export type ResultValue = 1 | 0 | -1

/** The tables of the monitor, the same in PostgreSQL and PGlite. Accounts mirror the bootstrap file; reports are only added. */
export interface Tables {
  readonly account: {
    readonly id: Generated<number>
    readonly subject: string
    readonly roles: readonly Role[]
    readonly group: string | null
  }
  /** `hash` is an argon2 hash in PHC form. */
  readonly api_key: { readonly account_id: number; readonly hash: string }
  readonly public_key: {
    readonly account_id: number
    readonly name: string
    readonly type: string
    /** Base64, as in an OpenSSH public key. */
    readonly key: string
  }
  /** `delegate_id` may submit for `account_id`. */
  readonly delegation: { readonly account_id: number; readonly delegate_id: number }
  /** What was posted, as it was posted: bytes and signature, so that anybody can verify it later. */
  readonly submission: {
    readonly id: Generated<number>
    readonly received_at: Date
    /** Name of the account that posted it. */
    readonly account: string
    readonly content_type: string
    /** Armored SSH signature over the bytes; null for a bundle, which carries its own. */
    readonly signature: string | null
    /** The bytes, packed with gzip unless they are a bundle. */
    readonly body: Uint8Array
  }
  readonly report: {
    readonly id: Generated<number>
    readonly uuid: string
    readonly submission_id: number
    /** `own`: scs-conformance-report/1. */
    readonly kind: 'official' | 'own'
    readonly subject: string
    readonly scope_uuid: string
    readonly checked_at: Date
    readonly document: Json
    /** Secret; the salts of the public view of one of our own reports come from it. */
    readonly redaction_key: Uint8Array
  }
  /** History: each result of each report. */
  readonly result: {
    readonly report_id: number
    readonly testcase: string
    readonly result: ResultValue
    readonly checked_at: Date
    /** From then on it counts as MISS (scs-0004). */
    readonly expires_at: Date
    readonly approval: boolean
    /** Why it is DNF, where the report tells. */
    readonly cause: string | null
  }
  /** The newest result of each testcase, whatever order reports come in. */
  readonly standing: {
    readonly subject: string
    readonly scope_uuid: string
    readonly testcase: string
    readonly report_id: number
    readonly result: ResultValue
    readonly checked_at: Date
  }
  /** Certificates are only added: the database refuses to change or delete them. */
  readonly certificate: {
    readonly id: string
    readonly subject: string
    readonly scope_uuid: string
    readonly version: string
    /** Counts those of this subject, scope and version, from 1. */
    readonly number: number
    readonly granted_at: Date
    readonly valid_until: Date
    /** Name of the account that granted it. */
    readonly account: string
    /** A CertificateDocument as JSON, to the byte as it was signed. */
    readonly document: string
    /** Armored SSH signature over the document; null where the monitor had no key. */
    readonly signature: string | null
  }
  /** What was done with a certificate after it was granted; only added, too. */
  readonly certificate_act: {
    readonly id: Generated<number>
    readonly certificate_id: string
    readonly kind: 'revocation'
    readonly at: Date
    /** Name of the account that did it. */
    readonly account: string
    readonly reason: string
  }
  /** Whoever writes `standing` sets the marker of its subject to `nextval('standing_marker')` in the same transaction. */
  readonly standing_change: { readonly subject: string; readonly marker: number }
  /** How many results of a testcase were made in a week, over all subjects; sum up over `part`. */
  readonly testcase_week: {
    readonly scope_uuid: string
    readonly testcase: string
    /** Its Monday, UTC. */
    readonly week: Date
    readonly part: number
    readonly pass: number
    readonly dnf: number
    readonly fail: number
  }
  /** How many results of each kind a report has; the database itself writes it when results are. */
  readonly tally: {
    readonly report_id: number
    readonly subject: string
    readonly scope_uuid: string
    readonly checked_at: Date
    readonly pass: number
    readonly fail: number
    readonly dnf: number
  }
  /** What has been told of one thing of a subject; an empty `scope_uuid` stands for the subject as a whole. */
  readonly notice_state: {
    readonly subject: string
    readonly scope_uuid: string
    readonly item: string
    readonly told: string
  }
  /** What happened; its key is there once. */
  readonly notice: {
    readonly id: Generated<number>
    readonly key: string
    readonly subject: string
    readonly kind: string
    readonly created_at: Date
    readonly content: Json
  }
  /** A notice on its way to a contact, which is named as in the file of notices: addresses are there only. */
  readonly notice_delivery: {
    readonly notice_id: number
    readonly contact: string
    readonly attempts: number
    /** Null where nothing is left to do. */
    readonly next_attempt_at: Date | null
    readonly outcome: 'delivered' | 'given-up' | null
  }
  /** One row: when all subjects have their next turn, by whichever process is first. */
  readonly notice_round: { readonly id: number; readonly next_at: Date }
}
