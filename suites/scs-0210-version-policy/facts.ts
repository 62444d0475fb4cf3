import { fact, type Fact } from '../../src/fact.ts'
import { kubernetes, otherClusters } from '../../src/kubernetes/facts.ts'
import type { Kubernetes } from '../../src/kubernetes/client.ts'
import { wireVersion } from '../../src/kubernetes/wire.ts'

/** A cluster of the provider, by the context of its kubeconfig, and its version. */
export interface OfferedCluster {
  readonly context: string
  readonly gitVersion: string
}

/** All clusters of the provider that were named: the one under test first. */
export const offeredClusters: Fact<readonly OfferedCluster[]> = fact({
  name: 'versions of the clusters of the provider',
  needs: { kubernetes, otherClusters },
  cost: { reads: 1 },
  load: ({ kubernetes, otherClusters }) => Promise.all([kubernetes, ...otherClusters].map(versionOf)),
})

async function versionOf(cluster: Kubernetes): Promise<OfferedCluster> {
  const { gitVersion } = await cluster.read({ path: '/version' }, wireVersion)
  return { context: cluster.context, gitVersion }
}
