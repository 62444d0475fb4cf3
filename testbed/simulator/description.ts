import type { Fault } from './faults.ts'
import type { Loose } from './read-description.ts'

type Properties = Readonly<Record<string, string | number | boolean>>

/** A cloud with all defaults filled in; description.schema.json holds the meaning and the default of each key. */
export interface FullDescription {
  readonly name?: string
  readonly region: string
  readonly flavors: readonly FlavorDescription[]
  readonly images: readonly ImageDescription[]
  readonly volumeTypes: readonly VolumeTypeDescription[]
  readonly servers: readonly ServerDescription[]
  readonly serverGroups: readonly ServerGroupDescription[]
  readonly repeatFlavors: number
  readonly repeatImages: number
  readonly repeatVolumeTypes: number
  readonly users: readonly UserDescription[]
  readonly catalog: readonly string[]
  readonly identity: {
    readonly tokenLifetimeSeconds: number
    readonly ec2Credentials: 'allowed' | 'forbidden'
    readonly domainManagers: 'standard' | 'absent' | 'unscoped' | 'any-role'
    readonly federation?: FederationDescription
  }
  readonly compute: {
    readonly maxMicroversion: string
    readonly pageSize: number
    readonly extraSpecs: 'shown' | 'hidden'
    readonly availabilityZones: readonly ZoneDescription[]
    readonly boot: {
      readonly takesMs: number
      readonly outcome: 'active' | 'error' | 'stick'
      readonly fault: string
      readonly console: 'shown' | 'forbidden' | 'absent' | 'not supported'
    }
    readonly quota: { readonly instances: number; readonly cores: number; readonly ramMiB: number }
  }
  readonly image: { readonly pageSize: number; readonly maxPageSize: number }
  readonly loadBalancer: { readonly newestMinor: number }
  readonly blockStorage: {
    readonly maxMicroversion: string
    readonly pageSize: number
    readonly availabilityZones: readonly ZoneDescription[]
    readonly changesTakeMs: number
    readonly volumes: 'work' | 'fail' | 'stick' | 'cannot go'
    readonly backups: 'work' | 'absent' | 'no service' | 'unavailable' | 'forbidden' | 'fail' | 'stick'
    readonly restores: 'work' | 'forbidden' | 'fail' | 'stick' | 'other volume'
    readonly quota: {
      readonly volumes: number
      readonly gigabytes: number
      readonly backups: number
      readonly backupGigabytes: number
    }
  }
  readonly network: {
    readonly pageSize: number
    readonly defaultSecurityGroupRules: 'absent' | readonly DefaultRuleDescription[]
    readonly securityGroupRules: readonly RuleDescription[]
    readonly availabilityZones: readonly ZoneDescription[]
    readonly extensions: readonly string[]
    readonly providerNetworks: readonly ProviderNetworkDescription[]
    readonly subnetPools: readonly SubnetPoolDescription[]
    readonly floatingIpQuota: number
    readonly rbacPolicies: 'allowed' | 'forbidden'
    readonly quota: Readonly<
      Record<'networks' | 'subnets' | 'ports' | 'routers' | 'securityGroups' | 'securityGroupRules', number>
    >
    readonly quotaUsage: 'shown' | 'absent' | 'forbidden'
  }
  readonly keyManager: {
    readonly create: 'allowed' | 'forbidden'
    readonly list: 'shown' | 'hidden'
    readonly pageSize: number
    readonly maxPageSize: number
    readonly secrets: number
    readonly quota: { readonly secrets: number }
  }
  readonly objectStore: {
    readonly unknownKey: 'InvalidAccessKeyId' | 'NoSuchKey' | 'SignatureDoesNotMatch' | 'absent'
    readonly ec2Credentials: 'known' | 'unknown'
    readonly region: string
    readonly create: 'allowed' | 'forbidden'
    readonly list: 'shown' | 'hidden'
    readonly read: 'whole' | 'changed'
  }
  readonly latencyMs: number
  readonly faults: readonly Fault[]
}

export interface FlavorDescription {
  readonly id?: string
  readonly name: string
  readonly vcpus: number
  readonly ramMiB: number
  readonly diskGB: number
  readonly isPublic: boolean
  readonly disabled: boolean
  readonly description?: string
  readonly extraSpecs: Properties
}

export interface ImageDescription {
  readonly id?: string
  readonly name: string
  readonly visibility: 'public' | 'community' | 'shared' | 'private'
  readonly owner?: string
  readonly members: Readonly<Record<string, 'accepted' | 'pending' | 'rejected'>>
  readonly hidden: boolean
  readonly status: 'active' | 'queued' | 'saving' | 'deactivated'
  readonly minDiskGB: number
  readonly minRamMiB: number
  readonly sizeBytes: number
  readonly console: string
  readonly createdAt?: string
  readonly tags: readonly string[]
  readonly properties: Properties
}

export interface VolumeTypeDescription {
  readonly id?: string
  readonly name: string
  readonly description: string | null
  readonly isPublic: boolean
  readonly encrypted: boolean
  readonly extraSpecs: Properties
}

export interface ServerDescription {
  readonly id?: string
  readonly name: string
  readonly project?: string
  readonly host: string | null
  readonly flavor?: string
  readonly group?: string
  readonly availabilityZone: string
  readonly status: string
  readonly cellIsDown: boolean
}

export interface ServerGroupDescription {
  readonly id?: string
  readonly name: string
  readonly project?: string
  readonly policy: 'affinity' | 'anti-affinity' | 'soft-affinity' | 'soft-anti-affinity'
  readonly maxServerPerHost?: number
}

interface UserDescription {
  readonly name: string
  readonly password: string
  readonly domain: string
  readonly project?: string
  readonly roles: readonly string[]
  readonly domainRoles: readonly string[]
  readonly systemRoles: readonly string[]
}

export interface RuleDescription {
  readonly direction: 'ingress' | 'egress'
  readonly ethertype: 'IPv4' | 'IPv6'
  readonly protocol: string | null
  readonly portMin: number | null
  readonly portMax: number | null
  readonly remoteIpPrefix: string | null
  readonly remoteGroupId: string | null
}

export interface DefaultRuleDescription extends RuleDescription {
  readonly usedInDefaultGroup: boolean
  readonly usedInOtherGroups: boolean
}

export interface ZoneDescription {
  readonly name: string
  readonly available: boolean
}

export interface ProviderNetworkDescription {
  readonly name: string
  readonly external: boolean
  readonly shared: boolean
  readonly isDefault: boolean
  readonly portSecurity: boolean
}

export interface SubnetPoolDescription {
  readonly name: string
  readonly prefixes: readonly string[]
  readonly isDefault: boolean
  readonly minPrefixLength: number
  readonly maxPrefixLength: number
  readonly defaultQuota: number | null
}

interface FederationDescription {
  readonly provider: string
  readonly protocol: string
  readonly clientId: string
  readonly clientSecret: string
  readonly websso: 'guarded' | 'open'
  readonly discovery: 'right' | 'other issuer' | 'no keys' | 'absent'
}

/** What an author writes: every key may be left out that has a default. */
export type CloudDescription = Loose<FullDescription>
