import { fact, ProbeError, type Fact } from '../fact.ts'
import type { OpenStack } from './client.ts'
import { pickVersion, versionsIn } from './discovery.ts'
import { catalog, openstack } from './facts.ts'
import { candidates } from './service-types.ts'

/** The newest version of its API that a service says it can speak; what an ordinary user, and anybody, is told. */
export interface NewestVersion {
  /** Official service type: `compute`. */
  readonly service: string
  /** Microversion, or version where it has none: `2.93`; null where its version document is not to be had. */
  readonly newest: string | null
  /** What was found in its place; absent where there is a version. */
  readonly why?: string
}

/** Services whose versions change with the series, and the major version that counts. */
const majors = { compute: 2, 'block-storage': 3, 'load-balancer': 2 } as const

/** Of the services of the catalog whose newest version tells something of the series that they are of. */
export const newestVersions: Fact<readonly NewestVersion[]> = fact({
  name: 'newest API versions of the services',
  needs: { openstack, catalog },
  cost: { reads: Object.keys(majors).length },
  load({ openstack, catalog }) {
    const there = Object.entries(majors).filter(([service]) =>
      candidates(service).some((type) => catalog.some((listed) => listed.type === type)),
    )
    return Promise.all(there.map(([service, major]) => newestOf(openstack, service, major)))
  },
})

async function newestOf(cloud: OpenStack, service: string, major: number): Promise<NewestVersion> {
  const url = `${cloud.endpoint(service).replace(/\/v\d+(\.\d+)?(\/.*)?$/, '')}/`
  const { status, text } = await cloud.sendRaw({ url, method: 'GET', headers: { accept: 'application/json' } })
  if (status !== 200 && status !== 300) return { service, newest: null, why: `its version document answers ${status}` }
  const version = pickVersion(versionsIn(parse(text, service), url), major)
  if (!version) return { service, newest: null, why: `its version document lists no version ${major}` }
  return { service, newest: version.maxMicroversion ?? version.id.replace(/^v/, '') }
}

function parse(text: string, service: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ProbeError('malformed', `the version document of ${service} is no JSON`, { cause: error })
  }
}
