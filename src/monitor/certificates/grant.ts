import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { validityAt } from '../../certification/versions.ts'
import { creator } from '../../creator.ts'
import type { Level } from '../../report.ts'
import type { Scope, ScopeVersion } from '../../scope.ts'
import { digestOf } from '../../yaml-document.ts'
import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import { isDuplicate } from '../database/failure.ts'
import { Refusal } from '../refusal.ts'
import type { KnownResult } from '../views/status.ts'
import { aYearAfter, certificateNamespace, pageOf, type CertificateDocument } from './certificate.ts'
import { conditionsOf } from './conditions.ts'
import { findCertificate, listCertificates, standingOf, type StandingCertificate } from './kept.ts'
import { signatureOf } from './sign.ts'
import { isInForce, renewableFrom } from './state.ts'
import { termsOf, type Terms } from './terms.ts'
import { day } from './trouble.ts'

/** What is asked for. */
export interface Application {
  readonly subject: string
  /** Id or uuid. */
  readonly scope: string
  readonly version: string
}

/** How far the clocks of those who judge may be ahead of ours; as where reports come in. */
const mostAheadMs = 5 * 60_000

/**
 * Grants a certificate (scs-0004-v1, regulations 1, 2 and 5): the version can be certified against on this day, all testcases of its
 * `main` pass by results that count, and the level below is held.
 *
 * @throws Refusal 404 for an unknown scope or version, 422 where it cannot be granted, 409 where one is in force and not near its end
 */
export async function grant(context: Context, { subject, scope: wanted, version: named }: Application, by: string) {
  const { database, now, scopes, publicUrl } = context
  const { scope, version } = find(scopes, wanted, named)
  const at = new Date(now())
  const warnings = whetherInForce(scope, version, at)
  const before = await predecessor(context, { subject, scope, version: named })
  const terms = termsOf(scope, version, subject)
  const { troubles, results } = await conditionsOf(context, terms)
  const [worst] = troubles
  if (worst) {
    const more = troubles.length === 1 ? '' : `, and ${troubles.length - 1} more`
    throw new Refusal(422, `${subject} does not hold what ${scope.name} ${named} demands: ${worst.text}${more}`)
  }
  const prerequisite = await below(context, scope, subject)
  checkClock(results, at)
  const id = randomUUID()
  const grantedAt = at.toISOString()
  const document: CertificateDocument = {
    format: 'scs-conformance-certificate/1',
    id,
    creator,
    subject,
    scope: headOf(scope),
    version: named,
    ...(version.stabilizedAt === undefined ? {} : { versionStabilizedAt: version.stabilizedAt }),
    grantedAt,
    validUntil: aYearAfter(grantedAt),
    ...(publicUrl === undefined ? {} : { statusPage: pageOf(publicUrl, id) }),
    warnings,
    ...(before ? { replaces: before.document.id } : {}),
    ...(prerequisite ? { prerequisite } : {}),
    ...certified(scope, terms, results),
    reports: await reportsOf(database, terms, results),
  }
  const text = `${JSON.stringify(document, null, 2)}\n`
  const signature = await signatureOf(context, text, certificateNamespace)
  try {
    await database
      .insertInto('certificate')
      .values({
        id,
        subject,
        scope_uuid: scope.uuid.toLowerCase(),
        version: named,
        number: before ? before.number + 1 : 1,
        granted_at: at,
        valid_until: new Date(document.validUntil),
        account: by,
        document: text,
        signature,
      })
      .execute()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    await predecessor(context, { subject, scope, version: named }) // refuses, with its id
    throw new Refusal(409, 'another one has just been granted', { cause: error })
  }
  const kept = await findCertificate(database, id)
  if (!kept) throw new Error(`certificate ${id} was granted and is not there`)
  return standingOf(context, kept)
}

function find(
  scopes: Context['scopes'],
  wanted: string,
  named: string,
): { readonly scope: Scope; readonly version: ScopeVersion } {
  const scope = [...scopes.values()].find(
    ({ id, uuid }) => id === wanted || uuid.toLowerCase() === wanted.toLowerCase(),
  )
  if (!scope) throw new Refusal(404, 'there is no such scope')
  const version = scope.versions.find((one) => one.version === named)
  if (version) return { scope, version }
  const known = scope.versions.map((one) => one.version).join(', ')
  throw new Refusal(404, `${scope.name} has no such version; it has ${known}`)
}

/** Certified against is what is `effective` or `warn` on that day (scs-0003-v1, timeline entry). */
function whetherInForce(scope: Scope, { version, targets }: ScopeVersion, at: Date): readonly string[] {
  const name = `${scope.name} ${version}`
  const today = day(at.toISOString())
  if (scope.proposal) {
    throw new Refusal(422, `${scope.name} gives no level, since nobody has formalised it, and so no certificate`)
  }
  const validity = validityAt(scope, today)[version] ?? 'deprecated'
  if (validity === 'draft' || validity === 'deprecated') {
    throw new Refusal(422, `${name} is ${validity} on ${today}: it can be tested against, but not certified`)
  }
  if ((targets.main ?? []).length === 0) throw new Refusal(422, `${name} demands no testcase in main`)
  return validity === 'warn' ? [`${name} is about to expire`] : []
}

/** The newest certificate of that kind, with its number. @throws Refusal 409 where it is in force, and not near its end */
async function predecessor(
  context: Context,
  { subject, scope, version }: { readonly subject: string; readonly scope: Scope; readonly version: string },
): Promise<(StandingCertificate & { readonly number: number }) | undefined> {
  const { database } = context
  const all = await listCertificates(database, { subject, scopeUuid: scope.uuid.toLowerCase(), version })
  // By the chain, not by dates: clocks may go back.
  const newest = all.find(({ next }) => next === null)
  if (!newest) return undefined
  const standing = await standingOf(context, newest)
  const { id, validUntil } = standing.document
  if (isInForce(standing.state) && !standing.renewable) {
    const from = day(new Date(renewableFrom(validUntil)).toISOString())
    throw new Refusal(409, `certificate ${id} is in force until ${day(validUntil)}; it can be renewed from ${from} on`)
  }
  return { ...standing, number: all.length }
}

const lower = { open: 'compatible', sovereign: 'open' } as const

/** The certificate of the level below, which has to be held first (scs-0003-v1, prerequisite descriptor). */
async function below(context: Context, scope: Scope, subject: string): Promise<CertificateDocument['prerequisite']> {
  if (scope.level === 'compatible') return undefined
  const needed: Level = lower[scope.level]
  const named = [...context.scopes.values()].find(({ id, level, layer }) =>
    scope.prerequisite === undefined ? level === needed && layer === scope.layer : id === scope.prerequisite,
  )
  const name = named?.name ?? scope.prerequisite ?? `SCS-${needed}`
  const all = named ? await listCertificates(context.database, { subject, scopeUuid: named.uuid.toLowerCase() }) : []
  let lacking = 'none is in force'
  for (const kept of all) {
    const { state, document, troubles } = await standingOf(context, kept)
    if (state === 'valid' || state === 'expires soon') {
      return { scope: document.scope.id, scopeUuid: document.scope.uuid, scopeName: name, certificate: document.id }
    }
    if (state === 'conditions not met') lacking = `conditions of ${document.id} are not met: ${troubles[0]?.text}`
  }
  throw new Refusal(422, `${scope.name} takes a certificate of ${name}: ${lacking}`)
}

/** The clock of this machine is behind where results were made after the moment of the grant. */
function checkClock(results: Readonly<Record<string, KnownResult>>, at: Date): void {
  const latest = Math.max(...Object.values(results).map(({ checked_at }) => Date.parse(checked_at)))
  const aheadS = Math.round((latest - at.getTime()) / 1000)
  if (aheadS * 1000 <= mostAheadMs) return
  throw new Refusal(
    422,
    `the newest result was made ${aheadS} s after the moment that is now on the monitor; set its clock`,
  )
}

function headOf({ id, uuid, name, url, level, layer, digest }: Scope): CertificateDocument['scope'] {
  return { id, uuid: uuid.toLowerCase(), name, url, level, layer, digest }
}

function certified(
  scope: Scope,
  terms: Terms,
  results: Readonly<Record<string, KnownResult>>,
): Pick<CertificateDocument, 'standards' | 'testcases'> {
  const own = scope.testcases.filter(({ id }) => terms.testcases.includes(id))
  const standards = new Map(own.map(({ standard }) => [standard.id, standard]))
  return {
    standards: [...standards.values()].map(({ id, title, url }) => ({ id, title, url })),
    testcases: own.map(({ id, lifetime, manual, standard }) => ({
      id,
      lifetime,
      ...(manual ? { manual } : {}),
      standard: standard.id,
      report: results[id]?.report ?? '',
      checkedAt: results[id]?.checked_at ?? '',
    })),
  }
}

async function reportsOf(
  database: Database,
  { testcases }: Terms,
  results: Readonly<Record<string, KnownResult>>,
): Promise<CertificateDocument['reports']> {
  const uuids = [...new Set(testcases.flatMap((id) => results[id]?.report ?? []))]
  const rows = await database
    .selectFrom('report')
    .where('uuid', 'in', uuids)
    .select(['uuid', 'checked_at', sql<string>`document::text`.as('document')])
    .orderBy('checked_at', 'desc')
    .orderBy('uuid')
    .execute()
  return rows.map(({ uuid, checked_at, document }) => ({
    uuid,
    checkedAt: checked_at.toISOString(),
    digest: digestOf(new TextEncoder().encode(document)),
  }))
}
