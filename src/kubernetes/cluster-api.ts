import { ProbeError } from '../fact.ts'
import { record, text, textOrNull, texts, wire, type Wire } from '../wire.ts'
import { StatusError, type Kubernetes } from './client.ts'

/** Machine of Cluster API (cluster.x-k8s.io, v1beta1 and v1beta2): the wish for one node, and what became of it. */
export interface Machine {
  readonly namespace: string
  readonly name: string
  /** The Cluster it belongs to, in its namespace. */
  readonly cluster: string
  readonly isControlPlane: boolean
  /** `status.nodeRef.name`; null until the node is there. */
  readonly nodeName: string | null
  /** Of the Machine, else of its OpenStackMachine. */
  readonly providerId: string | null
  /** Where it was put (`status`), else where it is to be put (`spec`); to OpenStackMachines a Nova availability zone. */
  readonly failureDomain: string | null
  /** `OpenStackMachine`, `Metal3Machine`, `DockerMachine` … */
  readonly infrastructure: string
}

/** KubeadmControlPlane (controlplane.cluster.x-k8s.io). */
export interface KubeadmControlPlane {
  readonly namespace: string
  readonly name: string
  readonly cluster: string
  /** Wanted; null where it is not set. */
  readonly replicas: number | null
}

/** What a management cluster knows of the clusters it made. */
export interface ClusterApi {
  readonly machines: readonly Machine[]
  /** None where the control plane is of another kind. */
  readonly kubeadmControlPlanes: readonly KubeadmControlPlane[]
}

/**
 * Reads all Machines this user may see, in the version that the management cluster prefers. ProbeError as the client gives
 * it; dependency where there is no Cluster API.
 */
export async function readClusterApi(management: Kubernetes): Promise<ClusterApi> {
  const api = await preferred(management, 'cluster.x-k8s.io')
  if (!api) {
    const way = 'name the kubeconfig of the cluster whose Cluster API made the cluster under test'
    throw new ProbeError('dependency', `the management cluster ${management.context} has no Cluster API; ${way}`)
  }
  const machines = await management.list({ path: `${api}/machines` }, wireMachine)
  const controlPlanes = await preferred(management, 'controlplane.cluster.x-k8s.io')
  const kubeadm = controlPlanes
    ? await listOrNone(management, `${controlPlanes}/kubeadmcontrolplanes`, wireControlPlane)
    : []
  const unknown = machines.some((one) => isOfOpenStack(one) && !one.spec.providerID)
  const servers = unknown ? await serversByMachine(management) : new Map<string, string>()
  return {
    machines: machines.map((machine) => machineOf(machine, servers)).toSorted(byPlace),
    kubeadmControlPlanes: kubeadm.map(controlPlaneOf).toSorted(byPlace),
  }
}

/** Path of the API group in its preferred version; undefined where the cluster does not have the group. */
async function preferred(management: Kubernetes, group: string): Promise<string | undefined> {
  const found = await unlessMissing(() => management.read({ path: `/apis/${group}` }, wireGroup))
  return found && `/apis/${group}/${encodeURIComponent(found.preferredVersion.version)}`
}

/** The items, none where there is no such kind: the group also belongs to other control plane providers. */
async function listOrNone<T>(management: Kubernetes, path: string, item: Wire<T>): Promise<T[]> {
  return (await unlessMissing(() => management.list({ path }, item))) ?? []
}

/** API servers say "404 page not found" as plain text where a group is not there, so the status alone is looked at. */
async function unlessMissing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof StatusError && error.status === 404) return undefined
    throw error
  }
}

/** Provider ids by namespace and name of the OpenStackMachine, for Machines that do not have them yet. */
async function serversByMachine(management: Kubernetes): Promise<Map<string, string>> {
  const api = await preferred(management, 'infrastructure.cluster.x-k8s.io')
  const found = api ? await listOrNone(management, `${api}/openstackmachines`, wireOpenStackMachine) : []
  const known = new Map<string, string>()
  for (const { metadata, spec = {}, status = {} } of found) {
    const instance = status.instanceID || spec.instanceID
    const providerId = spec.providerID || (instance ? `openstack:///${instance}` : undefined)
    if (providerId) known.set(`${metadata.namespace}/${metadata.name}`, providerId)
  }
  return known
}

const controlPlaneLabel = 'cluster.x-k8s.io/control-plane'

function machineOf({ metadata, spec, status = {} }: WireMachine, servers: ReadonlyMap<string, string>): Machine {
  const { clusterName, providerID, failureDomain, infrastructureRef } = spec
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    cluster: clusterName,
    isControlPlane: Object.hasOwn(metadata.labels ?? {}, controlPlaneLabel),
    nodeName: status.nodeRef?.name || null,
    providerId: providerID || servers.get(`${metadata.namespace}/${infrastructureRef.name}`) || null,
    failureDomain: status.failureDomain || failureDomain || null,
    infrastructure: infrastructureRef.kind,
  }
}

function isOfOpenStack({ spec }: WireMachine): boolean {
  return spec.infrastructureRef.kind === 'OpenStackMachine'
}

function controlPlaneOf({ metadata, spec = {} }: WireControlPlane): KubeadmControlPlane {
  const cluster = metadata.labels?.['cluster.x-k8s.io/cluster-name'] ?? metadata.name
  return { namespace: metadata.namespace, name: metadata.name, cluster, replicas: spec.replicas ?? null }
}

interface Place {
  readonly namespace: string
  readonly name: string
}

function byPlace(a: Place, b: Place): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

const wireGroup = wire<{ readonly preferredVersion: { readonly version: string } }>(
  'API group',
  record({ preferredVersion: record({ version: { ...text, minLength: 1 } }) }),
)

interface WireMetadata extends Place {
  readonly labels?: Readonly<Record<string, string>>
}
const metadata = record({ name: text, namespace: text }, { labels: texts })

interface WireMachine {
  readonly metadata: WireMetadata
  readonly spec: {
    readonly clusterName: string
    readonly infrastructureRef: { readonly kind: string; readonly name: string }
    readonly providerID?: string | null
    readonly failureDomain?: string | null
  }
  readonly status?: { readonly nodeRef?: { readonly name?: string } | null; readonly failureDomain?: string | null }
}
const nodeRef = { type: ['object', 'null'], properties: { name: text } }
const wireMachine = wire<WireMachine>(
  'machine',
  record(
    {
      metadata,
      spec: record(
        { clusterName: text, infrastructureRef: record({ kind: text, name: text }) },
        { providerID: textOrNull, failureDomain: textOrNull },
      ),
    },
    { status: record({}, { nodeRef, failureDomain: textOrNull }) },
  ),
)

interface WireControlPlane {
  readonly metadata: WireMetadata
  readonly spec?: { readonly replicas?: number | null }
}
const wireControlPlane = wire<WireControlPlane>(
  'KubeadmControlPlane',
  record({ metadata }, { spec: record({}, { replicas: { type: ['integer', 'null'] } }) }),
)

interface WireOpenStackMachine {
  readonly metadata: WireMetadata
  readonly spec?: { readonly providerID?: string | null; readonly instanceID?: string | null }
  readonly status?: { readonly instanceID?: string | null }
}
const wireOpenStackMachine = wire<WireOpenStackMachine>(
  'OpenStackMachine',
  record(
    { metadata },
    {
      spec: record({}, { providerID: textOrNull, instanceID: textOrNull }),
      status: record({}, { instanceID: textOrNull }),
    },
  ),
)
