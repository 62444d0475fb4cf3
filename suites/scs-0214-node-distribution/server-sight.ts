import type { Server } from '../../src/openstack/servers.ts'
import { isBareMetal } from './bare-metal.ts'
import type { Known, Place } from './place.ts'
import { parseProviderId } from './provider-id.ts'
import type { ServersSeen, Trouble, UnseenServer } from './seen.ts'
import type { Claim } from './spread.ts'

/** What Nova, or the provider id alone, tells of one node. */
export interface Sight {
  readonly claim: Claim | null
  /** Why there is no claim although a cloud was given. */
  readonly unseen: Trouble | null
  /** Nova was asked for the server and did not show where it is. */
  readonly isObscured: boolean
  readonly serverGroups: Place['serverGroups']
}

/**
 * Looks nodes up in what Nova showed. The id of the server decides, whatever region the provider id names: ids are unique. A
 * server that two nodes claim is neither's, since one of them must be wrong. A server without hostId is on no host.
 */
export function serverSight(seen: ServersSeen, nodes: readonly Known[]): (node: Known) => Sight {
  const claims = new Map<string, string>()
  const twice = new Set<string>()
  for (const { name, providerId } of nodes) {
    const parsed = parseProviderId(providerId ?? '')
    if (parsed.kind !== 'openstack') continue
    if (claims.has(parsed.serverId)) twice.add(parsed.serverId)
    claims.set(parsed.serverId, name)
  }
  const cloud = seen && 'servers' in seen ? seen : null
  const trouble = seen && 'trouble' in seen ? seen.trouble : null
  const servers = new Map(cloud?.servers.map((server) => [server.id, server]))
  const unseen = new Map(cloud?.unseen.map((one) => [one.serverId, one]))
  const groups = new Map<string, Sight['serverGroups'][number][]>()
  for (const { id, name, policy, maxServersPerHost, members } of cloud?.serverGroups ?? [])
    for (const member of members)
      groups.set(member, [...(groups.get(member) ?? []), { id, name, policy, maxServersPerHost }])

  return ({ name, providerId }) => {
    const parsed = providerId === null ? null : parseProviderId(providerId)
    if (parsed?.kind === 'metal3') return seenAt({ kind: 'own', machine: `metal3 ${parsed.host}`, by: 'Metal3' })
    if (!seen) return { claim: null, unseen: null, isObscured: false, serverGroups: [] }
    if (parsed?.kind !== 'openstack') return outside(noServer(name, providerId, parsed?.kind))
    const { serverId, region } = parsed
    if (twice.has(serverId))
      return outside({ kind: 'malformed', message: `node ${name}: another node names server ${serverId} too` })
    const server = servers.get(serverId)
    const why =
      trouble ??
      (server ? whyNowhere(server) : whyMissing(serverId, region, cloud?.region ?? null, unseen.get(serverId)))
    if (!server || why)
      return {
        claim: null,
        unseen: why && { ...why, message: `node ${name}: ${why.message}` },
        isObscured: true,
        serverGroups: [],
      }
    return { ...seenAt(claimOf(server)), serverGroups: groups.get(serverId) ?? [] }
  }
}

function seenAt(claim: Claim): Sight {
  return { claim, unseen: null, isObscured: false, serverGroups: [] }
}

function outside(unseen: Trouble): Sight {
  return { claim: null, unseen, isObscured: false, serverGroups: [] }
}

function noServer(name: string, providerId: string | null, kind: 'other' | 'malformed' | undefined): Trouble {
  if (kind === 'malformed')
    return { kind: 'malformed', message: `node ${name}: its providerID ${providerId} names no server` }
  if (kind === 'other')
    return { kind: 'dependency', message: `node ${name}: its providerID ${providerId} is not one of OpenStack` }
  const way = 'the cloud provider sets it, and Cluster API knows it (--management-kubeconfig)'
  return { kind: 'dependency', message: `node ${name}: it has no providerID, so nothing names its server; ${way}` }
}

function whyNowhere({ id, status, hostId }: Server): Trouble | null {
  if (hostId !== null) return null
  if (status === 'UNKNOWN') return { kind: 'unreachable', message: `Nova cannot reach the cell of server ${id}` }
  return { kind: 'dependency', message: `server ${id} is on no host (${status})` }
}

function whyMissing(id: string, region: string | null, ours: string | null, unseen: UnseenServer | undefined): Trouble {
  if (unseen && !unseen.isMissing) return { kind: unseen.kind, message: `server ${id}: ${unseen.message}` }
  if (region !== null && ours !== null && region !== ours) {
    return {
      kind: 'dependency',
      message: `server ${id} is in region ${region}, the cloud that was named is region ${ours}`,
    }
  }
  const way = 'name a cloud entry of the project that has the nodes'
  return {
    kind: 'dependency',
    message: `server ${id} is not in the project of the cloud that was named, or gone; ${way}`,
  }
}

function claimOf(server: Server): Claim {
  if (isBareMetal(server)) return { kind: 'own', machine: `server ${server.id}`, by: 'Nova flavor' }
  return { kind: 'nova', project: server.projectId ?? '', hostId: server.hostId ?? '' }
}
