import { fact, type Fact } from '../fact.ts'
import { referenceData, type ReferenceDocument } from '../reference-data.ts'

export type { ReferenceDocument } from '../reference-data.ts'

/** standards/data/openstack-api-versions.json */
export interface OpenStackApiVersions {
  /** Oldest first: `yoga`, `2025.1`. */
  readonly releases: readonly string[]
  readonly projects: readonly OpenStackProject[]
}

export interface OpenStackProject {
  /** `nova` */
  readonly name: string
  /** Official service types that it offers: `compute`. */
  readonly serviceTypes: readonly string[]
  /** Names of its packages and images beside those that every project has. */
  readonly packages?: readonly string[]
  /** Names of other software that offers the same service. */
  readonly alternatives?: readonly string[]
  /** The first version of each release. */
  readonly versions: Readonly<Record<string, string>>
  /** By the newest version that its API shows, the release that was the first to show it; absent where an API does not tell. */
  readonly api?: Readonly<Record<string, string>>
}

export const openstackApiVersions: Fact<ReferenceDocument<OpenStackApiVersions>> = fact({
  name: 'OpenStack version data',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<OpenStackApiVersions>('openstack-api-versions'),
})
