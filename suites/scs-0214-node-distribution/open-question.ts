import type { CauseKind } from '../../src/fact.ts'
import type { Placement } from './placement.ts'
import { some } from './some.ts'

/**
 * Why the machines of the control plane cannot be told. MISS, by hand, where nothing was given that could tell: the cluster
 * hides its control plane, or neither a label nor a cloud nor a management cluster says where nodes are. DNF where something
 * was given, and does not show enough.
 */
export function openQuestion(placement: Placement): { readonly kind: CauseKind; readonly message: string } {
  const controlPlane = placement.places.filter(({ isControlPlane }) => isControlPlane)
  const [trouble] = placement.troubles
  if (controlPlane.length === 0) {
    if (trouble) return trouble
    return {
      kind: 'manual',
      message: `the cluster shows no node of its control plane (label node-role.kubernetes.io/control-plane); ${attest}`,
    }
  }
  const unseen = controlPlane.flatMap((place) => place.unseen ?? [])
  const isSeen = controlPlane.map((place) => place.claim !== null || place.label !== null)
  const seen = isSeen.filter(Boolean).length
  if (seen === 0 && !placement.isSourceGiven) {
    const ways =
      'name the cloud that has the nodes as servers (--os-cloud) or the management cluster (--management-kubeconfig)'
    return {
      kind: 'manual',
      message: `nothing tells the physical machines of the control plane: ${ways}, or ${attest}`,
    }
  }
  if (trouble && seen === 0) return trouble
  const sight = `the machines of ${seen} of ${controlPlane.length} control plane nodes are known, which does not decide`
  const why = unseen.length > 0 ? some(unseen.map(({ message }) => message)) : withoutReason(placement)
  return { kind: unseen[0]?.kind ?? 'dependency', message: `${sight}: ${why}` }
}

const attest = 'let the provider attest that the control plane is on several physical machines'

/** All seen, but not comparable; or no label that counts, and no cloud to ask. */
function withoutReason({ places, notes, disbelief }: Placement): string {
  const dark = places.filter((place) => place.isControlPlane && place.claim === null && place.label === null)
  if (dark.length === 0) return some(notes) || 'what is known of them cannot be compared'
  const way = 'name the cloud that has them as servers (--os-cloud)'
  return [...disbelief, `nothing tells those of ${some(dark.map(({ name }) => name))}`, way].join('; ')
}
