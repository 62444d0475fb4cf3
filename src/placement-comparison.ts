import type { Exhibit, NodePlacement, PlacedNode, PlacedNodes } from './exhibit.ts'

/** A node, or workers that are summed up, in another place. */
export interface Move {
  /** `node cp-1`, `workers in zone a of region r` */
  readonly what: string
  /** Where and how it is; null where it is not there. */
  readonly before: string | null
  readonly after: string | null
}

/**
 * What two exhibits show differently. Names of hosts (`host A`) hold in one report only, so of the control plane it is compared
 * which nodes share a host; a node that went from one host of its own to another shows as little as it matters.
 */
export function moves(before: readonly Exhibit[] = [], after: readonly Exhibit[] = []): readonly Move[] {
  const [one, other] = [placesIn(before), placesIn(after)]
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((what) => {
    const [was, is] = [one.get(what) ?? null, other.get(what) ?? null]
    return was === is ? [] : [{ what, before: was, after: is }]
  })
}

function placesIn(exhibits: readonly Exhibit[]): ReadonlyMap<string, string> {
  return new Map(
    exhibits.flatMap((exhibit) => [
      ...exhibit.nodes.map((node): [string, string] => [`node ${node.name}`, describe(node, exhibit)]),
      ...summed(exhibit.others),
    ]),
  )
}

function describe(node: PlacedNode, placement: NodePlacement): string {
  const { roles, isControlPlane, zone, region, isReady, serverGroups, evidence } = node
  const groups = serverGroups.map(({ name, policy }) => `${name} (${policy})`).toSorted()
  return [
    roles.toSorted().join(' and ') || 'without a role',
    ...inZone(zone, region),
    ...(isControlPlane ? [hostOf(node, placement)] : []),
    ...(isControlPlane && evidence !== null ? [`as ${evidence} tells`] : []),
    ...(groups.length > 0 ? [`in server group ${groups.join(', ')}`] : []),
    ...(isReady === null ? ['no node of the cluster'] : isReady ? [] : ['not ready']),
  ].join(', ')
}

function hostOf({ name, host }: PlacedNode, { nodes }: NodePlacement): string {
  if (host === null) return 'host not seen'
  const others = nodes.filter((node) => node.isControlPlane && node.host === host && node.name !== name)
  const names = others.map((node) => node.name).toSorted()
  return names.length > 0 ? `on one host with ${names.join(', ')}` : 'on a host of its own'
}

/** By zone, since hosts come and go with the workers. */
function summed(others: readonly PlacedNodes[]): readonly [string, string][] {
  const zones = new Map<string, { nodes: number; ready: number }>()
  for (const { zone, region, nodes, ready } of others) {
    const name = `workers ${inZone(zone, region).join(' ')}`
    const sum = zones.get(name) ?? { nodes: 0, ready: 0 }
    zones.set(name, { nodes: sum.nodes + nodes, ready: sum.ready + ready })
  }
  return [...zones].map(([name, { nodes, ready }]) => [name, ready < nodes ? `${nodes}, ${ready} ready` : `${nodes}`])
}

function inZone(zone: string | null, region: string | null): readonly string[] {
  return [zone === null ? 'in no zone' : `in zone ${zone}`, ...(region === null ? [] : [`of region ${region}`])]
}
