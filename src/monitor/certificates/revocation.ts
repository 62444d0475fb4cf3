import type { Context } from '../context.ts'
import { isDuplicate } from '../database/failure.ts'
import { Refusal } from '../refusal.ts'
import { certificateOf, revokedCertificates, standingOf, type KeptCertificate } from './kept.ts'

/** Namespace of the signature over the list (PROTOCOL.sshsig). */
export const revocationNamespace = 'scs-revocation-list'

const hourMs = 3_600_000

/**
 * Revokes a certificate for good (scs-0004-v1, regulation 7), whatever its state: one that has expired may have been wrong from the
 * start. A test that fails is no reason in itself (regulation 8); people decide, and say why.
 *
 * @throws Refusal 404 for one that is not there, 409 for one that is revoked
 */
export async function revoke(context: Context, id: string, reason: string, by: string) {
  const { database, now } = context
  await certificateOf(database, id)
  try {
    await database
      .insertInto('certificate_act')
      .values({ certificate_id: id, kind: 'revocation', at: new Date(now()), account: by, reason })
      .execute()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    throw new Refusal(409, `certificate ${id} is revoked already; that stays`, { cause: error })
  }
  return standingOf(context, await certificateOf(database, id))
}

/** The Certificate Revocation List (scs-0004-v1, regulation 7). */
export interface RevocationList {
  readonly format: 'scs-conformance-revocation-list/1'
  /** Counts the entries: a list with a lower number is an older one. */
  readonly number: number
  /** ISO 8601, UTC: the beginning of this hour, or the newest revocation since. */
  readonly thisUpdate: string
  /** ISO 8601, UTC: from then on this list is too old to rely on. */
  readonly nextUpdate: string
  /** The first that was revoked first. */
  readonly revoked: readonly {
    readonly id: string
    readonly subject: string
    readonly scope: { readonly id: string; readonly uuid: string; readonly name: string }
    readonly version: string
    readonly revokedAt: string
    readonly reason: string
  }[]
}

/** The list as it stands, the same bytes all through an hour in which nothing is revoked: so its signature can be fetched after it. */
export async function revocationList({ database, now }: Pick<Context, 'database' | 'now'>): Promise<string> {
  return `${JSON.stringify(listOf(await revokedCertificates(database), now()), null, 2)}\n`
}

/** Pure. */
export function listOf(kept: readonly KeptCertificate[], now: number): RevocationList {
  const hour = new Date(Math.floor(now / hourMs) * hourMs).toISOString()
  const revoked = kept.flatMap(({ document: { id, subject, scope, version }, revocation }) =>
    revocation
      ? [
          {
            id,
            subject,
            scope: { id: scope.id, uuid: scope.uuid, name: scope.name },
            version,
            revokedAt: revocation.at,
            reason: revocation.reason,
          },
        ]
      : [],
  )
  const thisUpdate = [hour, ...revoked.map(({ revokedAt }) => revokedAt)].toSorted().at(-1) ?? hour
  return {
    format: 'scs-conformance-revocation-list/1',
    number: revoked.length,
    thisUpdate,
    nextUpdate: new Date(Date.parse(hour) + 24 * hourMs).toISOString(),
    revoked,
  }
}
