/**
 * Where a certificate stands: computed from what is there each time it is asked for, kept nowhere. A certificate whose conditions
 * are not met is in force all the same: it is not revoked at once (scs-0004-v1, regulation 8).
 */
export type CertificateState = 'valid' | 'expires soon' | 'conditions not met' | 'expired' | 'superseded' | 'revoked'

/** In these states a certificate holds; in the others it never does again. */
export type StateInForce = 'valid' | 'expires soon' | 'conditions not met'

/** Days before the end in which a certificate is said to expire soon, and may be renewed. */
export const renewalDays = 30

/** What decides where a certificate stands. Whether it is revoked or renewed is a matter of rows, not of clocks. */
export interface Facts {
  /** ISO 8601, UTC */
  readonly validUntil: string
  readonly revoked: boolean
  /** When the next one of the same subject, scope and version was granted, ISO 8601; null where there is none. */
  readonly followedAt: string | null
  /** Whether each testcase passes by a result that counts, and all else holds that the certificate demands. */
  readonly conditionsMet: boolean
}

/** Pure. Revoked wins over all; what was renewed before its end is superseded; what is past its end has expired. */
export function stateOf({ validUntil, revoked, followedAt, conditionsMet }: Facts, at: Date): CertificateState {
  if (revoked) return 'revoked'
  if (followedAt !== null && followedAt < validUntil) return 'superseded'
  const end = Date.parse(validUntil)
  // also where another machine's clock, which is ahead of this one, has granted the next one
  if (followedAt !== null || at.getTime() >= end) return 'expired'
  if (!conditionsMet) return 'conditions not met'
  return at.getTime() >= renewableFrom(validUntil) ? 'expires soon' : 'valid'
}

export function isInForce(state: CertificateState): state is StateInForce {
  return state === 'valid' || state === 'expires soon' || state === 'conditions not met'
}

/** Milliseconds. */
export function renewableFrom(validUntil: string): number {
  return Date.parse(validUntil) - renewalDays * 86_400_000
}
