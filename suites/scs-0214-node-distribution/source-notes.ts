import type { Place } from './place.ts'
import type { MachinesSeen, ServersSeen } from './seen.ts'
import { some } from './some.ts'
import { spreadOf } from './spread.ts'

/** Remarks on what the sources show of the control plane. They support the evidence or limit it; none decides. */
export function sourceNotes(
  places: readonly Place[],
  machines: MachinesSeen,
  servers: ServersSeen,
  cluster: string | null,
): string[] {
  const controlPlane = places.filter(({ isControlPlane }) => isControlPlane)
  return [
    ...projectNote(places),
    ...groupNotes(controlPlane),
    ...replicaNotes(controlPlane, machines, cluster),
    ...troubleNote(servers),
  ]
}

function projectNote(places: readonly Place[]): string[] {
  const projects = new Set(places.flatMap(({ claim }) => (claim?.kind === 'nova' ? claim.project : [])))
  if (projects.size < 2) return []
  return [
    `the servers belong to ${projects.size} projects, and Nova's hostId cannot be compared between projects: two hosts of this report may be one`,
  ]
}

/**
 * A group that all of the control plane is in, where some share a host all the same; exhibits show the others. Even a hard policy is no proof of where servers are now: an administrator can
 * force a server onto a host, and the group's rule may let several share one. Where Nova shows groups it shows hostId too.
 */
function groupNotes(controlPlane: readonly Place[]): string[] {
  const [first, ...rest] = controlPlane
  const shared = (first?.serverGroups ?? []).filter(({ id }) =>
    rest.every(({ serverGroups }) => serverGroups.some((group) => group.id === id)),
  )
  if (shared.length === 0 || spreadOf(controlPlane).atLeast < 2) return []
  return shared.map(({ name, policy, maxServersPerHost }) => {
    const most = maxServersPerHost === null ? '' : `, up to ${maxServersPerHost} a host`
    return `all servers of the control plane are in server group ${name} (${policy}${most}), and some share a host`
  })
}

function replicaNotes(controlPlane: readonly Place[], machines: MachinesSeen, cluster: string | null): string[] {
  if (!machines || !('api' in machines)) return []
  return machines.api.kubeadmControlPlanes
    .filter(({ namespace, cluster: name }) => `${namespace}/${name}` === cluster)
    .filter(({ replicas }) => replicas !== null && replicas !== controlPlane.length)
    .map(
      ({ name, replicas }) =>
        `KubeadmControlPlane ${name} wants ${replicas} replicas, there are ${controlPlane.length}`,
    )
}

function troubleNote(servers: ServersSeen): string[] {
  const trouble = servers && 'servers' in servers ? servers.serverGroupsTrouble : null
  return trouble ? [`server groups are not known, which decides nothing: ${some([trouble.message])}`] : []
}
