import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import type { CertificateDocument } from './certificate.ts'
import { areMet, conditionsOf } from './conditions.ts'
import { isInForce, renewableFrom, stateOf, type CertificateState } from './state.ts'
import { termsOfCertificate } from './terms.ts'
import { day, type Trouble } from './trouble.ts'

/** A certificate as it is kept, with what came after it. */
export interface KeptCertificate {
  readonly document: CertificateDocument
  /** The bytes that were signed. */
  readonly text: string
  readonly signature: string | null
  readonly grantedBy: string
  readonly revocation: { readonly at: string; readonly reason: string; readonly by: string } | null
  /** The next one of the same subject, scope and version. */
  readonly next: { readonly id: string; readonly grantedAt: string } | null
}

/** A certificate, and where it stands at this moment. */
export interface StandingCertificate extends KeptCertificate {
  readonly state: CertificateState
  /** Only while it is in force: conditions that are not met. */
  readonly troubles: readonly Trouble[]
  /** Its end is near. */
  readonly renewable: boolean
}

export async function findCertificate(database: Database, id: string): Promise<KeptCertificate | undefined> {
  const row = await certificates(database).where('certificate.id', '=', id).executeTakeFirst()
  return row && asKept(row)
}

/** @throws Refusal 404 where there is none of this id */
export async function certificateOf(database: Database, id: string): Promise<KeptCertificate> {
  const kept = await findCertificate(database, id)
  if (!kept) throw new Refusal(404, 'there is no such certificate')
  return kept
}

/** Newest first. */
export async function listCertificates(
  database: Database,
  by: {
    readonly subject?: string | undefined
    readonly scopeUuid?: string | undefined
    readonly version?: string | undefined
    readonly limit?: number
    readonly skip?: number
  },
): Promise<readonly KeptCertificate[]> {
  let query = certificates(database).orderBy('certificate.granted_at', 'desc').orderBy('certificate.id')
  if (by.subject !== undefined) query = query.where('certificate.subject', '=', by.subject)
  if (by.scopeUuid !== undefined) query = query.where('certificate.scope_uuid', '=', by.scopeUuid)
  if (by.version !== undefined) query = query.where('certificate.version', '=', by.version)
  if (by.limit !== undefined) query = query.limit(by.limit).offset(by.skip ?? 0)
  return (await query.execute()).map(asKept)
}

export async function countCertificates(
  database: Database,
  { subject }: { readonly subject?: string | undefined },
): Promise<number> {
  let query = database.selectFrom('certificate').select(({ fn }) => fn.countAll<string | number>().as('count'))
  if (subject !== undefined) query = query.where('subject', '=', subject)
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** All that were revoked, the first one first. */
export async function revokedCertificates(database: Database): Promise<readonly KeptCertificate[]> {
  const rows = await certificates(database).where('revocation.at', 'is not', null).orderBy('revocation.id').execute()
  return rows.map(asKept)
}

/** Where a certificate stands at this moment. */
export async function standingOf(
  context: Pick<Context, 'database' | 'now'>,
  kept: KeptCertificate,
): Promise<StandingCertificate> {
  const { document } = kept
  const at = new Date(context.now())
  const facts = factsOf(kept)
  const renewable = at.getTime() >= renewableFrom(document.validUntil)
  if (!isInForce(stateOf({ ...facts, conditionsMet: true }, at))) {
    return { ...kept, state: stateOf({ ...facts, conditionsMet: true }, at), troubles: [], renewable }
  }
  const troubles = [
    ...(await withPrerequisite(context, document, at)),
    ...(await conditionsOf(context, termsOfCertificate(document))).troubles,
  ]
  return { ...kept, troubles, renewable, state: stateOf({ ...facts, conditionsMet: troubles.length === 0 }, at) }
}

/** The state of `standingOf`, without what it takes long to find: since when conditions are not met. */
export async function presentState(
  context: Pick<Context, 'database' | 'now'>,
  kept: KeptCertificate,
): Promise<CertificateState> {
  const { document } = kept
  const at = new Date(context.now())
  const facts = factsOf(kept)
  const otherwise = stateOf({ ...facts, conditionsMet: true }, at)
  if (!isInForce(otherwise)) return otherwise
  const conditionsMet =
    (await withPrerequisite(context, document, at)).length === 0 &&
    (await areMet(context, termsOfCertificate(document)))
  return stateOf({ ...facts, conditionsMet }, at)
}

function factsOf({ document: { validUntil }, revocation, next }: KeptCertificate) {
  return { validUntil, revoked: revocation !== null, followedAt: next?.grantedAt ?? null }
}

/** The level below has to be held as long as this one is (scs-0003-v1, prerequisite descriptor). */
async function withPrerequisite(
  { database }: Pick<Context, 'database'>,
  { subject, prerequisite }: CertificateDocument,
  at: Date,
): Promise<readonly Trouble[]> {
  if (!prerequisite) return []
  const below = await listCertificates(database, { subject, scopeUuid: prerequisite.scopeUuid })
  const ends = below.map((kept) => {
    const {
      document: { validUntil },
      revocation,
    } = kept
    if (isInForce(stateOf({ ...factsOf(kept), conditionsMet: true }, at))) return null
    return revocation && revocation.at < validUntil ? revocation.at : validUntil
  })
  if (ends.includes(null)) return []
  const since =
    ends
      .flatMap((end) => end ?? [])
      .toSorted()
      .at(-1) ?? null
  const when = since === null ? '' : ` since ${day(since)}`
  return [{ kind: 'prerequisite', since, text: `there is no certificate of ${prerequisite.scopeName} in force${when}` }]
}

const certificates = (database: Database) =>
  database
    .selectFrom('certificate')
    .leftJoin('certificate_act as revocation', (join) =>
      join.onRef('revocation.certificate_id', '=', 'certificate.id').on('revocation.kind', '=', 'revocation'),
    )
    .leftJoin('certificate as next', (join) =>
      join
        .onRef('next.subject', '=', 'certificate.subject')
        .onRef('next.scope_uuid', '=', 'certificate.scope_uuid')
        .onRef('next.version', '=', 'certificate.version')
        .on((on) => on(on.ref('next.number'), '=', on('certificate.number', '+', 1))),
    )
    .select([
      'certificate.document',
      'certificate.signature',
      'certificate.account',
      'revocation.at as revokedAt',
      'revocation.reason',
      'revocation.account as revokedBy',
      'next.id as nextId',
      'next.granted_at as nextGrantedAt',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof certificates>['executeTakeFirstOrThrow']>>

function asKept(row: Row): KeptCertificate {
  const { document, signature, account, revokedAt, reason, revokedBy, nextId, nextGrantedAt } = row
  return {
    document: JSON.parse(document) as CertificateDocument, // written by grant
    text: document,
    signature,
    grantedBy: account,
    revocation: revokedAt && { at: revokedAt.toISOString(), reason: reason ?? '', by: revokedBy ?? '' },
    next: nextId === null || nextGrantedAt === null ? null : { id: nextId, grantedAt: nextGrantedAt.toISOString() },
  }
}
