import type { PlacedNode, Report } from '../../src/report.ts'
import { english } from '../language/english.ts'
import { nodeRow, placementsOf, sumRow } from '../shared/placements.ts'
import { clip, count, visible } from '../shared/visible.ts'
import { paragraph, table } from './layout.ts'
import type { Look } from './look.ts'

/** Where the nodes of the cluster are: the control plane in full, of the workers some. */
export function nodes(report: Report, { some }: Look): readonly string[] {
  return placementsOf(report).map(({ ids, placement }) => {
    const controlPlane = placement.nodes.filter(({ isControlPlane }) => isControlPlane)
    const named = placement.nodes.filter(({ isControlPlane }) => !isControlPlane)
    const workers = [...named.map((node) => nodeRow(node)), ...placement.others.map((sum) => sumRow(sum))]
    const shown = some(workers)
    const rest = workers.length - shown.length
    return [
      table([
        english.nodes.columns.slice(0, -1),
        ...[...controlPlane.map((node) => nodeRow(node)), ...shown].map(fitted),
      ]),
      ...(rest > 0 ? [`… and ${count(rest, 'row')} of workers more (--verbose shows all)`] : []),
      ...some(groups(controlPlane)),
      paragraph(`(evidence of ${ids.join(', ')})`, 1),
    ].join('\n')
  })
}

/** Without the server groups, and cut: long names must not push the host out of sight. */
function fitted([name, role, zone, host, seenBy]: readonly string[]): readonly string[] {
  const short = (text = '', length = 0) => clip(visible(text), length)
  return [short(name, 24), role ?? '', short(zone, 12), short(host, 10), visible(seenBy ?? '')]
}

function groups(controlPlane: readonly PlacedNode[]): readonly string[] {
  const members = new Map<string, number>()
  for (const { name, policy } of controlPlane.flatMap(({ serverGroups }) => serverGroups)) {
    const group = `${name} (${policy})`
    members.set(group, (members.get(group) ?? 0) + 1)
  }
  return [...members].map(([group, n]) =>
    paragraph(visible(`server group ${group}: ${n} of ${controlPlane.length} nodes of the control plane`), 1),
  )
}
