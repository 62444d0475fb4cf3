import type { Account } from '../accounts/account.ts'
import { pageOf, type CertificateDocument } from './certificate.ts'
import type { StandingCertificate } from './kept.ts'
import { isInForce, type CertificateState } from './state.ts'
import type { Trouble } from './trouble.ts'

/** A certificate as the API gives it. */
export interface ShownCertificate extends Pick<
  CertificateDocument,
  'id' | 'subject' | 'scope' | 'version' | 'grantedAt' | 'validUntil' | 'warnings'
> {
  readonly state: CertificateState
  /** Neither expired nor superseded nor revoked. */
  readonly inForce: boolean
  /** Conditions that are not met; of one in force. */
  readonly conditions: readonly Trouble[]
  readonly revocation: { readonly at: string; readonly reason: string; readonly by?: string } | null
  /** Ids of the certificates of the same subject, scope and version before and after it. */
  readonly replaces: string | null
  readonly replacedBy: string | null
  readonly signed: boolean
  /** Where the status page is. */
  readonly page: string
  /** Name of the account; only for those who may see any subject or grant. */
  readonly grantedBy?: string
}

/** @param visitor who asks; undefined for anybody */
export function shown(
  certificate: StandingCertificate,
  publicUrl: string | undefined,
  visitor?: Account,
): ShownCertificate {
  const { document, state, troubles, revocation, next, signature, grantedBy } = certificate
  const { id, subject, scope, version, grantedAt, validUntil, warnings, replaces } = document
  const inside =
    visitor !== undefined && (['approve', 'read_any', 'admin'] as const).some((one) => visitor.roles.has(one))
  return {
    id,
    state,
    inForce: isInForce(state),
    subject,
    scope,
    version,
    grantedAt,
    validUntil,
    warnings,
    conditions: troubles,
    revocation: revocation && {
      at: revocation.at,
      reason: revocation.reason,
      ...(inside ? { by: revocation.by } : {}),
    },
    replaces: replaces ?? null,
    replacedBy: next?.id ?? null,
    signed: signature !== null,
    page: pageOf(publicUrl, id),
    ...(inside ? { grantedBy } : {}),
  }
}
