import type { HttpResponse } from '../http/exchange.ts'
import { statusError, StatusError } from '../answer.ts'
import type { AuthContext } from './auth.ts'
import type { CloudConfig } from './config.ts'
import type { UserReference } from './config/scope.ts'

/** Says whose credentials were refused and which key to look at. */
export function refused(call: string, response: HttpResponse, { config, redactor }: AuthContext): StatusError {
  const error = statusError(call, response, redactor)
  if (response.status >= 500 || response.status === 429 || response.status === 408) return error
  if (response.status === 404 && !isRefusal(response)) {
    return new StatusError(
      'unreachable',
      `${call} was answered with 404; is auth_url of cloud ${config.name} (${config.auth.authUrl}) a Keystone with API v3?`,
      404,
      error.reason,
    )
  }
  const look = `${config.origin}, cloud ${config.name}`
  const said = error.reason === '' ? '' : ` (${error.reason})`
  return new StatusError(
    'auth',
    `Keystone refuses ${whoIn(config.auth)}${said}; check ${look}`,
    response.status,
    error.reason,
  )
}

function whoIn(auth: CloudConfig['auth']): string {
  switch (auth.method) {
    case 'password':
      return `user ${nameOf(auth.user)} with this password${targetOf(auth.scope)}: wrong user, domain or password, expired or locked, or no role there`
    case 'application credential':
      return `application credential ${'id' in auth.credential ? auth.credential.id : auth.credential.name}: wrong id or secret, expired, or deleted`
    case 'token':
      return `the token given${targetOf(auth.scope)}: expired, revoked, or no role there; get a new one`
    case 'oidc':
      return `the federated user of ${auth.provider}${targetOf(auth.scope)}: no role there`
  }
}

function nameOf(user: UserReference): string {
  if ('id' in user) return user.id
  return `${user.name} (domain ${'id' in user.domain ? user.domain.id : user.domain.name})`
}

function targetOf(scope: object | undefined): string {
  const [kind, target] = Object.entries(scope ?? {})[0] ?? []
  if (kind === undefined) return ''
  const name: unknown =
    target && typeof target === 'object' ? ('name' in target ? target.name : 'id' in target ? target.id : 'all') : ''
  return ` for ${kind === 'OS-TRUST:trust' ? 'trust' : kind} ${String(name)}`
}

/** For a token or an application credential it does not know Keystone says 404: "Could not find Application Credential". */
export function isRefusal({ body }: HttpResponse): boolean {
  return /"message": ?"(could not (find|recogni[sz]e)|this is not a recogni[sz]ed)/i.test(body.toString('utf8'))
}
