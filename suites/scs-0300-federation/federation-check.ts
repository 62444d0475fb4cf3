import { check, type Finding, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { tlsProfile, type ReferenceDocument, type TlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgeScan } from '../tls-profile/judge-scan.ts'
import { seenFederation } from './facts.ts'
import type { Discovered } from './issuer.ts'

type Undecided = NonNullable<Finding['undecided']>

/**
 * Users of others can sign in: Keystone sends their browsers to an identity provider, and that one tells by OpenID Connect
 * Discovery who it is, as that specification has it, by good TLS.
 *
 * scs-0300 wants authentication delegated to identity providers outside of a cloud, by one of its own that speaks OpenID Connect.
 * Identity providers may not be listed by ordinary users, and Keystone refuses a protocol that it knows as it refuses one that it
 * does not: only a route that sends the browser on shows that there is federation. Where none does, MISS: an administrator has to
 * attest it. What an issuer that was handed in says of itself is judged all the same, but passes nothing by itself, as Keystone
 * may know nothing of it. Federation by SAML alone is MISS as well. `https` is required of issuer and keys; the issuer must be named exactly
 * as it was asked (OpenID Connect Discovery 1.0, 4.3).
 */
export const federationCheck = check({
  id: 'scs-0300-federation',
  title: 'Users of others can sign in, by an identity provider that can be discovered',
  section: 'scs-0300-v1#motivation-for-this-document',
  needs: { seenFederation, tlsProfile, referenceTime },
  judge({ seenFederation: { keystone, handedIn, discovered }, tlsProfile, referenceTime }): Finding {
    const routes = keystone.signIns.filter(({ kind }) => kind !== 'nothing')
    const listed = (keystone.identityProviders ?? []).map((id) => `identity provider ${id}`)
    const examined = [...listed, ...routes.map(({ route, kind, to }) => `${route}: ${kind} at ${to}`)]
    const violations: Violation[] = []
    const open: Undecided[] = []
    const notes: string[] = []
    if (discovered?.kind === 'unread') open.push({ kind: discovered.cause, message: discovered.message })
    else if (discovered) {
      examined.push(`issuer ${discovered.asked}`)
      const found = judgeIssuer(discovered, tlsProfile, referenceTime)
      violations.push(...found.violations)
      open.push(...found.open)
      notes.push(...found.notes)
    }
    const unproven = proofMissing(
      routes.map(({ kind, to }) => ({ kind, to })),
      handedIn,
      discovered?.kind === 'unread' ? null : discovered,
    )
    if (unproven !== undefined) open.push({ kind: 'manual', message: unproven })
    const finding = { examined, violations, notes: [...notes, ...open.map(({ message }) => message)] }
    const [first] = open
    return violations.length === 0 && first ? { ...finding, undecided: first } : finding
  },
})

/** Why it is not seen that Keystone takes the users of the issuer; undefined where it is. */
function proofMissing(
  routes: readonly { readonly kind: string; readonly to: string | null }[],
  handedIn: string | null,
  discovered: Discovered | null,
): string | undefined {
  const openId = routes.filter(({ kind }) => kind === 'OpenID Connect')
  const [first] = openId
  if (openId.some(({ to }) => to !== null && to === discovered?.authorizationEndpoint)) return undefined
  if (first && handedIn === null && !discovered) {
    return `Keystone sends browsers to ${first.to}, but no part of that URL is an issuer that can be discovered: name it by federation.issuer in the file of --provider`
  }
  if (first) {
    return `Keystone sends browsers to ${first.to}, which is not the authorization endpoint of ${handedIn ?? 'the issuer'}; attest how they belong together`
  }
  const saml = routes.find(({ kind }) => kind === 'SAML')
  if (saml)
    return `Keystone sends browsers to ${saml.to} by SAML; that its users come in by OpenID Connect too takes an attestation`
  return 'no route of Keystone sends a browser to an identity provider, which an ordinary user sees of federation at most: name federation.protocol and federation.identityProvider in the file of --provider, or attest it'
}

interface Judged {
  readonly violations: readonly Violation[]
  readonly open: readonly Undecided[]
  readonly notes: readonly string[]
}

function judgeIssuer(told: Discovered, profile: ReferenceDocument<TlsProfile>, now: string): Judged {
  const { asked, status, issuer, deviceEndpoint, jwksUri, missing, keys, tls } = told
  const subject = `issuer ${asked}`
  const violations: Violation[] = []
  const open: Undecided[] = []
  const notes: string[] = []
  if (status === 401 || status === 403) {
    const actual = `status ${status}`
    violations.push({ subject, expected: 'a discovery document for everybody', actual })
  } else if (missing === null) {
    const message = `${asked}/.well-known/openid-configuration answers ${status}, and with no discovery document; is it the issuer as its tokens name it?`
    open.push({ kind: 'malformed', message })
  } else {
    if (issuer !== asked) {
      const remedy = 'both must be the same to the last slash'
      violations.push({ subject: `${subject} at /issuer`, expected: asked, actual: issuer ?? 'no text', remedy })
    }
    violations.push(
      ...missing.map((key) => ({ subject, expected: `the key ${key}`, actual: 'it is not there, or empty' })),
    )
    violations.push(...judgeKeys(subject, jwksUri, keys))
    if (keys.kind === 'unread' && jwksUri !== null) open.push({ kind: keys.cause, message: keys.message })
    if (deviceEndpoint === null)
      notes.push(`${asked} has no device_authorization_endpoint, which command lines need (RFC 8628)`)
  }
  if (tls.kind === 'plain http') violations.push({ subject, expected: 'an https URL', actual: 'http' })
  if (tls.kind === 'not tls') violations.push({ subject, expected: 'TLS', actual: 'an answer that is no TLS' })
  if (tls.kind === 'unobserved') open.push({ kind: tls.cause, message: tls.message })
  if (tls.kind === 'tls') {
    const own = 'for an authority of your own, name its certificate by federation.caFile in the file of --provider'
    const found = judgeScan(tls, profile.content, now, own)
    violations.push(...found.violations.map((violation) => ({ subject, ...violation })))
    if (found.undecided !== undefined) open.push(found.undecided)
    const { origin, collectedAt, digest } = profile
    notes.push(
      ...(found.notes ?? []),
      `judged by ${profile.content.title} (${origin}, collected on ${collectedAt}, ${digest})`,
    )
  }
  return { violations, open, notes }
}

function judgeKeys(subject: string, jwksUri: string | null, keys: Discovered['keys']): readonly Violation[] {
  const at = `${subject} at /jwks_uri`
  const isPlain = jwksUri?.startsWith('http:') ?? false
  const plain = isPlain ? [{ subject: at, expected: 'an https URL', actual: jwksUri ?? '' }] : []
  if (keys.kind === 'unread') return plain
  if (keys.status === 200 && (keys.count ?? 0) > 0) return plain
  const actual =
    keys.status === 200 ? (keys.count === 0 ? 'a list without keys' : 'no list of keys') : `status ${keys.status}`
  return [...plain, { subject: at, expected: 'keys by which its tokens can be checked', actual }]
}
