import { catalog } from './catalog.ts'
import { mounts, type User } from './cloud.ts'
import { credentialRoutes } from './ec2-credentials.ts'
import { federationRoutes } from './federation.ts'
import { domainRoutes } from './keystone-domains.ts'
import { credentialView, projectView, tokenReply, version } from './keystone-views.ts'
import { openRoute, Refusal, route, type Call, type Reply, type Route, type Service } from './router.ts'
import { forbidden, issue, remember, subject } from './tokens.ts'

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
}

export const keystone: Service = {
  name: 'identity',
  mount: '/identity',
  routes: [
    openRoute('GET', '/', ({ base }) => ({
      status: 300,
      headers: { Location: `${base}/v3/` },
      body: { versions: { values: [version(base)] } },
    })),
    openRoute('GET', '/v3', ({ base }) => ({ status: 200, body: { version: version(base) } })),
    openRoute('POST', '/v3/auth/tokens', (call) => tokenReply(201, issue(call), call)),
    route('GET', '/v3/auth/tokens', (call) => tokenReply(200, subject(call), call)),
    route('DELETE', '/v3/auth/tokens', (call) => {
      call.cloud.tokens.delete(subject(call).id)
      return { status: 204 }
    }),
    route('GET', '/v3/auth/catalog', (call) => {
      if (!call.token.scope.project && !call.token.scope.domain && !call.token.scope.system) {
        throw forbidden('identity:get_auth_catalog')
      }
      return {
        status: 200,
        body: {
          catalog: catalog(call.cloud, call.origin, call.token),
          links: { self: `${call.base}/v3/auth/catalog` },
        },
      }
    }),
    route('GET', '/v3/auth/projects', (call) => list(call, 'projects', ownProjects(call, call.token.user))),
    route('GET', '/v3/auth/domains', (call) =>
      list(call, 'domains', call.token.user.domainRoles.length > 0 ? [call.token.user.domain] : []),
    ),
    route('GET', '/v3/auth/system', (call) => ({
      status: 200,
      body: {
        system: call.token.user.systemRoles.length > 0 ? [{ all: true }] : [],
        links: { self: `${call.base}/v3/auth/system` },
      },
    })),
    route('GET', '/v3/users/:id/projects', (call) => list(call, 'projects', ownProjects(call, ownUser(call)))),
    route('GET', '/v3/users/:id/application_credentials', (call) =>
      list(call, 'application_credentials', ownUser(call).project ? [credentialView(call, ownUser(call))] : []),
    ),
    ...credentialRoutes,
    adminList('role_assignments', () => []),
    route('GET', '/v3/OS-FEDERATION/identity_providers', (call) => {
      if (!call.token.roles.includes('admin')) throw forbidden('identity:list_identity_providers')
      const { provider } = call.cloud.description.identity.federation ?? {}
      return list(call, 'identity_providers', provider === undefined ? [] : [{ id: provider, enabled: true }])
    }),
    ...domainRoutes,
    ...federationRoutes((call, user) =>
      tokenReply(201, remember(call.cloud, user, [call.params['protocol'] ?? 'mapped'], { federated: true }), call),
    ),
  ],
  refuse: ({ status, message }, { base }) => ({
    status,
    ...(status === 401 ? { headers: { 'WWW-Authenticate': `Keystone uri="${base}/v3"` } } : {}),
    body: { error: { code: status, message, title: titles[status] ?? 'Error' } },
  }),
  missing: (status) =>
    status === 405
      ? { status, body: { message: 'The method is not allowed for the requested URL.' } }
      : {
          status,
          headers: { 'Content-Type': 'text/html; charset=utf-8' },
          body: '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n',
        },
  unauthorized: ({ origin }) => ({
    status: 401,
    headers: { 'WWW-Authenticate': `Keystone uri="${origin}${mounts.identity}/v3"` },
    body: {
      error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' },
    },
  }),
  headers: () => ({ Vary: 'X-Auth-Token' }),
}

function adminList(key: string, items: (call: Call) => readonly unknown[]): Route {
  return route('GET', `/v3/${key}`, (call) => {
    if (!call.token.roles.includes('admin')) throw forbidden(`identity:list_${key}`)
    return list(call, key, items(call))
  })
}

function ownProjects(call: Call, { project, roles }: User): readonly unknown[] {
  return project && roles.length > 0 ? [projectView(call, project)] : []
}

function ownUser(call: Call): User {
  const user = call.cloud.users.find(({ id }) => id === call.params['id'])
  if (user && (user === call.token.user || call.token.roles.includes('admin'))) return user
  if (!call.token.roles.includes('admin')) throw forbidden('identity:get_user')
  throw new Refusal(404, `Could not find user: ${call.params['id']}.`)
}

function list(call: Call, key: string, items: unknown): Reply {
  return {
    status: 200,
    body: { [key]: items, links: { next: null, self: `${call.base}${call.path}`, previous: null } },
  }
}
