import type { NodePlacement, PlacedNode, PlacedNodes } from '../../src/check.ts'
import { hostNames } from './host-names.ts'
import type { Place } from './place.ts'
import type { Placement } from './placement.ts'

/** More workers than these nobody reads one by one. */
export const mostWorkers = 50
/** More sums than these are no help either: then by zone only, and in the end in one. */
const mostSums = 100

/** Where the nodes are, for people: the control plane in full, workers as far as they can be read. */
export function exhibitOf({ places }: Pick<Placement, 'places'>): NodePlacement {
  const hosts = hostNames(places)
  const placed = (place: Place): PlacedNode => ({
    name: place.name,
    roles: place.roles,
    isControlPlane: place.isControlPlane,
    region: place.region,
    zone: place.zone,
    host: hosts.get(place) ?? null,
    evidence: evidenceOf(place),
    serverGroups: place.serverGroups.map(({ name, policy }) => ({ name, policy })),
    isReady: place.isReady,
  })
  const workers = places.filter(({ isControlPlane }) => !isControlPlane)
  const areNamed = workers.length <= mostWorkers
  return {
    kind: 'node-placement',
    nodes: places.filter(({ isControlPlane }) => isControlPlane || areNamed).map(placed),
    others: areNamed ? [] : sums(workers, hosts),
  }
}

/** What tells the host, in words. */
function evidenceOf({ claim, label, failureDomain }: Place): string | null {
  if (claim?.kind === 'nova') return 'hostId'
  if (claim) return claim.by === 'Metal3' ? 'Metal3 host' : 'bare metal'
  if (label !== null) return 'host-id label'
  return failureDomain === null ? null : `failure domain ${failureDomain}`
}

function sums(workers: readonly Place[], hosts: ReadonlyMap<Place, string>): readonly PlacedNodes[] {
  const precise = grouped(workers, hosts, (place) => [place.region, place.zone, hosts.get(place) ?? null])
  if (precise.length <= mostSums) return precise
  const coarse = grouped(workers, hosts, ({ region, zone }) => [region, zone, null])
  return coarse.length <= mostSums ? coarse : grouped(workers, hosts, () => [null, null, null])
}

type Key = readonly [region: string | null, zone: string | null, host: string | null]

function grouped(
  workers: readonly Place[],
  hosts: ReadonlyMap<Place, string>,
  keyOf: (place: Place) => Key,
): readonly PlacedNodes[] {
  const groups = new Map<string, { key: Key; members: Place[] }>()
  for (const place of workers) {
    const key = keyOf(place)
    const group = groups.get(JSON.stringify(key)) ?? { key, members: [] }
    groups.set(JSON.stringify(key), group)
    group.members.push(place)
  }
  return [...groups.values()].map(({ key: [region, zone, host], members }) => ({
    region,
    zone,
    host,
    hosts: new Set(members.flatMap((place) => hosts.get(place) ?? [])).size,
    nodes: members.length,
    ready: members.filter(({ isReady }) => isReady).length,
  }))
}
