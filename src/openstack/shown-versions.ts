import { fact, ProbeError, type Fact } from '../fact.ts'
import type { OpenStack } from './client.ts'
import { catalog, openstack } from './facts.ts'
import { newestVersions } from './newest-versions.ts'
import { officialType } from './service-types.ts'
import { rootOf, shownDocument } from './shown-document.ts'

/** A service of the catalog, and what it tells of its version to anybody. */
export interface ShownService {
  /** Official service type; one that is none stays as the catalog has it. */
  readonly type: string
  /** The newest version of its API: `2.96`; null where that tells no series, or nobody could make anything of it. */
  readonly api: string | null
  /** The version of the software itself, where it tells that: Swift. */
  readonly software: string | null
}

/**
 * Each service of the catalog once, by type: with the newest version of its API where that tells its series, and with what
 * Swift's `/info` says.
 */
export const shownServices: Fact<readonly ShownService[]> = fact({
  name: 'versions that the services show',
  needs: { openstack, catalog, newestVersions },
  cost: { reads: 1 },
  async load({ openstack, catalog, newestVersions }) {
    const failed = newestVersions.find(({ flaw }) => flaw === 'unreachable')
    if (failed) throw new ProbeError('unreachable', `${failed.service}: ${failed.why}; is the service well?`)
    const types = [...new Set(catalog.map(({ type }) => officialType(type)))].toSorted()
    const swift = types.includes('object-store') ? await swiftVersion(openstack) : null
    return types.map((type) => ({
      type,
      api: newestVersions.find(({ service }) => service === type)?.newest ?? null,
      software: type === 'object-store' ? swift : null,
    }))
  },
})

async function swiftVersion(cloud: OpenStack): Promise<string | null> {
  const { status, document } = await shownDocument(cloud, `${rootOf(cloud.endpoint('object-store'))}/info`)
  if (status >= 500) throw new ProbeError('unreachable', `object-store: /info answers ${status}; is the service well?`)
  const { swift } = (document ?? {}) as { readonly swift?: { readonly version?: unknown } | null }
  return typeof swift?.version === 'string' && swift.version !== '' ? swift.version : null
}
