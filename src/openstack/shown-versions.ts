import { fact, ProbeError, type Fact } from '../fact.ts'
import { openstackApiVersions, type OpenStackProject } from './api-version-data.ts'
import type { OpenStack } from './client.ts'
import { versionsIn } from './discovery.ts'
import { catalog, openstack } from './facts.ts'
import { officialType } from './service-types.ts'

/** A service of the catalog, and what it tells of its version to anybody. */
export interface ShownService {
  /** Official service type; one that is none stays as the catalog has it. */
  readonly type: string
  /** The newest version of its API: `2.96`; null where it does not tell, or nobody could make anything of it. */
  readonly api: string | null
  /** The version of the software itself, where it tells that: Swift. */
  readonly software: string | null
}

/**
 * Each service of the catalog once, by type. Asked for their versions are those whose projects tell their release by it: a
 * version document, which takes no token, or Swift's `/info`.
 */
export const shownServices: Fact<readonly ShownService[]> = fact({
  name: 'versions that the services show',
  needs: { openstack, catalog, openstackApiVersions },
  cost: { reads: 4 },
  async load({ openstack, catalog, openstackApiVersions: { content } }) {
    const types = [...new Set(catalog.map(({ type }) => officialType(type)))].toSorted()
    return Promise.all(
      types.map(async (type): Promise<ShownService> => {
        const project = content.projects.find(({ serviceTypes }) => serviceTypes.includes(type))
        if (type === 'object-store') return { type, api: null, software: await swiftVersion(openstack) }
        return { type, api: project?.api ? await newestVersion(openstack, type, project) : null, software: null }
      }),
    )
  },
})

/** The highest microversion; where there are none (Octavia), the highest minor version of the API. */
async function newestVersion(cloud: OpenStack, type: string, project: OpenStackProject): Promise<string | null> {
  const known = Object.keys(project.api ?? {})
  const major = known[0]?.split('.')[0] ?? ''
  const url = `${rootOf(cloud.endpoint(type))}/`
  const document = await jsonAt(cloud, url)
  const shown = versionsIn(document, url).flatMap(({ id, maxMicroversion }) => [
    id.replace(/^v/, ''),
    ...(maxMicroversion === undefined ? [] : [maxMicroversion]),
  ])
  return (
    shown
      .filter((version) => version.split('.')[0] === major)
      .toSorted(byNumber)
      .at(-1) ?? null
  )
}

async function swiftVersion(cloud: OpenStack): Promise<string | null> {
  const info = await jsonAt(cloud, `${rootOf(cloud.endpoint('object-store'))}/info`)
  const { swift } = (info ?? {}) as { readonly swift?: { readonly version?: unknown } | null }
  return typeof swift?.version === 'string' && swift.version !== '' ? swift.version : null
}

/** Without the version and what follows it. */
function rootOf(endpoint: string): string {
  return endpoint.replace(/\/v\d[\d.]*(\/.*)?$/, '').replace(/\/+$/, '')
}

/** null for an answer that is none: the service is there all the same. */
async function jsonAt(cloud: OpenStack, url: string): Promise<unknown> {
  const { status, text } = await cloud.sendRaw({ url, method: 'GET', headers: { accept: 'application/json' } })
  if (status >= 500) throw new ProbeError('unreachable', `GET ${url} was answered with ${status}; is the service well?`)
  if (status !== 200 && status !== 300) return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null // a page of something else in front of it tells no version
  }
}

function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}
