import type { Finding } from '../../src/check.ts'
import { isControlPlane, type Node } from '../../src/kubernetes/resources.ts'
import { placeLabels } from './place.ts'
import { some } from './some.ts'

/**
 * Whether nodes are in several failure zones, by their labels. Different zones, or zones of different regions, are enough; a
 * node without the label could be in any.
 */
export function judgeZones(nodes: readonly Node[], subject: 'control plane' | 'workers'): Finding {
  const examined = nodes.map(({ name }) => `node ${name}`)
  const [zones, regions] = [placeLabels.zone, placeLabels.region].map(
    (label) => new Set(nodes.flatMap((node) => node.labels[label] || [])),
  )
  if ((zones?.size ?? 0) > 1 || (regions?.size ?? 0) > 1) return { examined, violations: [] }
  const dark = nodes.filter(({ labels }) => !labels[placeLabels.zone])
  if (dark.length > 0 && nodes.length > 1) {
    const message = `${some(dark.map(({ name }) => `node ${name}`))} without label ${placeLabels.zone} may be in any zone; set it`
    return { examined, violations: [], undecided: { kind: 'dependency', message } }
  }
  const [zone = 'no zone named'] = zones ?? []
  const actual = nodes.length === 1 ? `one node, in ${zone}` : `all ${nodes.length} nodes in ${zone}`
  const remedy = 'spread the nodes over availability zones of the cloud, for instance by failure domains of Cluster API'
  return { examined, violations: [{ subject, expected: 'nodes in at least two failure zones', actual, remedy }] }
}

/** Nodes by whether they belong to the control plane. */
export function byRole(nodes: readonly Node[]): {
  readonly controlPlane: readonly Node[]
  readonly workers: readonly Node[]
} {
  return { controlPlane: nodes.filter(isControlPlane), workers: nodes.filter((node) => !isControlPlane(node)) }
}
