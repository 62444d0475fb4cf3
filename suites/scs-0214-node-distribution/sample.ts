import type { Machine } from '../../src/kubernetes/cluster-api.ts'
import type { Node } from '../../src/kubernetes/resources.ts'
import type { Server } from '../../src/openstack/servers.ts'
import { placeLabels } from './place.ts'
import type { Sources } from './placement.ts'

/** What the tests of this suite say of a node; the rest is ordinary. */
export interface NodeSample {
  readonly name?: string
  readonly isControlPlane?: boolean
  readonly region?: string | null
  readonly zone?: string | null
  readonly label?: string
  readonly providerId?: string | null
}

/** A node of the control plane in zone z1 of region r, unless said otherwise. */
export function node(given: NodeSample = {}): Node {
  const { name = 'n', isControlPlane = true, region = 'r', zone = 'z1', label, providerId = null } = given
  return {
    name,
    labels: {
      ...(isControlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      ...(region === null ? {} : { [placeLabels.region]: region }),
      ...(zone === null ? {} : { [placeLabels.zone]: zone }),
      ...(label === undefined ? {} : { [placeLabels.hostId]: label }),
    },
    taints: [],
    providerId,
    unschedulable: false,
    ready: true,
    addresses: [],
    kubeletVersion: 'v1.34.1',
  }
}

/** The id of the nth server. */
export function serverId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}

/** The provider id of the nth server. */
export function providerId(n: number, region = ''): string {
  return `openstack://${region}/${serverId(n)}`
}

/** The nth server, on the host of this hash. */
export function server(n: number, hostId: string | null, more: Partial<Server> = {}): Server {
  const flavor = { name: 'SCS-2V-8', extraSpecs: {} }
  const common = { name: `server-${n}`, status: 'ACTIVE', projectId: 'p', availabilityZone: 'nova', flavor }
  return { id: serverId(n), hostId, ...common, ...more }
}

export function machine(name: string, more: Partial<Machine> = {}): Machine {
  const common = { namespace: 'default', cluster: 'c', isControlPlane: true, failureDomain: null }
  return { name, nodeName: name, providerId: null, infrastructure: 'OpenStackMachine', ...common, ...more }
}

/** Control plane nodes 0, 1, 2 …, each a server on the host named, or one that Nova does not have. */
export function onHosts(...hosts: readonly (string | null)[]): Sources {
  return {
    nodes: hosts.map((_, n) => node({ name: `control-${n}`, providerId: providerId(n) })),
    clusterMachines: null,
    nodeServers: serversSeen(hosts.flatMap((host, n) => (host === null ? [] : [server(n, host)]))),
  }
}

export function serversSeen(servers: readonly Server[], more: Partial<Cloud> = {}): Cloud {
  return { region: 'RegionOne', servers, unseen: [], serverGroups: [], serverGroupsTrouble: null, ...more }
}

type Cloud = Extract<Sources['nodeServers'], { readonly servers: unknown }>
