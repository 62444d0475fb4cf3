import { expiresAt } from '../certification/lifetimes.ts'
import type { Signed } from '../evidence/ssh-signature.ts'

/** The word of a person on a testcase that no tool can decide, as its file has it. */
export interface Attestation {
  readonly format: 'scs-conformance-attestation/1'
  readonly testcase: string
  /** Document and link to the clause, for the reader. */
  readonly standard?: string
  readonly url?: string
  readonly subject: string
  /** What is said to hold. */
  readonly statement: string
  readonly verdict: 'PASS' | 'FAIL'
  readonly answers?: readonly { readonly question: string; readonly answer: string }[]
  readonly evidence?: readonly Evidence[]
  readonly attester: { readonly name: string; readonly role: string; readonly organisation?: string }
  /** YYYY-MM-DD */
  readonly date: string
  /** YYYY-MM-DD, the last day; a quarter at the most (scs-0004-v1: manual checks are repeated every quarter). */
  readonly validUntil: string
}

export interface Evidence {
  readonly file?: string
  readonly url?: string
  readonly title?: string
  /** Of its content, lower-case hex. */
  readonly sha256: string
}

/** What the signatures beside an attestation say; null where there is none. */
export interface Vouched {
  readonly attester: Signed | null
  /** An assessor, who is not the attester, has looked at it and confirms it. */
  readonly assessor: Signed | null
}

/** What an attestation is worth on a day. Only a signed one is worth anything; until an assessor confirms it, it is tentative. */
export type Worth =
  | { readonly verdict: 'PASS' | 'FAIL'; readonly state: 'tentative' | 'confirmed'; readonly by: readonly string[] }
  | { readonly verdict: 'MISS'; readonly state: 'unsigned' | 'invalid' | 'expired' | 'early'; readonly why: string }

/** @param at ISO 8601, UTC */
export function worthOf(attestation: Attestation, { attester, assessor }: Vouched, at: string): Worth {
  const { verdict, date, validUntil } = attestation
  if (attester === null) return { verdict: 'MISS', state: 'unsigned', why: 'nobody has signed it' }
  const broken = [attester, assessor].find((signed) => signed !== null && !signed.valid)
  if (broken && !broken.valid)
    return { verdict: 'MISS', state: 'invalid', why: `a signature is not valid: ${broken.why}` }
  if (at < date) return { verdict: 'MISS', state: 'early', why: `it counts from ${date} on` }
  if (at >= endOf(attestation)) return { verdict: 'MISS', state: 'expired', why: `it was valid until ${validUntil}` }
  const confirmed = assessor !== null && !isSameSigner(attester, assessor)
  const by = [attester, confirmed ? assessor : null].flatMap((signed) =>
    signed?.valid ? [signed.principal ?? signed.key] : [],
  )
  return { verdict, state: confirmed ? 'confirmed' : 'tentative', by }
}

/** Nobody confirms what he has said himself, be it with another key. */
function isSameSigner(one: Signed, other: Signed): boolean {
  if (!one.valid || !other.valid) return false
  return one.key === other.key || (one.principal !== null && one.principal === other.principal)
}

/** The moment from which it no longer counts: the end of its last day, ISO 8601, UTC. */
export function endOf({ validUntil }: Pick<Attestation, 'validUntil'>): string {
  return new Date(Date.parse(validUntil) + 86_400_000).toISOString()
}

/** The last day that an attestation of this day can be valid, YYYY-MM-DD: as long as a result of lifetime quarter. */
export function latestEnd(date: string): string {
  return new Date(Date.parse(expiresAt(`${date}T00:00:00Z`, 'quarter')) - 86_400_000).toISOString().slice(0, 10)
}
