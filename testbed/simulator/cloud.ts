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
import type { Networking } from './networks.ts'
import type { Item } from './security-groups.ts'
import type { Volume } from './volumes.ts'
import type { Directory } from './keystone-domains.ts'

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
  readonly floatingIps: Map<string, Item>
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
