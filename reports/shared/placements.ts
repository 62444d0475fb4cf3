import type { NodePlacement, PlacedNode, PlacedNodes, Report } from '../../src/report.ts'
import { count } from './visible.ts'

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

export const columns = ['Node', 'Role', 'Zone', 'Host', 'Seen by', 'Server group'] as const

/** A row of the table of nodes, in the order of `columns`. */
export function nodeRow({ name, isControlPlane, zone, host, evidence, serverGroups, isReady }: PlacedNode): string[] {
  const state = isReady === false ? ['not ready'] : isReady === null ? ['no node'] : []
  const seenBy = [evidence ?? 'nothing', ...state].join(', ')
  const groups = serverGroups.map((group) => `${group.name} (${group.policy})`).join(', ')
  return [name, isControlPlane ? 'control plane' : 'worker', zone ?? 'none', host ?? 'not seen', seenBy, groups]
}

/** The same for workers that are summed up. */
export function sumRow({ zone, host, hosts, nodes, ready }: PlacedNodes): string[] {
  const place = host ?? (hosts > 0 ? count(hosts, 'host') : 'not seen')
  const state = ready === nodes ? 'all ready' : `${ready} ready`
  return [count(nodes, 'node'), 'worker', zone ?? 'none', place, state, '']
}
