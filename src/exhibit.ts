import { isRecord } from './answer.ts'

/** Evidence with a form of its own, for people to look at; the verdict does not depend on it. */
export type Exhibit = NodePlacement

/** Where the nodes of a cluster are: zones, hosts, server groups. */
export interface NodePlacement {
  readonly kind: 'node-placement'
  /** Every node of the control plane; the workers too, unless they are too many to be of use. By role, then by name. */
  readonly nodes: readonly PlacedNode[]
  /** Workers that are not named, summed up. */
  readonly others: readonly PlacedNodes[]
}

export interface PlacedNode {
  readonly name: string
  /** `control-plane`, `worker` and whatever the cluster calls them; none where it does not say. */
  readonly roles: readonly string[]
  readonly isControlPlane: boolean
  readonly region: string | null
  readonly zone: string | null
  /** A name that stands for the physical machine in this report only: `host A`; null where it was not seen. */
  readonly host: string | null
  /** What tells the host; null where nothing does. */
  readonly evidence: string | null
  readonly serverGroups: readonly { readonly name: string; readonly policy: string }[]
  /** null for a machine that the cluster does not show as a node. */
  readonly isReady: boolean | null
}

export interface PlacedNodes {
  readonly region: string | null
  readonly zone: string | null
  /** null where it was not seen, or where `hosts` are several. */
  readonly host: string | null
  /** How many hosts were seen to have them. */
  readonly hosts: number
  readonly nodes: number
  readonly ready: number
}

/** Whether it is one, whoever made it: a check may come from outside and be untyped. */
export function isExhibit(value: unknown): value is Exhibit {
  if (!isRecord(value) || value['kind'] !== 'node-placement') return false
  const { nodes, others } = value
  return Array.isArray(nodes) && nodes.every(isNode) && Array.isArray(others) && others.every(areNodes)
}

function isNode(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { name, roles, isControlPlane, isReady, serverGroups } = value
  const isGroup = (group: unknown) => isRecord(group) && isText(group['name']) && isText(group['policy'])
  return (
    isText(name) &&
    Array.isArray(roles) &&
    roles.every(isText) &&
    typeof isControlPlane === 'boolean' &&
    ['region', 'zone', 'host', 'evidence'].every((key) => value[key] === null || isText(value[key])) &&
    Array.isArray(serverGroups) &&
    serverGroups.every(isGroup) &&
    (isReady === null || typeof isReady === 'boolean')
  )
}

function areNodes(value: unknown): boolean {
  if (!isRecord(value)) return false
  const texts = ['region', 'zone', 'host'].every((key) => value[key] === null || isText(value[key]))
  return (
    texts && ['hosts', 'nodes', 'ready'].every((key) => Number.isSafeInteger(value[key]) && Number(value[key]) >= 0)
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
