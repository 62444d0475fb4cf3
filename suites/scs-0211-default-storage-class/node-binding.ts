import type { Requirement, Volume } from './volume.ts'

/** To what a volume is bound. */
export type NodeBinding =
  /** It is there on any node, or on several. */
  | { readonly bound: false; readonly reach: string }
  /** It lives and dies with one node: seen. */
  | { readonly bound: true; readonly by: string }
  /** What is seen does not tell. */
  | { readonly bound: null; readonly why: string }

/**
 * Reads from a PersistentVolume whether it depends on one node. A path on the node does, and so does a volume that can be used
 * on one named node only. Zones and regions are no nodes; several named nodes hold copies. A driver that is known to keep its
 * volumes on the node, but does not say so on the volume, leaves it open.
 */
export function nodeBinding({ source, driver, nodeTerms }: Volume): NodeBinding {
  if (source === 'hostPath' || source === 'local') return { bound: true, by: `${source}: a path on the node` }
  if (source === 'none') return { bound: null, why: 'the volume names no source' }
  const names = nodeTerms && namedNodes(nodeTerms)
  if (names?.size === 1) return { bound: true, by: `it can be used on the node ${[...names].join()} only` }
  if (driver !== null && onNode.has(driver)) {
    return {
      bound: null,
      why: `${driver} keeps its volumes on a node, as far as is known, but this one does not say so`,
    }
  }
  if (names && names.size > 1) return { bound: false, reach: `${names.size} nodes` }
  const keys = [...new Set((nodeTerms ?? []).flat().map(({ key }) => key))]
  const unknown = keys.find((key) => !/(zone|region)$/.test(key))
  if (unknown)
    return { bound: null, why: `it is limited to nodes by ${unknown}, and whether that is more than one is not seen` }
  return { bound: false, reach: keys.length > 0 ? `all nodes of one ${keys.join(', ')}` : 'all nodes' }
}

/** Names of all nodes that fit, where every term names some; null where a term does not. */
function namedNodes(terms: readonly (readonly Requirement[])[]): ReadonlySet<string> | null {
  const names = new Set<string>()
  for (const term of terms) {
    const naming = term.find(({ key, operator }) => operator === 'In' && namesNode.test(key))
    if (!naming) return null
    for (const value of naming.values) names.add(value)
  }
  return terms.length > 0 ? names : null
}

/** kubernetes.io/hostname, metadata.name, topology.topolvm.io/node, openebs.io/nodename */
const namesNode = /^metadata\.name$|\/(host|hostname|node|nodename|node-name)$/

const onNode = new Set([
  'hostpath.csi.k8s.io',
  'kubernetes.io/host-path',
  'local.csi.openebs.io',
  'openebs.io/local',
  'rancher.io/local-path',
  'topolvm.io',
  'zfs.csi.openebs.io',
  'k8s.io/minikube-hostpath',
])
