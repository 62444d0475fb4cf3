import { randomBytes } from 'node:crypto'
import type {
  FlavorDescription,
  FullDescription,
  ImageDescription,
  ServerDescription,
  ServerGroupDescription,
  VolumeTypeDescription,
} from './description.ts'
import type { Backup } from './backups.ts'
import type { Boot } from './boots.ts'
import type { Ec2Credential } from './ec2-credentials.ts'
import { hex, uuid } from './ids.ts'
import { createNetworking, type Networking } from './networks.ts'
import type { Volume } from './volumes.ts'
import { createDirectory, type Directory } from './keystone-domains.ts'

export interface Named {
  readonly id: string
  readonly name: string
}

export interface Project extends Named {
  readonly domain: Named
}

export interface User extends Named {
  readonly domain: Named
  readonly password: string
  readonly project: Project | undefined
  readonly roles: readonly string[]
  readonly domainRoles: readonly string[]
  readonly systemRoles: readonly string[]
  readonly credential: { readonly id: string; readonly name: string; readonly secret: string }
}

export interface Token {
  readonly id: string
  readonly methods: readonly string[]
  readonly user: User
  readonly scope: { readonly project?: Project; readonly domain?: Named; readonly system?: true }
  /** implied roles included: admin implies member, member implies reader */
  readonly roles: readonly string[]
  readonly auditIds: readonly string[]
  readonly issuedAt: number
  expiresAt: number
  readonly viaCredential?: boolean
  readonly federated?: boolean
}

export type Flavor = FlavorDescription & { readonly id: string }
export type Image = ImageDescription & { readonly id: string; readonly createdAt: string; readonly ownerId: string }
export type VolumeType = VolumeTypeDescription & { readonly id: string }

export type Server = ServerDescription & { readonly id: string; readonly projectId: string; readonly boot?: Boot }
export type ServerGroup = ServerGroupDescription & { readonly id: string; readonly projectId: string }

export interface SecurityGroup extends Named {
  readonly projectId: string
  readonly description: string
  readonly createdAt: string
  readonly rules: Record<string, unknown>[]
}

export interface Secret {
  readonly id: string
  readonly projectId: string
  readonly creatorId: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly payload: string | undefined
  readonly createdAt: string
}

/** All state of one running simulator. */
export interface Cloud {
  readonly description: FullDescription
  readonly mounts: typeof mounts
  readonly users: readonly User[]
  readonly projects: readonly Project[]
  readonly domains: readonly Named[]
  readonly tokens: Map<string, Token>
  readonly anonymous: Token
  readonly flavors: readonly Flavor[]
  readonly images: readonly Image[]
  readonly volumeTypes: readonly VolumeType[]
  readonly servers: Server[]
  readonly serverGroups: readonly ServerGroup[]
  readonly networking: Networking
  readonly directory: Directory
  readonly securityGroups: Map<string, SecurityGroup>
  readonly secrets: Map<string, Secret>
  readonly volumes: Map<string, Volume>
  readonly backups: Map<string, Backup>
  readonly ec2Credentials: Map<string, Ec2Credential>
  /** By name; one namespace for all, as S3 has it. */
  readonly buckets: Map<string, Bucket>
  readonly startedAt: string
}

/** A container of Swift, which S3 calls a bucket. */
export interface Bucket {
  readonly name: string
  readonly projectId: string
  /** By key. */
  readonly objects: Map<string, string>
}

export const mounts = {
  identity: '/identity',
  compute: '/compute',
  image: '/image',
  network: '/networking',
  blockStorage: '/volume',
  keyManager: '/key-manager',
  loadBalancer: '/load-balancer',
  placement: '/placement',
  objectStore: '/object-store',
} as const

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
