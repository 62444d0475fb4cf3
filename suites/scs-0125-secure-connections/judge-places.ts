import type { Finding, Violation } from '../../src/check.ts'
import type { ReferenceDocument, TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsScans } from '../tls-profile/look-at-tls.ts'
import type { PlaceFinding } from '../tls-profile/place-finding.ts'
import type { TlsPlace } from './facts.ts'

/**
 * Judges each place whose TLS was seen. A place without TLS behind https is judged by scs-0125-https-endpoints alone. Where a
 * place could not be seen, or there is none, it is undecided, unless a violation was seen elsewhere.
 */
export function judgePlaces(
  places: readonly TlsPlace[],
  profile: ReferenceDocument<TlsProfile>,
  judge: (seen: TlsScans, profile: TlsProfile) => PlaceFinding,
): Finding {
  const { title } = profile.content
  const examined: string[] = []
  const violations: Violation[] = []
  const notes: string[] = []
  const unseen: Pick<Extract<TlsPlace['seen'], { kind: 'unobserved' }>, 'cause' | 'message'>[] = []
  for (const { origin, services, seen } of places) {
    if (seen.kind === 'unobserved') unseen.push(seen)
    if (seen.kind !== 'tls') continue
    const name = `${origin} (${services.join(', ')})`
    const found = judge(seen, profile.content)
    if (found.undecided !== undefined)
      unseen.push({ cause: found.undecided.kind, message: `${origin}: ${found.undecided.message}` })
    examined.push(name)
    violations.push(...found.violations.map((violation) => ({ subject: name, ...violation })))
    notes.push(...(found.notes ?? []).map((note) => `${origin}: ${note}`))
  }
  if (examined.length > 0) {
    const { origin, collectedAt, digest } = profile
    notes.push(`judged by ${title} (${origin}, collected on ${collectedAt}, ${digest})`)
  }
  const finding = { examined, violations, notes: [...notes, ...unseen.map(({ message }) => message)] }
  if (violations.length > 0) return finding
  const [first] = unseen
  if (first) return { ...finding, undecided: { kind: first.cause, message: first.message } }
  if (examined.length > 0) return finding
  const message = 'no public endpoint speaks TLS, so there is nothing to look at; see scs-0125-https-endpoints'
  return { ...finding, undecided: { kind: 'dependency', message } }
}
