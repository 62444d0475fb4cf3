import type { Finding, Violation } from '../../src/check.ts'
import type { ReferenceDocument, TlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeScan } from '../tls-profile/judge-scan.ts'
import type { PlaceSeen } from './look-at-place.ts'

type Undecided = NonNullable<Finding['undecided']>

/**
 * A place is public: https with TLS as the profile has it, an answer for those without login, an address that everybody can
 * reach. `name` is the kind of place, for the violations.
 *
 * That a name leads to a private address from here says nothing of what the public sees (split DNS), and a proxy hides it
 * altogether: undecided, unless a violation was seen. Trusted is what Node trusts: the public knows no other authorities.
 */
export function judgePlace(
  name: string,
  { url, whereabouts, answer, tls }: PlaceSeen,
  profile: ReferenceDocument<TlsProfile>,
  now: string,
): Finding {
  const subject = `${name} ${url}`
  const violations: Violation[] = []
  const open: Undecided[] = []
  const notes: string[] = []
  if (tls.kind === 'plain http') violations.push({ subject, expected: 'an https URL', actual: 'http', remedy: https })
  if (tls.kind === 'not tls') {
    violations.push({ subject, expected: 'TLS', actual: 'an answer that is no TLS', remedy: https })
  }
  if (tls.kind === 'unobserved') open.push({ kind: tls.cause, message: tls.message })
  if (tls.kind === 'tls') {
    const found = judgeScan(tls, profile.content, now, 'the public knows no authority of your own')
    violations.push(...found.violations.map((violation) => ({ subject, ...violation })))
    if (found.undecided !== undefined) open.push(found.undecided)
    const { title } = profile.content
    const { origin, collectedAt, digest } = profile
    const judgedBy = `judged by ${title} (${origin}, collected on ${collectedAt}, ${digest})`
    notes.push(...(found.notes ?? []), judgedBy)
  }

  if (answer.kind === 'unobserved') open.push({ kind: answer.cause, message: answer.message })
  else if (answer.status === 401 || answer.status === 403) {
    const actual = `${answer.url} answers ${answer.status}`
    violations.push({ subject, expected: 'an answer without login', actual, remedy: 'let everybody read it' })
  } else if (url.startsWith('https:') && answer.url.startsWith('http:')) {
    violations.push({ subject, expected: 'https all the way', actual: `it redirects to ${answer.url}`, remedy: https })
  } else if (answer.status !== 200) {
    const message = `${answer.url} answers ${answer.status} to those without login, which does not tell whether it is for them`
    open.push({ kind: answer.status >= 500 ? 'unreachable' : 'malformed', message })
  } else if (/html/.test(answer.mediaType)) {
    const message = `${answer.url} answers those without login with a page for people, which may be a login`
    open.push({ kind: 'malformed', message })
  }

  if (whereabouts.kind === 'unobserved') open.push({ kind: whereabouts.cause, message: whereabouts.message })
  if (whereabouts.kind === 'proxied') {
    const message = `${url} is reached through a proxy, so where it is was not seen; run where there is a direct way, or add the host to NO_PROXY`
    open.push({ kind: 'dependency', message })
  }
  if (whereabouts.kind === 'private') {
    const message = `${url} is at ${whereabouts.addresses.join(', ')} as seen from here, which not everybody can reach; run from outside, or name the place as the public reaches it`
    open.push({ kind: 'forbidden', message })
  }
  const finding = { examined: [subject], violations, notes: [...notes, ...open.map(({ message }) => message)] }
  const [first] = open
  return violations.length === 0 && first ? { ...finding, undecided: first } : finding
}

const https = 'put TLS in front of it, and name it by https'
