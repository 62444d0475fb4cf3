import { isControlPlane, type Node } from '../../src/kubernetes/resources.ts'
import type { MachinesSeen } from './seen.ts'
import { matchMachines } from './match-machines.ts'
import { parseProviderId } from './provider-id.ts'

/** Ids of the servers behind the nodes, each once, those of the control plane first. */
export function serverIdsOf(nodes: readonly Node[], seen: MachinesSeen): string[] {
  const { byNode, withoutNode } = matchMachines(nodes, seen && 'api' in seen ? seen.api.machines : [])
  const found = nodes.map((node) => {
    const machine = byNode.get(node.name)
    const first = isControlPlane(node) || (machine?.isControlPlane ?? false)
    return { first, providerId: node.providerId ?? machine?.providerId ?? null }
  })
  const all = [...found, ...withoutNode.map(({ providerId }) => ({ first: true, providerId }))]
  const ids = [true, false]
    .flatMap((first) => all.filter((one) => one.first === first))
    .map((one) => idIn(one.providerId))
  return [...new Set(ids.filter((id) => id !== null))]
}

function idIn(providerId: string | null): string | null {
  const parsed = parseProviderId(providerId ?? '')
  return parsed.kind === 'openstack' ? parsed.serverId : null
}
