import { fact, type Fact } from '../../src/fact.ts'
import { cloudConnection } from '../../src/openstack/connection.ts'
import { catalog } from '../../src/openstack/facts.ts'
import { tlsCipherSuites } from '../../src/openstack/tls-cipher-suites.ts'
import { lookAtTls, type SeenTls } from '../tls-profile/look-at-tls.ts'

/** A public endpoint of the catalog. */
export interface PublicEndpoint {
  /** Service type. */
  readonly service: string
  readonly region: string | null
  readonly url: string
}

/** Those of all regions; internal and admin endpoints are none of a user's business, and are not looked at. */
export const publicEndpoints: Fact<readonly PublicEndpoint[]> = fact({
  name: 'public endpoints',
  needs: { catalog },
  load: ({ catalog }) =>
    catalog.flatMap(({ type, endpoints }) =>
      endpoints
        .filter((endpoint) => endpoint.interface.replace(/URL$/, '') === 'public')
        .map(({ region, url }) => ({ service: type, region, url })),
    ),
})

/** One host and port with endpoints, and what was seen of its TLS. */
export interface TlsPlace {
  /** `https://api.example:5000` */
  readonly origin: string
  readonly services: readonly string[]
  readonly seen: SeenTls
}

const atOnce = 4

/**
 * Looks at the TLS of each host and port that has https endpoints, once: some dozens of handshakes in which nothing is sent,
 * one after the other per place. What could not be seen of one place does not hide what was seen of the others.
 */
export const tlsPlaces = fact<
  readonly TlsPlace[],
  {
    publicEndpoints: typeof publicEndpoints
    cloudConnection: typeof cloudConnection
    tlsCipherSuites: typeof tlsCipherSuites
  }
>({
  name: 'TLS of public endpoints',
  needs: { publicEndpoints, cloudConnection, tlsCipherSuites },
  cost: { reads: 60 },
  timeoutMs: 600_000,
  async load({ publicEndpoints, cloudConnection, tlsCipherSuites }, { signal, onProgress }) {
    const byOrigin = new Map<string, Set<string>>()
    for (const { url, service } of publicEndpoints) {
      const parsed = URL.parse(url)
      if (parsed?.protocol !== 'https:') continue
      byOrigin.set(parsed.origin, (byOrigin.get(parsed.origin) ?? new Set()).add(service))
    }
    const queue = [...byOrigin]
    const places: TlsPlace[] = []
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [origin, services] = next
        places.push({
          origin,
          services: [...services],
          seen: await lookAtTls(origin, tlsCipherSuites, cloudConnection, signal),
        })
        onProgress?.({ doing: 'TLS handshakes', done: places.length, total: byOrigin.size })
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return places.toSorted((a, b) => (a.origin < b.origin ? -1 : 1))
  },
})
