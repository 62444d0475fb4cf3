import { fact, type Fact } from '../fact.ts'
import type { OpenStack } from './client.ts'
import { pickVersion, versionsIn } from './discovery.ts'
import { catalog, openstack } from './facts.ts'
import { apisOf, openstackSeries } from './series-data.ts'
import { candidates } from './service-types.ts'
import { rootOf, shownDocument } from './shown-document.ts'

/** The newest version of its API that a service says it can speak; what an ordinary user, and anybody, is told. */
export interface NewestVersion {
  /** Official service type: `compute`. */
  readonly service: string
  /** Microversion, or version where it has none: `2.93`; null where its version document is not to be had. */
  readonly newest: string | null
  /** What was found in its place; absent where there is a version. */
  readonly why?: string
  /** That the service failed, or that something else answered, and not that it has no such document. */
  readonly flaw?: 'unreachable' | 'malformed'
}

/** Of the services of the catalog whose newest version tells the series that they are of, as the data on series has them. */
export const newestVersions: Fact<readonly NewestVersion[]> = fact({
  name: 'newest API versions of the services',
  needs: { openstack, catalog, openstackSeries },
  cost: { reads: 3 },
  load({ openstack, catalog, openstackSeries: { content } }) {
    const there = Object.keys(content.services).filter((service) =>
      candidates(service).some((type) => catalog.some((listed) => listed.type === type)),
    )
    return Promise.all(
      there.map((service) => {
        const [known] = apisOf(service, content)
        return newestOf(openstack, service, Number.parseInt(known?.newest ?? '', 10))
      }),
    )
  },
})

async function newestOf(cloud: OpenStack, service: string, major: number): Promise<NewestVersion> {
  const url = `${rootOf(cloud.endpoint(service))}/`
  const { status, document } = await shownDocument(cloud, url)
  const none = (why: string) => ({ service, newest: null, why: `its version document ${why}` })
  if (status >= 500) return { ...none(`answers ${status}`), flaw: 'unreachable' }
  if (status !== 200 && status !== 300) return none(`answers ${status}`)
  if (document === undefined) return { ...none('is no JSON'), flaw: 'malformed' }
  const version = pickVersion(versionsIn(document, url), major)
  if (!version) return none(`lists no version ${major}`)
  return { service, newest: version.maxMicroversion ?? version.id.replace(/^v/, '') }
}
