import { randomBytes } from 'node:crypto'
import type { Cloud, Named, Token, User } from './cloud.ts'
import { jsonBody, record, Refusal, type Call } from './router.ts'

/** A token for what the body of POST /v3/auth/tokens asks. */
export function issue(call: Call): Token {
  const auth = record(jsonBody(call), 'auth')
  const methods = record(auth, 'identity')['methods']
  if (!Array.isArray(methods) || methods.length === 0)
    throw new Refusal(400, "Invalid input for field 'methods': a list of methods is required.")
  const method = String(methods[0])
  const given = record(auth, 'identity', method)
  switch (method) {
    case 'password':
      return scoped(call, auth, passwordUser(call.cloud, record(given, 'user')), methods.map(String))
    case 'token': {
      const known = call.cloud.tokens.get(String(given['id']))
      if (!known || known.expiresAt <= Date.now()) throw new Refusal(404, 'Could not recognize Fernet token')
      if (known.viaCredential) throw forbidden('Using a delegated token to create another token is not allowed.')
      return scoped(call, auth, known.user, [...new Set([...methods.map(String), ...known.methods])], known)
    }
    case 'application_credential':
      return byCredential(call.cloud, given, auth['scope'] !== undefined)
    default:
      throw new Refusal(401, `Attempted to authenticate with an unsupported method.`)
  }
}

function passwordUser(cloud: Cloud, asked: Record<string, unknown>): User {
  const user = cloud.users.find((candidate) => isUser(candidate, asked) && candidate.password === asked['password'])
  if (!user) throw unauthorized()
  return user
}

function byCredential(cloud: Cloud, given: Record<string, unknown>, withScope: boolean): Token {
  if (withScope)
    throw unauthorized(
      'Error authenticating with application credential: Application credentials cannot request a scope.',
    )
  const user = cloud.users.find(
    ({ credential, ...owner }) =>
      (given['id'] === undefined
        ? credential.name === given['name'] && isUser(owner, record(given, 'user'))
        : credential.id === given['id']) && credential.secret === given['secret'],
  )
  if (!user?.project || user.roles.length === 0) throw unauthorized()
  return remember(cloud, user, ['application_credential'], { project: user.project, viaCredential: true })
}

function isUser(user: Pick<User, 'id' | 'name' | 'domain'>, asked: Record<string, unknown>): boolean {
  return asked['id'] === undefined
    ? user.name === asked['name'] && isNamed(user.domain, record(asked, 'domain'))
    : user.id === asked['id']
}

function isNamed({ id, name }: Named, asked: Record<string, unknown>): boolean {
  return asked['id'] === undefined ? name === asked['name'] : id === asked['id']
}

function scoped(
  call: Call,
  auth: Record<string, unknown>,
  user: User,
  methods: readonly string[],
  from?: Token,
): Token {
  const scope = record(auth, 'scope')
  const project = record(scope, 'project')
  const federated = from?.federated ?? false
  if ('project' in scope) {
    const asked = call.cloud.projects.find(
      (one) => isNamed(one, project) && (project['id'] !== undefined || isNamed(one.domain, record(project, 'domain'))),
    )
    if (!asked || asked.id !== user.project?.id || user.roles.length === 0) throw unauthorized()
    return remember(call.cloud, user, methods, { project: asked, federated }, from)
  }
  if ('domain' in scope) {
    if (!isNamed(user.domain, record(scope, 'domain')) || user.domainRoles.length === 0) throw unauthorized()
    return remember(call.cloud, user, methods, { domain: user.domain, federated }, from)
  }
  if ('system' in scope) {
    if (user.systemRoles.length === 0) throw unauthorized()
    return remember(call.cloud, user, methods, { system: true, federated }, from)
  }
  return remember(call.cloud, user, methods, { federated }, from)
}

type Grant = Token['scope'] & { readonly viaCredential?: boolean; readonly federated?: boolean }

export function remember(
  cloud: Cloud,
  user: User,
  methods: readonly string[],
  { viaCredential, federated, ...scope }: Grant,
  from?: Token,
): Token {
  const issuedAt = Date.now()
  const lifetimeMs = cloud.description.identity.tokenLifetimeSeconds * 1000
  const auditId = randomBytes(16).toString('base64url')
  const token: Token = {
    id: `gAAAAAB${randomBytes(120).toString('base64url')}`,
    methods,
    user,
    scope,
    roles: rolesIn(user, scope),
    auditIds: from ? [auditId, ...from.auditIds.slice(-1)] : [auditId],
    issuedAt,
    expiresAt: from ? from.expiresAt : issuedAt + lifetimeMs,
    viaCredential: viaCredential ?? false,
    federated: federated ?? false,
  }
  cloud.tokens.set(token.id, token)
  return token
}

/** The token a request is about, which need not be the one it is made with. */
export function subject(call: Call): Token {
  const id = call.headers['x-subject-token']?.toString()
  if (id === undefined) throw forbidden('identity:validate_token')
  const token = call.cloud.tokens.get(id)
  if (token && token.expiresAt > Date.now()) return token
  throw new Refusal(404, 'Could not recognize Fernet token')
}

function rolesIn(user: User, scope: Token['scope']): readonly string[] {
  if (scope.project) return user.roles
  if (scope.domain) return user.domainRoles
  return scope.system ? user.systemRoles : []
}

export function forbidden(action: string): Refusal {
  return new Refusal(403, `You are not authorized to perform the requested action: ${action}.`)
}

function unauthorized(message = 'The request you have made requires authentication.'): Refusal {
  return new Refusal(401, message)
}

/** Tokens that were issued are good no more. */
export function expireTokens({ tokens }: Cloud): void {
  for (const token of tokens.values()) token.expiresAt = 0
}
