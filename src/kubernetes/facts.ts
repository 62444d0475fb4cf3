import { fact, given, type Fact } from '../fact.ts'
import type { OpenStack } from '../openstack/client.ts'
import type { Kubernetes } from './client.ts'
import { byName, type Node, type ServerVersion } from './resources.ts'
import { wireNode, wireVersion, type WireNode } from './wire.ts'

/** The cluster under test. */
export const kubernetes = given<Kubernetes>('the Kubernetes cluster')

/** Further clusters of the same provider, of other Kubernetes branches; none unless several kubeconfigs were given. */
export const otherClusters = given<readonly Kubernetes[]>('the other clusters of the provider')

/** The cloud whose servers are the nodes, as a user of the project that holds them; null where none was named. */
export const hostCloud = given<OpenStack | null>('the OpenStack cloud behind the cluster')

/** The Cluster API management cluster that made the cluster under test; null where none was named. */
export const managementCluster = given<Kubernetes | null>('the management cluster')

/** What the API server says of its version. */
export const serverVersion: Fact<ServerVersion> = fact({
  name: 'Kubernetes version',
  needs: { kubernetes },
  cost: { reads: 1 },
  async load({ kubernetes }) {
    const { gitVersion } = await kubernetes.read({ path: '/version' }, wireVersion)
    return { gitVersion }
  },
})

/** All nodes, by name. */
export const nodes: Fact<readonly Node[]> = fact({
  name: 'nodes',
  needs: { kubernetes },
  cost: { reads: 1 },
  load: async ({ kubernetes }) =>
    (await kubernetes.list({ path: '/api/v1/nodes' }, wireNode)).map(nodeOf).toSorted(byName),
})

function nodeOf({ metadata, spec = {}, status = {} }: WireNode): Node {
  return {
    name: metadata.name,
    labels: metadata.labels ?? {},
    taints: (spec.taints ?? []).map(({ key, value = null, effect }) => ({ key, value, effect })),
    providerId: spec.providerID || null,
    unschedulable: spec.unschedulable ?? false,
    ready: (status.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    addresses: (status.addresses ?? []).map(({ type, address }) => ({ type, address })),
    kubeletVersion: status.nodeInfo?.kubeletVersion ?? '',
  }
}
