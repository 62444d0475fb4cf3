import { fact, type Fact } from '../../src/fact.ts'
import { shakeHands, type Handshake } from '../../src/kubernetes/handshake.ts'
import { registry, type Registry } from '../../src/kubernetes/registry.ts'
import { features, type FeatureName } from './features.ts'

/** What a registry shows to somebody without credentials. */
export interface RegistryLook {
  readonly url: string
  /** null where it does not speak TLS. */
  readonly tls: Handshake | null
  /** Answer to `GET /v2/`, by which a registry says that it is one. */
  readonly status: number
  /** Schemes of WWW-Authenticate by which one logs in: `Bearer`. */
  readonly challenges: readonly string[]
}

/** Transport, and the first call of every client (OCI Distribution Specification, "Determining Support"); null: none given. */
export const registryLook: Fact<RegistryLook | null> = fact({
  name: 'the container registry, seen from outside',
  needs: { registry },
  cost: { reads: 2 },
  async load({ registry }, { signal }) {
    if (!registry) return null
    const tls = await shakeHands(registry.url, signal)
    const { status, headers } = await registry.get('/v2/')
    const challenges = [headers['www-authenticate'] ?? []].flat().flatMap((line) => /^\s*(\w+)/.exec(line)?.[1] ?? [])
    return { url: registry.url, tls, status, challenges }
  },
})

/** Which required features the registry's own API shows; null: no registry given. */
export interface RegistryFeatures {
  readonly url: string
  /** `Harbor`; null where the API is of no kind we know. */
  readonly kind: 'Harbor' | null
  readonly seen: readonly FeatureName[]
}

const harbor = '/api/v2.0'

/**
 * Asks Harbor's API for what belongs to each feature. Without credentials it answers 401 for what there is and 404 for what
 * there is not, which is made sure of with something that cannot be.
 */
export const registryFeatures: Fact<RegistryFeatures | null> = fact({
  name: 'features of the container registry',
  needs: { registry },
  cost: { reads: 3 + Object.values(features).filter((path) => path !== null).length },
  async load({ registry }) {
    if (!registry) return null
    if (!(await isHarbor(registry))) return { url: registry.url, kind: null, seen: [] }
    const asked = Object.entries(features).map(async ([name, path]) => {
      const { status } = path === null ? { status: 404 } : await registry.get(`${harbor}${path}`)
      return [200, 401, 403].includes(status) ? [name as FeatureName] : []
    })
    return { url: registry.url, kind: 'Harbor', seen: (await Promise.all(asked)).flat() }
  },
})

async function isHarbor(registry: Registry): Promise<boolean> {
  const [ping, info, nothing] = await Promise.all([
    registry.get(`${harbor}/ping`),
    registry.get(`${harbor}/systeminfo`),
    registry.get(`${harbor}/scs-conformance-nothing`),
  ])
  return (
    /^"?Pong"?\s*$/.test(ping.text) &&
    info.status === 200 &&
    info.text.includes('"auth_mode"') &&
    nothing.status === 404
  )
}
