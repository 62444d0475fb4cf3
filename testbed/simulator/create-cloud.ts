import { randomBytes } from 'node:crypto'
import { mounts, type Cloud, type Named, type Project, type User } from './cloud.ts'
import type { FullDescription } from './description.ts'
import { hex, uuid } from './ids.ts'
import { createDirectory } from './keystone-domains.ts'
import { createNetworking } from './networks.ts'

/** The cloud of a description, as it is before anybody has asked for anything. */
export function createCloud(description: FullDescription, now = new Date()): Cloud {
  const startedAt = `${now.toISOString().slice(0, 19)}Z`
  const domains = [...new Set(['Default', ...description.users.map((user) => user.domain)])].map(domain)
  const projects = new Map<string, Project>()
  for (const { project, domain: name } of description.users) {
    if (project) projects.set(`${name}/${project}`, { ...named('project', project, name), domain: domain(name) })
  }
  const users = description.users.map((user) => ({
    ...named('user', user.name, user.domain),
    domain: domain(user.domain),
    password: user.password,
    project: projects.get(`${user.domain}/${user.project}`),
    roles: implied(user.roles),
    domainRoles: implied(user.domainRoles),
    systemRoles: implied(user.systemRoles),
    credential: {
      id: hex('credential', user.name, user.domain),
      name: `${user.name}-ac`,
      secret: `${user.name}-secret`,
    },
  }))
  const nobody: User = {
    ...named('user', ''),
    domain: domain('Default'),
    password: randomBytes(16).toString('hex'),
    project: undefined,
    roles: [],
    domainRoles: [],
    systemRoles: [],
    credential: { id: '', name: '', secret: randomBytes(16).toString('hex') },
  }
  return {
    description,
    mounts,
    users,
    projects: [...projects.values()],
    domains,
    tokens: new Map(),
    anonymous: { id: '', methods: [], user: nobody, scope: {}, roles: [], auditIds: [], issuedAt: 0, expiresAt: 0 },
    flavors: repeated(description.flavors, description.repeatFlavors)
      .map((flavor, index) => ({ ...flavor, id: flavor.id ?? uuid('flavor', flavor.name, index) }))
      .toSorted((a, b) => compare(a.id, b.id)),
    images: repeated(description.images, description.repeatImages)
      .map((image, index) => ({
        ...image,
        id: image.id ?? uuid('image', image.name, index),
        createdAt: timestamp(image.createdAt) ?? startedAt,
        ownerId: hex('project', image.owner ?? defaultOwner(description, image.visibility), 'Default'),
      }))
      .toSorted((a, b) => compare(b.createdAt, a.createdAt) || compare(b.id, a.id)),
    volumeTypes: repeated(description.volumeTypes, description.repeatVolumeTypes)
      .map((type, index) => ({ ...type, id: type.id ?? uuid('type', type.name, index) }))
      .toReversed(),
    servers: description.servers.map((server, index) => ({
      ...server,
      id: server.id ?? uuid('server', server.name, index),
      projectId: projectIdOf(description, server.project),
    })),
    serverGroups: description.serverGroups.map((group) => ({
      ...group,
      id: group.id ?? uuid('server group', group.name, group.project ?? ''),
      projectId: projectIdOf(description, group.project),
    })),
    networking: createNetworking({ description, startedAt }),
    directory: createDirectory({ users, projects: [...projects.values()], domains }),
    securityGroups: new Map(),
    floatingIps: new Map(),
    secrets: new Map(),
    volumes: new Map(),
    backups: new Map(),
    ec2Credentials: new Map(),
    buckets: new Map(),
    startedAt,
  }
}

/** A private image is the member's own: else no member would ever see it. */
function defaultOwner({ users }: FullDescription, visibility: string): string {
  return visibility === 'private' ? (users[0]?.project ?? 'admin') : 'admin'
}

function projectIdOf({ users }: FullDescription, project = users[0]?.project ?? 'admin'): string {
  return hex('project', project, 'Default')
}

/** Fills up with numbered copies of what is there; their names are nobody's standard. */
function repeated<T extends { readonly name: string }>(items: readonly T[], total: number): readonly T[] {
  const filled = [...items]
  for (let index = items.length; index < total && items.length > 0; index++) {
    const model = items[index % items.length]
    if (model) filled.push({ ...model, id: undefined, name: `${model.name} copy ${index}` })
  }
  return filled
}

function domain(name: string): Named {
  return name === 'Default' ? { id: 'default', name } : named('domain', name)
}

function named(kind: string, name: string, domainName = 'Default'): Named {
  return { id: hex(kind, name, domainName), name }
}

const implications: Readonly<Record<string, readonly string[]>> = {
  admin: ['admin', 'member', 'reader'],
  member: ['member', 'reader'],
}

function implied(roles: readonly string[]): string[] {
  return [...new Set(roles.flatMap((role) => implications[role] ?? [role]))]
}

function timestamp(text: string | undefined): string | undefined {
  return text?.length === 10 ? `${text}T00:00:00Z` : text
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
