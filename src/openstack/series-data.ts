import { fact, type Fact } from '../fact.ts'
import { referenceData, type ReferenceDocument } from '../reference-data.ts'

export type { ReferenceDocument } from '../reference-data.ts'

/** standards/data/openstack-series.json */
export interface OpenStackSeries {
  /** Newest first. */
  readonly series: readonly Series[]
  /** By official service type: the newest version of the API, and the series that have it. */
  readonly services: Readonly<
    Record<string, readonly { readonly newest: string; readonly series: readonly string[] }[]>
  >
}

export interface Series {
  /** `2026.1 Gazpacho`, `Zed` */
  readonly name: string
  /** YYYY-MM-DD */
  readonly releasedAt: string
  /** YYYY-MM-DD, the first day without maintenance, seen or planned; null where none is planned yet. */
  readonly maintainedUntil: string | null
  /** YYYY-MM-DD */
  readonly endOfLife?: string
}

/** ProbeError dependency where there is no document that can be used. */
export const openstackSeries: Fact<ReferenceDocument<OpenStackSeries>> = fact({
  name: 'series of OpenStack',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<OpenStackSeries>('openstack-series'),
})
