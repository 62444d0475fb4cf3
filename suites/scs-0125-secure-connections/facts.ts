import { fact, ProbeError, type CauseKind, type Fact } from '../../src/fact.ts'
import { cloudConnection, type CloudConnection } from '../../src/openstack/connection.ts'
import { catalog } from '../../src/openstack/facts.ts'
import { scanTls, type TlsScan } from '../../src/openstack/tls-scan.ts'

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
  readonly seen:
    | { readonly kind: 'tls'; readonly scan: TlsScan }
    | { readonly kind: 'not tls' }
    | { readonly kind: 'unobserved'; readonly cause: CauseKind; readonly message: string }
}

const atOnce = 4

/**
 * Looks at the TLS of each host and port that has https endpoints, once: some dozens of handshakes in which nothing is sent,
 * one after the other per place. What could not be seen of one place does not hide what was seen of the others.
 */
export const tlsPlaces = fact<
  readonly TlsPlace[],
  { publicEndpoints: typeof publicEndpoints; cloudConnection: typeof cloudConnection }
>({
  name: 'TLS of public endpoints',
  needs: { publicEndpoints, cloudConnection },
  cost: { reads: 50 },
  timeoutMs: 600_000,
  async load({ publicEndpoints, cloudConnection }, { signal, onProgress }) {
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
        places.push({ origin, services: [...services], seen: await look(origin, cloudConnection, signal) })
        onProgress?.({ doing: 'TLS handshakes', done: places.length, total: byOrigin.size })
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return places.toSorted((a, b) => (a.origin < b.origin ? -1 : 1))
  },
})

async function look(origin: string, connection: CloudConnection, signal: AbortSignal): Promise<TlsPlace['seen']> {
  if (connection.isProxied(`${origin}/`)) {
    const message = `${origin} is reached through a proxy, and TLS has to be looked at directly; run where there is a direct way, or add the host to NO_PROXY`
    return { kind: 'unobserved', cause: 'dependency', message }
  }
  try {
    const scan = await scanTls(origin, connection.tls, signal)
    return scan ? { kind: 'tls', scan } : { kind: 'not tls' }
  } catch (error) {
    if (signal.aborted || !(error instanceof ProbeError)) throw error
    return { kind: 'unobserved', cause: error.kind, message: error.message }
  }
}
