import { fact, ProbeError, type Fact } from '../../src/fact.ts'
import { readClusterApi } from '../../src/kubernetes/cluster-api.ts'
import { hostCloud, managementCluster, nodes } from '../../src/kubernetes/facts.ts'
import { StatusError, type OpenStack } from '../../src/openstack/client.ts'
import { listServerGroups } from '../../src/openstack/server-groups.ts'
import { listServers, readServer, type Server } from '../../src/openstack/servers.ts'
import type { MachinesSeen, ServersSeen, Trouble, UnseenServer } from './seen.ts'
import { serverIdsOf } from './server-ids.ts'

// Trouble is data here, not a rejection: what one source shows may decide, whatever happened to the other.

/** What Cluster API knows of the nodes; null where no management cluster was named. */
export const clusterMachines: Fact<MachinesSeen> = fact({
  name: 'machines of the management cluster',
  needs: { managementCluster },
  cost: { reads: 4 },
  async load({ managementCluster }, { signal }) {
    if (!managementCluster) return null
    const api = await attempt(() => readClusterApi(managementCluster), signal)
    return 'value' in api ? { api: api.value } : { trouble: api.trouble }
  },
})

/** Nova's servers behind the nodes, with their server groups; null where no cloud was named. */
export const nodeServers: Fact<ServersSeen> = fact({
  name: 'servers behind the nodes',
  needs: { nodes, clusterMachines, hostCloud },
  cost: { reads: 3 },
  async load({ nodes, clusterMachines, hostCloud }, { signal }) {
    if (!hostCloud) return null
    const ids = serverIdsOf(nodes, clusterMachines)
    const [listed, groups] = await Promise.all([
      attempt(() => listServers(hostCloud), signal),
      attempt(() => listServerGroups(hostCloud), signal),
    ])
    if ('trouble' in listed) return { trouble: listed.trouble }
    const known = new Map(listed.value.map((server) => [server.id, server]))
    const looked = await lookUp(
      hostCloud,
      ids.filter((id) => !known.has(id)),
      signal,
    )
    const found = looked.flatMap((one) => ('server' in one ? [one.server] : []))
    const servers = [...ids.flatMap((id) => known.get(id) ?? []), ...found].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const members = new Set(servers.map(({ id }) => id))
    const serverGroups = 'value' in groups ? groups.value : []
    return {
      region: regionOf(hostCloud),
      servers,
      unseen: looked.flatMap((one) => ('server' in one ? [] : [one])),
      serverGroups: serverGroups.filter((group) => group.members.some((id) => members.has(id))),
      serverGroupsTrouble: 'trouble' in groups ? groups.trouble : null,
    }
  },
})

/** All that `placementOf` puts together; judged raw, so that evidence which was recorded can be put together again. */
export const sources = { nodes, clusterMachines, nodeServers } as const

/** Servers that the list does not have are rarely there; a cluster whose nodes are all elsewhere need not cost a call each. */
export const mostLookUps = 50

type Looked = { readonly server: Server } | UnseenServer

/** Asks for servers one by one, those of the control plane first. */
async function lookUp(cloud: OpenStack, ids: readonly string[], signal: AbortSignal): Promise<readonly Looked[]> {
  const looked = await Promise.all(
    ids.slice(0, mostLookUps).map(async (serverId): Promise<Looked> => {
      const answer = await attempt(() => readServer(cloud, serverId), signal)
      if ('value' in answer) return { server: answer.value }
      return { serverId, ...answer.trouble, isMissing: answer.status === 404 }
    }),
  )
  const message = `not looked up: ${mostLookUps} other servers of nodes were not found before it`
  return [
    ...looked,
    ...ids.slice(mostLookUps).map((serverId) => ({ serverId, kind: 'dependency' as const, message, isMissing: false })),
  ]
}

/** The value, or why there is none. What ends the load itself is passed on. */
async function attempt<T>(
  look: () => Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly value: T } | { readonly trouble: Trouble; readonly status: number | null }> {
  try {
    return { value: await look() }
  } catch (error) {
    if (signal.aborted || !(error instanceof ProbeError)) throw error
    const status = error instanceof StatusError ? error.status : null
    return { trouble: { kind: error.kind, message: error.message }, status }
  }
}

function regionOf(cloud: OpenStack): string | null {
  const url = cloud.endpoint('compute')
  const endpoints = cloud.catalog.flatMap((service) => service.endpoints)
  return endpoints.find((endpoint) => endpoint.url === url)?.region ?? null
}
