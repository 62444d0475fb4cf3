import { createHash, randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { PeerCertificate, TLSSocket } from 'node:tls'

/** Who asks, as SelfSubjectReview tells it. */
export interface User {
  readonly username: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

export const anonymousUser: User = { username: 'system:anonymous', groups: ['system:unauthenticated'] }

export interface Tokens {
  /** A new token of a service account. */
  readonly issue: (namespace: string, name: string, uid: string, lifetimeSeconds: number) => IssuedToken
  readonly userOf: (token: string) => User | undefined
  /** From now on no token that was issued is good. */
  readonly expire: () => void
}

export interface IssuedToken {
  readonly token: string
  /** ms since the epoch */
  readonly expiresAt: number
}

export function createTokens(): Tokens {
  const known = new Map<string, { readonly user: User; readonly expiresAt: number }>()
  return {
    issue(namespace, name, uid, lifetimeSeconds) {
      const expiresAt = Date.now() + lifetimeSeconds * 1000
      const username = `system:serviceaccount:${namespace}:${name}`
      const id = randomUUID()
      const token = jwt({ sub: username, jti: id, exp: Math.floor(expiresAt / 1000), aud: [audience], iss: audience })
      const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated']
      const extra = { 'authentication.kubernetes.io/credential-id': [`JTI=${id}`] }
      known.set(token, { user: { username, uid, groups, extra }, expiresAt })
      return { token, expiresAt }
    },
    userOf(token) {
      const found = known.get(token)
      return found && found.expiresAt > Date.now() ? found.user : undefined
    },
    expire: () => known.clear(),
  }
}

const audience = 'https://kubernetes.default.svc.cluster.local'

/** It looks like one; its signature is none. */
function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signature = createHash('sha512').update(randomUUID()).digest('base64url')
  return `${part({ alg: 'RS256', kid: 'simulated' })}.${part(claims)}.${signature}`
}

/** The first that is good: client certificate, bearer token; without either anonymous. undefined is a 401. */
export function authenticate(
  socket: TLSSocket,
  headers: IncomingHttpHeaders,
  tokens: Tokens,
  anonymous: boolean,
): User | undefined {
  const certificate = socket.getPeerCertificate() as Partial<PeerCertificate>
  const presented = certificate.raw !== undefined
  if (presented && socket.authorized) return fromCertificate(certificate)
  const token = /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token !== undefined) return tokens.userOf(token.trim())
  return presented || !anonymous ? undefined : anonymousUser
}

function fromCertificate({ subject, raw }: Partial<PeerCertificate>): User {
  const digest = createHash('sha256')
    .update(raw ?? '')
    .digest('hex')
  return {
    username: [subject?.CN ?? ''].flat()[0] ?? '',
    groups: [...[subject?.O ?? []].flat(), 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${digest}`] },
  }
}
