import { fact, type Fact } from '../fact.ts'
import { referenceData, type ReferenceDocument } from '../reference-data.ts'

export type { ReferenceDocument } from '../reference-data.ts'

/** standards/data/spdx-licences.json: the SPDX License List. */
export interface SpdxLicences {
  /** `3.28.0` */
  readonly listVersion: string
  /** Identifiers of licences that the OSI has approved. */
  readonly approved: readonly string[]
  readonly notApproved: readonly string[]
  readonly exceptions: readonly string[]
  /** Identifiers that say what an expression says: `GPL-2.0-with-classpath-exception`. */
  readonly deprecated: Readonly<Record<string, string>>
}

/** standards/data/licence-names.json: what free texts mean. Texts are normalised: `apache license 2.0`. */
export interface LicenceNames {
  /** SPDX expressions. */
  readonly aliases: Readonly<Record<string, string>>
  /** Texts that name a licence which is not open source. */
  readonly notOpen: readonly { readonly names: readonly string[]; readonly licence: string; readonly source: string }[]
}

/** standards/data/open-core-editions.json */
export interface OpenCoreEditions {
  readonly editions: readonly OpenCoreEdition[]
}

/** An edition that is not open source as a whole. */
export interface OpenCoreEdition {
  /** For people: `Grafana Enterprise`. */
  readonly title: string
  /** Names of packages of distributions; a star at the end stands for anything. */
  readonly packages?: readonly string[]
  /** Repositories of images, or how they end: `grafana/grafana-enterprise`; a star at the end stands for anything. */
  readonly images?: readonly string[]
  /** What the version holds as well: `+ent`. */
  readonly version?: string
  /** What is open source. */
  readonly instead?: string
  readonly source: string
}

export const spdxLicences: Fact<ReferenceDocument<SpdxLicences>> = fact({
  name: 'SPDX License List',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<SpdxLicences>('spdx-licences'),
})

export const licenceNames: Fact<ReferenceDocument<LicenceNames>> = fact({
  name: 'names of licences',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<LicenceNames>('licence-names'),
})

export const openCoreEditions: Fact<ReferenceDocument<OpenCoreEditions>> = fact({
  name: 'open-core editions',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<OpenCoreEditions>('open-core-editions'),
})
