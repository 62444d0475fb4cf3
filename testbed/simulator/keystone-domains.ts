import type { Cloud, Named } from './cloud.ts'
import { hex } from './ids.ts'
import { jsonBody, record, Refusal, route, text, type Call, type Reply, type Route } from './router.ts'
import { forbidden } from './tokens.ts'

/** What domain managers make and change. */
export interface Directory {
  readonly user: Map<string, Entry>
  readonly project: Map<string, Entry>
  readonly group: Map<string, Entry>
  readonly role: Map<string, Entry>
  readonly domain: Map<string, Entry>
  /** `groups/GROUP/users/USER`, and grants as in the path of their call: `projects/P/users/U/roles/R`. */
  readonly links: Set<string>
}

type Kind = 'user' | 'project' | 'group' | 'role' | 'domain'
type Entry = Readonly<Record<string, unknown>> & Named & { readonly domain_id?: string | null }

const roleNames = ['admin', 'manager', 'member', 'reader']

/** The roles that the policy of scs-0302-w1 lets a manager assign. */
const managedRoles = new Set(['member', 'load-balancer_member'])

export function createDirectory({
  users,
  projects,
  domains,
}: Pick<Cloud, 'users' | 'projects' | 'domains'>): Directory {
  const byId = (entries: readonly Entry[]) => new Map(entries.map((entry) => [entry.id, entry]))
  const common = { enabled: true, options: {} }
  return {
    user: byId(
      users.map(({ id, name, domain }) => ({ id, name, domain_id: domain.id, password_expires_at: null, ...common })),
    ),
    project: byId(
      projects.map(({ id, name, domain }) => ({
        id,
        name,
        domain_id: domain.id,
        parent_id: domain.id,
        is_domain: false,
        description: '',
        tags: [],
        ...common,
      })),
    ),
    group: new Map(),
    role: byId(
      roleNames.map((name) => ({ id: hex('role', name), name, domain_id: null, description: null, options: {} })),
    ),
    domain: byId(domains.map(({ id, name }) => ({ id, name, description: '', tags: [], ...common }))),
    links: new Set(),
  }
}

/** Users, projects, groups, roles and domains, with the rules of scs-0302-w1 for domain managers, or without. */
export const domainRoutes: readonly Route[] = [
  ...(['user', 'project', 'group', 'role', 'domain'] as const).flatMap(resourceRoutes),
  ...['HEAD', 'PUT', 'DELETE'].flatMap((method) => [
    linkRoute(method, 'groups', 'users'),
    ...['projects', 'domains'].flatMap((where) =>
      ['users', 'groups'].map((whose) => linkRoute(method, where, whose, true)),
    ),
  ]),
]

function resourceRoutes(kind: Kind): readonly Route[] {
  const path = `/v3/${kind}s`
  return [
    route('GET', path, (call) => {
      const asked = call.query.get('domain_id')
      const scope = call.token.scope.domain?.id
      const isGlobal = kind === 'role' || kind === 'domain'
      allow(call, `list_${kind}s`, isGlobal ? [scope] : [asked ?? scope])
      const { directory } = call.cloud
      const found = [...directory[kind].values()].filter(
        (entry) =>
          (isGlobal || isUnscoped(call) || (asked ?? scope) === undefined || entry.domain_id === (asked ?? scope)) &&
          (call.query.get('name') ?? entry.name) === entry.name,
      )
      return {
        status: 200,
        body: {
          [`${kind}s`]: found.map((entry) => view(call, kind, entry)),
          links: { next: null, self: `${call.base}${call.path}`, previous: null },
        },
      }
    }),
    route('POST', path, (call) => {
      const fields = record(jsonBody(call), kind)
      const name = text(fields['name'])
      const domainId =
        kind === 'role' || kind === 'domain' ? null : text(fields['domain_id'], call.token.scope.domain?.id)
      allow(call, `create_${kind}`, [domainId])
      if (name === '') throw new Refusal(400, `'name' is a required property`)
      const { password: _, ...shown } = fields
      const entry: Entry = {
        enabled: true,
        options: {},
        ...shown,
        id: hex(kind, name, domainId ?? ''),
        name,
        domain_id: domainId,
      }
      if (call.cloud.directory[kind].has(entry.id))
        throw new Refusal(409, `Conflict occurred attempting to store ${kind}`)
      call.cloud.directory[kind].set(entry.id, entry)
      return { status: 201, body: { [kind]: view(call, kind, entry) } }
    }),
    route('GET', `${path}/:id`, (call) => ({
      status: 200,
      body: { [kind]: view(call, kind, target(call, kind, 'get')) },
    })),
    route('PATCH', `${path}/:id`, (call) => {
      const changed = { ...target(call, kind, 'update'), ...record(jsonBody(call), kind) } as Entry
      call.cloud.directory[kind].set(changed.id, changed)
      return { status: 200, body: { [kind]: view(call, kind, changed) } }
    }),
    route('DELETE', `${path}/:id`, (call) => {
      const { id, ...entry } = target(call, kind, 'delete')
      if (kind === 'domain' && entry['enabled'] !== false)
        throw forbidden('Cannot delete a domain that is enabled, please disable it first.')
      const { directory } = call.cloud
      directory[kind].delete(id)
      for (const link of directory.links) if (link.split('/').includes(id)) directory.links.delete(link)
      return { status: 204 }
    }),
  ]
}

/** The entry; who may not see it is not told whether it exists. */
function target(call: Call, kind: Kind, verb: string): Entry {
  const entry = call.cloud.directory[kind].get(call.params['id'] ?? '')
  const isSelf = kind === 'user' && verb === 'get' && call.params['id'] === call.token.user.id
  if (!isSelf) allow(call, `${verb}_${kind}`, [kind === 'domain' ? null : entry?.domain_id])
  if (entry) return entry
  throw new Refusal(404, `Could not find ${kind}: ${call.params['id']}.`)
}

/** A membership, or a grant of a role. */
function linkRoute(method: string, where: string, whose: string, isGrant = false): Route {
  const path = `/v3/${where}/:where/${whose}/:whose${isGrant ? '/roles/:role' : ''}`
  return route(method, path, (call): Reply => {
    const { directory } = call.cloud
    const { where: at = '', whose: of = '', role: roleId = '' } = call.params
    const place = directory[where.slice(0, -1) as Kind].get(at)
    const actor = directory[whose.slice(0, -1) as Kind].get(of)
    const role = directory.role.get(roleId)
    const [verb, noun] = [
      { HEAD: 'check', PUT: 'create', DELETE: 'revoke' }[method] ?? method,
      isGrant ? 'grant' : 'member',
    ]
    allow(call, `${verb}_${noun}`, [where === 'domains' ? place?.id : place?.domain_id, actor?.domain_id])
    if (!place || !actor) throw new Refusal(404, 'Could not find what was named.')
    if (isGrant && !call.token.roles.includes('admin') && method !== 'HEAD') {
      const isManaged = role !== undefined && (managedRoles.has(role.name) || policyOf(call) === 'any-role')
      if (!isManaged) throw forbidden(`identity:${verb}_grant`)
    }
    const key = `${where}/${at}/${whose}/${of}${isGrant ? `/roles/${roleId}` : ''}`
    if (method === 'PUT') directory.links.add(key)
    else if (!directory.links.has(key)) throw new Refusal(404, 'Could not find role assignment.')
    if (method === 'DELETE') directory.links.delete(key)
    return { status: 204 }
  })
}

function policyOf({ cloud }: Call): Cloud['description']['identity']['domainManagers'] {
  return cloud.description.identity.domainManagers
}

function isUnscoped(call: Call): boolean {
  return policyOf(call) === 'unscoped'
}

/** All of these domains must be the manager's own; null is of no domain. */
function allow(call: Call, action: string, domains: readonly (string | null | undefined)[]): void {
  const { roles, scope } = call.token
  if (roles.includes('admin')) return
  const isManager = roles.includes('manager') && scope.domain !== undefined && policyOf(call) !== 'absent'
  if (isManager && isUnscoped(call)) return
  if (isManager && domains.every((id) => id === scope.domain?.id)) return
  throw forbidden(`identity:${action}`)
}

function view({ base }: Call, kind: Kind, entry: Entry): object {
  return { ...entry, links: { self: `${base}/v3/${kind}s/${entry.id}` } }
}
