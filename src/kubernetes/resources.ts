/** Kubernetes resources as the checks see them: plain JSON data, no more of them than is judged. */

/** Answer of `GET /version`. */
export interface ServerVersion {
  /** `v1.36.1`, with whatever a distribution adds: `v1.36.1-eks-abc`. */
  readonly gitVersion: string
}

/** Node (API reference: core/v1, "Node"). */
export interface Node {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly taints: readonly Taint[]
  /** `spec.providerID`: `openstack:///UUID`, `openstack://REGION/UUID`; null where no cloud provider has set it. */
  readonly providerId: string | null
  readonly unschedulable: boolean
  /** The condition Ready is True. */
  readonly ready: boolean
  readonly addresses: readonly { readonly type: string; readonly address: string }[]
  readonly kubeletVersion: string
}

export interface Taint {
  readonly key: string
  readonly value: string | null
  readonly effect: string
}

/** Labels that make a node one of the control plane; the second one until Kubernetes 1.24. */
const controlPlaneLabels = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master']

/** Whether a node is labelled as part of the control plane, whatever the label's value. */
export function isControlPlane({ labels }: Pick<Node, 'labels'>): boolean {
  return controlPlaneLabels.some((label) => Object.hasOwn(labels, label))
}

/** Orders nodes by name, whatever order the API server gives. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name)
}
