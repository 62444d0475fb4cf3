import { ProbeError } from '../fact.ts'
import type { Kubernetes } from '../kubernetes/client.ts'
import { record, text, wire, yesNo } from '../wire.ts'
import type { Manifest } from './api-resources.ts'
import type { Topology } from './cluster-plan.ts'

/** A Cluster made of a ClusterClass, in the newest of the served versions that we know. */
export async function topologyCluster(
  topology: Topology,
  name: string,
  namespace: string,
  management: Kubernetes,
  versions: readonly string[],
): Promise<Manifest> {
  const { controlPlaneReplicas, workers, variables, clusterNetwork } = topology
  const { class: className, version } = await classOf(topology, namespace, management)
  const isNew = versions.includes('v1beta2')
  const machineDeployments = workers.map(({ variables: overrides, name: called, ...worker }, index) => ({
    ...worker,
    name: called ?? `md-${index}`,
    ...(overrides ? { variables: { overrides: listed(overrides) } } : {}),
  }))
  const cluster = {
    apiVersion: `cluster.x-k8s.io/${isNew ? 'v1beta2' : 'v1beta1'}`,
    kind: 'Cluster',
    metadata: { name, namespace },
    spec: {
      ...(clusterNetwork ? { clusterNetwork } : {}),
      topology: {
        ...(isNew ? { classRef: { name: className } } : { class: className }),
        version,
        controlPlane: { replicas: controlPlaneReplicas },
        workers: { machineDeployments },
        ...(variables ? { variables: listed(variables) } : {}),
      },
    },
  }
  return cluster
}

function listed(variables: Readonly<Record<string, unknown>>): object[] {
  return Object.entries(variables).map(([name, value]) => ({ name, value }))
}

/** clusterstack.x-k8s.io "ClusterStackRelease": a ClusterClass of the same name, for one version of Kubernetes. */
interface WireRelease {
  readonly metadata: { readonly name: string }
  readonly status?: { readonly ready?: boolean; readonly kubernetesVersion?: string }
}
const wireRelease = wire<WireRelease>(
  'ClusterStackRelease',
  record({ metadata: record({ name: text }) }, { status: record({}, { ready: yesNo, kubernetesVersion: text }) }),
)

async function classOf(
  { class: className, version }: Topology,
  namespace: string,
  management: Kubernetes,
): Promise<{ readonly class: string; readonly version: string }> {
  if (className !== undefined) return { class: className, version }
  const path = `/apis/clusterstack.x-k8s.io/v1alpha1/namespaces/${namespace}/clusterstackreleases`
  const newest = newestRelease(await management.list({ path }, wireRelease), version)
  if (newest) return newest
  throw new ProbeError(
    'dependency',
    `the namespace ${namespace} has no ready ClusterStackRelease for Kubernetes ${version}; name a class, or make one`,
  )
}

/** The ready release with the newest patch of this branch (`1.36` or `v1.36`). */
export function newestRelease(
  releases: readonly WireRelease[],
  branch: string,
): { readonly class: string; readonly version: string } | undefined {
  const start = `v${branch.replace(/^v/, '')}.`
  const fitting = releases.flatMap(({ metadata, status }) => {
    const { ready = false, kubernetesVersion: version = '' } = status ?? {}
    const patch = Number(version.slice(start.length))
    return ready && version.startsWith(start) && Number.isInteger(patch)
      ? [{ class: metadata.name, version, patch }]
      : []
  })
  const [newest] = fitting.toSorted((a, b) => b.patch - a.patch || (a.class < b.class ? 1 : -1))
  return newest && { class: newest.class, version: newest.version }
}
