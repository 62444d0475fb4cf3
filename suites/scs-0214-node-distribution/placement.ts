import type { Machine } from '../../src/kubernetes/cluster-api.ts'
import { isControlPlane, type Node } from '../../src/kubernetes/resources.ts'
import { believedLabels } from './believed-labels.ts'
import { matchMachines } from './match-machines.ts'
import { placeLabels, type Known, type Place } from './place.ts'
import type { MachinesSeen, ServersSeen, Trouble } from './seen.ts'
import { serverSight, type Sight } from './server-sight.ts'
import { sourceNotes } from './source-notes.ts'

/** All nodes with what tells where they are. */
export interface Placement {
  /** Those of the control plane first, then by name. */
  readonly places: readonly Place[]
  /** Something that might show the machines was given: a cloud, a management cluster, the host-id label. */
  readonly isSourceGiven: boolean
  /** Why a source that was given showed nothing at all. */
  readonly troubles: readonly Trouble[]
  /** Why labels that are there do not count. */
  readonly disbelief: readonly string[]
  readonly notes: readonly string[]
}

/** What the facts of this suite say. */
export interface Sources {
  readonly nodes: readonly Node[]
  readonly clusterMachines: MachinesSeen
  readonly nodeServers: ServersSeen
}

/**
 * Puts together what the cluster, its management cluster and Nova say. Pure.
 *
 * A label counts only for a node whose server could not be asked for: it names no server of OpenStack, or no cloud was
 * given. Where Nova was asked and did not answer for a server (403, 404, down), the better source is missing, and the node
 * is unseen. A label that cannot be true, of several zones or against Nova's hostId, counts for no node at all.
 */
export function placementOf({ nodes, clusterMachines: machinesSeen, nodeServers: serversSeen }: Sources): Placement {
  const machines = matchMachines(nodes, machinesSeen && 'api' in machinesSeen ? machinesSeen.api.machines : [])
  const known = [
    ...nodes.map((node) => knownOf(node, machines.byNode.get(node.name))),
    ...machines.withoutNode.map(knownOfMachine),
  ]
  const sight = serverSight(serversSeen, known)
  const machineTrouble = machinesSeen && 'trouble' in machinesSeen ? machinesSeen.trouble : null
  const sighted = known.map((one) => withSight(one, sight(one), serversSeen ? machineTrouble : null))
  const believed = believedLabels(sighted)
  const places = sighted
    .map((place) => ({ ...place, label: place.label !== null && believed.has(place.label) ? place.label : null }))
    .toSorted(byRoleAndName)
  const serverTrouble = serversSeen && 'trouble' in serversSeen ? serversSeen.trouble : null
  return {
    places,
    isSourceGiven: machinesSeen !== null || serversSeen !== null || sighted.some(({ label }) => label !== null),
    troubles: [machineTrouble, serverTrouble].filter((trouble) => trouble !== null),
    disbelief: believed.notes,
    notes: [
      ...(machinesSeen && 'api' in machinesSeen ? machines.notes : []),
      ...believed.notes,
      ...sourceNotes(places, machinesSeen, serversSeen, machines.cluster),
    ],
  }
}

function knownOf(node: Node, machine: Machine | undefined): Known {
  const roles = Object.keys(node.labels).flatMap((label) => /^node-role\.kubernetes\.io\/(.+)$/.exec(label)?.[1] ?? [])
  return {
    name: node.name,
    roles: roles.toSorted(),
    isControlPlane: isControlPlane(node) || (machine?.isControlPlane ?? false),
    region: node.labels[placeLabels.region] || null,
    zone: node.labels[placeLabels.zone] || null,
    isReady: node.ready,
    label: node.labels[placeLabels.hostId] || null,
    failureDomain: failureDomainOf(machine),
    providerId: node.providerId ?? machine?.providerId ?? null,
  }
}

function knownOfMachine(machine: Machine): Known {
  const { name, providerId } = machine
  const nowhere = { region: null, zone: null, isReady: null, label: null }
  return {
    name: `machine ${name}`,
    roles: [],
    isControlPlane: true,
    ...nowhere,
    // Until there is a server, it only tells where one is wanted.
    failureDomain: providerId === null ? null : failureDomainOf(machine),
    providerId,
  }
}

/** Only CAPO's failure domains are known to have their hosts for themselves. */
function failureDomainOf(machine: Machine | undefined): string | null {
  return machine?.infrastructure === 'OpenStackMachine' ? machine.failureDomain : null
}

function withSight({ providerId, ...known }: Known, sight: Sight, machineTrouble: Trouble | null): Place {
  const { claim, isObscured, unseen, serverGroups } = sight
  // Without provider id only the management cluster could have named the server.
  const trouble = providerId === null && machineTrouble ? machineTrouble : unseen
  const obscured = isObscured || (providerId === null && machineTrouble !== null)
  const label = obscured ? null : known.label
  return { ...known, claim, label, unseen: claim || label !== null ? null : trouble, serverGroups }
}

function byRoleAndName(a: Place, b: Place): number {
  return Number(b.isControlPlane) - Number(a.isControlPlane) || (a.name < b.name ? -1 : Number(a.name > b.name))
}
