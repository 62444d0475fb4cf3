import type { Place } from './place.ts'
import { relate, type Claim } from './spread.ts'
import { some } from './some.ts'

/** Which values of the host-id label can be true. */
export interface BelievedLabels {
  has(label: string): boolean
  readonly notes: readonly string[]
}

/**
 * Sorts out values of `topology.scs.community/host-id` that cannot be true: nodes with one value are in several zones, though
 * a machine stands in one; or Nova's hostId tells nodes with one value apart, or nodes with several values together, and
 * what Nova says weighs more. They prove nothing, neither that nodes are together nor that they are apart.
 */
export function believedLabels(places: readonly Place[]): BelievedLabels {
  const zones = new Map<string, Set<string>>()
  const claims = new Map<string, Map<string, Claim>>()
  const labelOf = new Map<string, string>()
  const against = new Set<string>()
  for (const { label, claim, zone } of places) {
    if (label === null) continue
    if (zone !== null) zones.set(label, (zones.get(label) ?? new Set()).add(zone))
    if (!claim) continue
    const space = claim.kind === 'own' ? 'own' : `project ${claim.project}`
    const others = claims.get(label) ?? new Map<string, Claim>()
    claims.set(label, others)
    if ([...others.values()].some((other) => relate(only(claim), only(other)) === 'different')) against.add(label)
    if (!others.has(space)) others.set(space, claim)
    const key = `${space} ${claim.kind === 'own' ? claim.machine : claim.hostId}`
    const before = labelOf.get(key)
    if (before !== undefined && before !== label) against.add(before).add(label)
    labelOf.set(key, label)
  }
  const scattered = [...zones].filter(([, names]) => names.size > 1).map(([label]) => label)
  return {
    has: (label) => !against.has(label) && !scattered.includes(label),
    notes: [
      ...(scattered.length > 0
        ? [
            `label topology.scs.community/host-id: nodes with value ${some(scattered)} are in several zones, though a machine is in one; it proves nothing`,
          ]
        : []),
      ...(against.size > 0
        ? [
            `label topology.scs.community/host-id contradicts the servers behind the nodes (value ${some([...against])}); the servers count`,
          ]
        : []),
    ],
  }
}

function only(claim: Claim) {
  return { claim, label: null, failureDomain: null }
}
