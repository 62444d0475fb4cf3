import { fact, type Fact } from '../fact.ts'
import { referenceData, type ReferenceDocument } from '../reference-data.ts'

export type { ReferenceDocument } from '../reference-data.ts'

/** standards/data/openstack-series.json */
export interface OpenStackSeries {
  /** Newest first. */
  readonly series: readonly Series[]
  /** By official service type, of the services whose APIs tell their series: newest first. */
  readonly services: Readonly<Record<string, readonly ApiOfSeries[]>>
  readonly projects: readonly OpenStackProject[]
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

/** The newest version of an API, and the names of the series that have it. */
export interface ApiOfSeries {
  /** Microversion, or version where it has none: `2.93`. */
  readonly newest: string
  readonly series: readonly string[]
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
  /** By name of a series its first version there; absent where the API of the service does not tell the series. */
  readonly versions?: Readonly<Record<string, string>>
}

/** ProbeError dependency where there is no document that can be used. */
export const openstackSeries: Fact<ReferenceDocument<OpenStackSeries>> = fact({
  name: 'series of OpenStack',
  needs: { referenceData },
  load: ({ referenceData }) => referenceData.read<OpenStackSeries>('openstack-series'),
})

/** What the API of a service may show as its newest version, newest first; empty where that tells no series. */
export function apisOf(service: string, { services }: Pick<OpenStackSeries, 'services'>): readonly ApiOfSeries[] {
  return Object.hasOwn(services, service) ? (services[service] ?? []) : []
}

/** The series whose API of a service has this newest version, newest first; empty for one that is not known. */
export function seriesShowing(
  service: string,
  newest: string,
  data: Pick<OpenStackSeries, 'services' | 'series'>,
): readonly Series[] {
  const names = apisOf(service, data).find((one) => one.newest === newest)?.series ?? []
  return data.series.filter(({ name }) => names.includes(name))
}
