import { ProbeError } from '../fact.ts'
import { StatusError, type Kubernetes } from '../kubernetes/client.ts'
import { listOf, record, text, wire, yesNo } from '../wire.ts'

/** An object of a manifest, as far as we look into it. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

interface WireResources {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[]
}
const wireResources = wire<WireResources>(
  'APIResourceList',
  record({ resources: listOf(record({ name: text, kind: text, namespaced: yesNo })) }),
)

const wireGroup = wire<{ readonly versions: readonly { readonly version: string }[] }>(
  'APIGroup',
  record({ versions: listOf(record({ version: text })) }),
)

/** The versions of Cluster API that the management cluster serves, the preferred one first; ProbeError where it has none. */
export async function clusterApiVersions(management: Kubernetes): Promise<readonly string[]> {
  try {
    const { versions } = await management.read({ path: '/apis/cluster.x-k8s.io' }, wireGroup)
    return versions.map(({ version }) => version)
  } catch (error) {
    if (!(error instanceof StatusError && error.status === 404)) throw error
    const { server } = management
    throw new ProbeError(
      'dependency',
      `the management cluster ${server} has no Cluster API; is it the right kubeconfig?`,
    )
  }
}

/** Finds the collection of a kind in a namespace: `/apis/cluster.x-k8s.io/v1beta2/namespaces/n/clusters`; asks once a group. */
export function collections(management: Kubernetes, namespace: string): (manifest: Manifest) => Promise<string> {
  const known = new Map<string, Promise<WireResources>>()
  return async ({ apiVersion, kind }) => {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const asked = known.get(base) ?? management.read({ path: base }, wireResources)
    known.set(base, asked)
    const found = (await asked.catch(absent)).resources.find((one) => one.kind === kind && !one.name.includes('/'))
    if (!found) {
      throw new ProbeError(
        'dependency',
        `the management cluster has no ${kind} of ${apiVersion}; is its provider installed?`,
      )
    }
    if (!found.namespaced) {
      throw new ProbeError(
        'dependency',
        `${kind} is in no namespace; make it by hand beforehand, a run makes nothing such`,
      )
    }
    return `${base}/namespaces/${namespace}/${found.name}`
  }
}

function absent(error: unknown): WireResources {
  if (error instanceof StatusError && error.status === 404) return { resources: [] }
  throw error
}
