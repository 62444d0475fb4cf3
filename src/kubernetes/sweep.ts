import { messageOf } from '../clean-up.ts'
import { runIdOf } from '../run-name.ts'
import { record, text, wire } from '../wire.ts'
import { StatusError, type Kubernetes } from './client.ts'

/** An object that a run has made, found by its name. */
export interface FoundObject {
  readonly kind: string
  readonly runId: string
  readonly name: string
  /** The collection it is in, with its namespace. */
  readonly path: string
}

const clusterApi = '/apis/cluster.x-k8s.io'

/**
 * What is looked for, in the order of deletion. All else of a run is in its namespace, or belongs to its cluster and is
 * deleted with it.
 */
const collections = [
  { kind: 'Cluster', path: `${clusterApi}/v1beta2/clusters` },
  { kind: 'Cluster', path: `${clusterApi}/v1beta1/clusters` },
  { kind: 'ClusterRoleBinding', path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings' },
  { kind: 'ClusterRole', path: '/apis/rbac.authorization.k8s.io/v1/clusterroles' },
  { kind: 'Namespace', path: '/api/v1/namespaces' },
] as const

/**
 * Position in the order of deletion: clusters of Cluster API first, then what the ledger alone knows, then the others.
 */
export function rankOf(path: string): number {
  const plain = path.replace(/\/namespaces\/[^/]+\/([^/]+)$/, '/$1')
  if (isClusters(plain)) return -1
  return collections.findIndex((collection) => collection.path === plain) + 1
}

/** The collection of Cluster API's own Clusters, in any version. What they were made with must outlive them. */
export function isClusters(path: string): boolean {
  return path.startsWith(`${clusterApi}/`) && path.endsWith('/clusters')
}

interface Named {
  readonly metadata: { readonly name: string; readonly namespace?: string }
}
const wireNamed = wire<Named>('object', record({ metadata: record({ name: text }, { namespace: text }) }))

/** Finds what runs have made by its name. What cannot be looked for is told, with the reason. */
export async function findByName(
  kubernetes: Kubernetes,
): Promise<{ readonly found: readonly FoundObject[]; readonly unseen: readonly string[] }> {
  const found = new Map<string, FoundObject>()
  const unseen: string[] = []
  for (const { kind, path } of collections) {
    try {
      for (const { metadata } of await kubernetes.list({ path }, wireNamed)) {
        const { name, namespace } = metadata
        const runId = runIdOf(name)
        // A Cluster is listed in each version of its API; once is enough.
        const key = `${kind} ${namespace ?? ''} ${name}`
        if (runId !== null && !found.has(key)) found.set(key, { kind, runId, name, path: within(path, namespace) })
      }
    } catch (error) {
      if (error instanceof StatusError && error.status === 404) continue // this cluster has no such kind
      unseen.push(`${kind}s could not be looked for: ${messageOf(error)}`)
    }
  }
  return { found: [...found.values()], unseen }
}

function within(path: string, namespace: string | undefined): string {
  return namespace === undefined ? path : path.replace(/\/([^/]+)$/, `/namespaces/${namespace}/$1`)
}
