import { catalog } from './catalog.ts'
import type { Project, Token, User } from './cloud.ts'
import { federatedUser } from './federation.ts'
import { hex } from './ids.ts'
import type { Call, Reply } from './router.ts'

export function tokenReply(status: number, token: Token, call: Call): Reply {
  const { user, scope, roles } = token
  const isScoped = Boolean(scope.project ?? scope.domain ?? scope.system)
  const body = {
    token: {
      methods: token.methods,
      user: {
        ...(token.federated ? federatedUser(call.cloud) : {}),
        domain: user.domain,
        id: user.id,
        name: user.name,
        ...(token.federated ? {} : { password_expires_at: null }),
      },
      audit_ids: token.auditIds,
      expires_at: isoMicro(token.expiresAt),
      issued_at: isoMicro(token.issuedAt),
      ...(scope.project
        ? {
            project: { domain: scope.project.domain, id: scope.project.id, name: scope.project.name },
            is_domain: false,
          }
        : {}),
      ...(scope.domain ? { domain: scope.domain } : {}),
      ...(isScoped ? { roles: roles.map((name) => ({ id: hex('role', name), name })) } : {}),
      ...(scope.system ? { system: { all: true } } : {}),
      ...(isScoped && !call.query.has('nocatalog') ? { catalog: catalog(call.cloud, call.origin, token) } : {}),
      ...(token.viaCredential
        ? { application_credential: { id: user.credential.id, name: user.credential.name, restricted: true } }
        : {}),
    },
  }
  return { status, headers: { 'X-Subject-Token': token.id }, body }
}

export function projectView({ base }: Call, { id, name, domain }: Project): unknown {
  return {
    id,
    name,
    domain_id: domain.id,
    description: '',
    enabled: true,
    parent_id: domain.id,
    is_domain: false,
    tags: [],
    options: {},
    links: { self: `${base}/v3/projects/${id}` },
  }
}

export function credentialView(call: Call, { id, project, roles, credential }: User): unknown {
  return {
    id: credential.id,
    name: credential.name,
    description: null,
    user_id: id,
    project_id: project?.id,
    system: null,
    expires_at: null,
    unrestricted: null,
    roles: roles.map((name) => ({
      id: hex('role', name),
      name,
      domain_id: null,
      description: null,
      options: { immutable: true },
    })),
    links: { self: `${call.base}/v3/application_credentials/${credential.id}` },
  }
}

export function version(base: string): unknown {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${base}/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  }
}

function isoMicro(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '.000000Z')
}
