/**
 * What tells the physical machine of one node, best first. No claim is compared with one of another kind, but for a machine
 * that is a node's own: nothing else is on it.
 */
export interface Evidence {
  /** From the server or machine behind the node; null where it was not seen. */
  readonly claim: Claim | null
  /** `topology.scs.community/host-id`; null where there is none that can be believed. */
  readonly label: string | null
  /** Of an OpenStackMachine: a Nova availability zone, which has each of its hosts for itself; null where there is none. */
  readonly failureDomain: string | null
}

export type Claim =
  /** On the host of that hash; hashes of several projects cannot be compared. */
  | { readonly kind: 'nova'; readonly project: string; readonly hostId: string }
  /** A machine of its own: an Ironic node or a BareMetalHost. */
  | { readonly kind: 'own'; readonly machine: string; readonly by: 'Nova flavor' | 'Metal3' }

/** Whether two nodes are on one physical machine, as far as the evidence goes: the best kind that both have decides. */
export function relate(a: Evidence, b: Evidence): 'same' | 'different' | 'unknown' {
  const byClaim = a.claim && b.claim ? relateClaims(a.claim, b.claim) : 'unknown'
  if (byClaim !== 'unknown') return byClaim
  if (a.label !== null && b.label !== null) return a.label === b.label ? 'same' : 'different'
  const apart = a.failureDomain !== null && b.failureDomain !== null && a.failureDomain !== b.failureDomain
  return apart ? 'different' : 'unknown'
}

function relateClaims(a: Claim, b: Claim): 'same' | 'different' | 'unknown' {
  if (a.kind === 'own' || b.kind === 'own') {
    return a.kind === 'own' && b.kind === 'own' && a.machine === b.machine ? 'same' : 'different'
  }
  if (a.project !== b.project) return 'unknown'
  return a.hostId === b.hostId ? 'same' : 'different'
}

/** How many nodes one physical machine has at the most: at least and at most as many as these. */
export interface Spread {
  readonly count: number
  /** Some two of them are on different machines. */
  readonly isApart: boolean
  readonly atLeast: number
  readonly atMost: number
}

/**
 * Looks at every pair. As many as are surely together with one of them share its machine. At most k can share one where k of
 * them have, themselves included, k that are not surely apart from them.
 */
export function spreadOf(nodes: readonly Evidence[]): Spread {
  const counts = nodes.map((one) => {
    const relations = nodes.map((other) => (one === other ? 'same' : relate(one, other)))
    const countOf = (wanted: string) => relations.filter((relation) => relation === wanted).length
    return { together: countOf('same'), notApart: nodes.length - countOf('different') }
  })
  const notApart = counts.map((count) => count.notApart).toSorted((a, b) => b - a)
  return {
    count: nodes.length,
    isApart: notApart.some((count) => count < nodes.length),
    atLeast: Math.max(0, ...counts.map(({ together }) => together)),
    atMost: notApart.filter((count, index) => count > index).length,
  }
}
