import type { NodePlacement, PlacedNode, PlacedNodes, Report } from '../../src/report.ts'
import { plain, type Tongue } from '../language/tongue.ts'

/** One look at where the nodes are, with the testcases that it is evidence of. */
export interface Placed {
  readonly ids: readonly string[]
  readonly placement: NodePlacement
}

/** Each placement once, however many testcases show it. */
export function placementsOf({ results }: Report): readonly Placed[] {
  const found = new Map<string, { ids: string[]; placement: NodePlacement }>()
  for (const [id, { exhibits = [] }] of Object.entries(results)) {
    for (const placement of exhibits) {
      const key = JSON.stringify(placement)
      const known = found.get(key)
      if (known) known.ids.push(id)
      else found.set(key, { ids: [id], placement })
    }
  }
  return [...found.values()]
}

/** A row of the table of nodes, in the order of the words' `columns`. */
export function nodeRow(
  { name, isControlPlane, zone, host, evidence, serverGroups, isReady }: PlacedNode,
  { words: { nodes: words } }: Tongue = plain,
): string[] {
  const state = isReady === false ? [words.notReady] : isReady === null ? [words.noNode] : []
  const seenBy = [evidence ?? words.nothing, ...state].join(', ')
  const groups = serverGroups.map((group) => `${group.name} (${group.policy})`).join(', ')
  const role = isControlPlane ? words.controlPlane : words.worker
  return [name, role, zone ?? words.none, host ?? words.notSeen, seenBy, groups]
}

/** The same for workers that are summed up. */
export function sumRow(
  { zone, host, hosts, nodes, ready }: PlacedNodes,
  { words: { nodes: words }, count, number }: Tongue = plain,
): string[] {
  const place = host ?? (hosts > 0 ? count(hosts, 'host') : words.notSeen)
  const state = ready === nodes ? words.allReady : words.ready(number(ready))
  return [count(nodes, 'node'), words.worker, zone ?? words.none, place, state, '']
}
