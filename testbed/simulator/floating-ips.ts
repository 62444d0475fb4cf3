import { randomUUID } from 'node:crypto'
import { itemOf } from './networks.ts'
import { jsonBody, record, Refusal, text, type Call, type Reply } from './router.ts'
import type { Item } from './security-groups.ts'

/** Floating IPs of the project; none is ever attached to anything. */
export function floatingIpsOf({ cloud, token }: Call): readonly Item[] {
  return [...cloud.floatingIps.values()].filter((one) => one['project_id'] === token.scope.project?.id)
}

export function createFloatingIp(call: Call): Reply {
  const asked = record(jsonBody(call), 'floatingip')
  const network = itemOf(call, 'networks', text(asked['floating_network_id']))
  const project = call.token.scope.project?.id ?? ''
  const item = {
    id: randomUUID(),
    project_id: project,
    tenant_id: project,
    floating_network_id: network.id,
    floating_ip_address: `198.51.100.${call.cloud.floatingIps.size + 1}`,
    fixed_ip_address: null,
    port_id: null,
    router_id: null,
    status: 'DOWN',
    description: text(asked['description']),
    tags: [],
  }
  call.cloud.floatingIps.set(item.id, item)
  return { status: 201, body: { floatingip: item } }
}

export function deleteFloatingIp(call: Call): Reply {
  const id = call.params['id'] ?? ''
  if (!floatingIpsOf(call).some((one) => one.id === id))
    throw new Refusal(404, `Floating IP ${id} could not be found`, 'FloatingIPNotFound')
  call.cloud.floatingIps.delete(id)
  return { status: 204 }
}
