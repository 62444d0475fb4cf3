import type { Machine } from '../../src/kubernetes/cluster-api.ts'
import type { Node } from '../../src/kubernetes/resources.ts'
import { parseProviderId } from './provider-id.ts'

/** Machines of the cluster under test, told apart from those of other clusters of the same management cluster. */
export interface MatchedMachines {
  /** By name of the node. */
  readonly byNode: ReadonlyMap<string, Machine>
  /** Of the control plane, without a node that this user sees. */
  readonly withoutNode: readonly Machine[]
  /** The Cluster, `NAMESPACE/NAME`; null where none is known to be this one. */
  readonly cluster: string | null
  /** What is odd about the match; changes no verdict. */
  readonly notes: readonly string[]
}

/**
 * Finds the Cluster whose Machines are these nodes. A Machine is a node's by provider id, or by `nodeRef` where one of the two
 * has no provider id; a name that goes with different provider ids shows that it is another Cluster. The Cluster with most
 * nodes wins; where two have as many, none does, since a wrong machine is worse than none.
 */
export function matchMachines(nodes: readonly Node[], machines: readonly Machine[]): MatchedMachines {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const byProviderId = new Map(
    nodes.flatMap((node) => (node.providerId ? [[sameId(node.providerId), node] as const] : [])),
  )
  const clusters = new Map<string, Candidate>()
  for (const machine of machines) {
    const key = `${machine.namespace}/${machine.cluster}`
    const cluster: Candidate = clusters.get(key) ?? { members: [], byNode: new Map<string, Machine>(), isOther: false }
    clusters.set(key, cluster)
    cluster.members.push(machine)
    const named = byName.get(machine.nodeName ?? '')
    const id = machine.providerId && sameId(machine.providerId)
    const isSame = !id || !named?.providerId || id === sameId(named.providerId)
    if (named && !isSame) cluster.isOther = true
    const node = byProviderId.get(id ?? '') ?? (isSame ? named : undefined)
    if (node) cluster.byNode.set(node.name, machine)
  }
  const candidates = [...clusters].filter(([, { isOther, byNode }]) => !isOther && byNode.size > 0)
  const most = Math.max(...candidates.map(([, { byNode }]) => byNode.size))
  const [best, second] = candidates.filter(([, { byNode }]) => byNode.size === most)
  if (!best) return nothing('the management cluster has no Machine that is one of these nodes')
  if (second) return nothing(`the nodes could be those of Cluster ${best[0]} or ${second[0]} of the management cluster`)
  const [cluster, { members, byNode }] = best
  const matched = new Set(byNode.values())
  return { byNode, withoutNode: members.filter((one) => one.isControlPlane && !matched.has(one)), cluster, notes: [] }
}

interface Candidate {
  readonly members: Machine[]
  readonly byNode: Map<string, Machine>
  isOther: boolean
}

/** Provider ids of one machine may differ in writing: with a region and without. */
function sameId(providerId: string): string {
  const parsed = parseProviderId(providerId)
  return parsed.kind === 'openstack' ? parsed.serverId : providerId
}

function nothing(note: string): MatchedMachines {
  return { byNode: new Map(), withoutNode: [], cluster: null, notes: [`${note}, so its Machines tell nothing`] }
}
