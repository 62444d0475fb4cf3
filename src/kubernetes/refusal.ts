import { X509Certificate } from 'node:crypto'
import { StatusError } from '../answer.ts'
import type { Tls } from '../http/dispatcher.ts'
import type { ClusterConfig } from './kubeconfig.ts'

/** Says whose credentials were not accepted (401) and where to look. */
export function refused({ status, reason }: StatusError, config: ClusterConfig, tls: Tls): StatusError {
  const { user, origin } = config
  const said = reason === '' || reason === 'Unauthorized' ? '' : ` (${reason})`
  const who = user.name === '' ? 'who brings no credentials' : `of user ${user.name}`
  const message = `the API server does not accept ${what(config, tls)} ${who}${said}; check ${origin}`
  return new StatusError('auth', message, status, reason)
}

function what({ user, server }: ClusterConfig, { cert }: Tls): string {
  if (server.startsWith('http:')) return 'a call without TLS, which credentials are not sent over,'
  if (user.source?.kind === 'exec') return 'what the credential plugin gives, also when asked again,'
  if (user.source?.kind === 'oidc') return 'the id-token, also a new one,'
  if (user.source?.kind === 'token file') return `the token in ${user.source.path}, also read again,`
  if (user.token) return 'the token (expired, revoked, or of another cluster)'
  if (user.basic) return 'username and password, which Kubernetes knows no more since 1.19,'
  if (cert === undefined) return 'the call'
  return `the client certificate (${validity(cert)})`
}

function validity(cert: string): string {
  try {
    const { validFrom, validTo } = new X509Certificate(cert)
    const now = Date.now()
    if (Date.parse(validTo) < now) return `expired on ${day(validTo)}`
    if (Date.parse(validFrom) > now) return `not valid before ${day(validFrom)}`
    return 'of another authority than the cluster trusts'
  } catch {
    return 'unreadable'
  }
}

function day(text: string): string {
  return new Date(text).toISOString().slice(0, 10)
}
