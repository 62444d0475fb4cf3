import { listOf, record, text, textOrNull, wire } from '../../wire.ts'
import type { OpenStack } from '../client.ts'
import { candidates } from '../service-types.ts'
import type { Found } from './sweepable.ts'

// What belongs to something with a name, without one of its own.

interface WireAddress {
  readonly id: string
  readonly floating_ip_address: string
  readonly router_id?: string | null
  readonly port_id?: string | null
}
const wireAddresses = wire<{ readonly floatingips: readonly WireAddress[] }>(
  'floatingips',
  record({
    floatingips: listOf(
      record({ id: text, floating_ip_address: text }, { router_id: textOrNull, port_id: textOrNull }),
    ),
  }),
)

async function addresses(openstack: OpenStack): Promise<readonly WireAddress[]> {
  if (!openstack.catalog.some(({ type }) => candidates('network').includes(type))) return []
  const { projectId } = openstack.identity
  const query = projectId === null ? {} : { project_id: projectId }
  return openstack.list({ service: 'network', path: '/floatingips', query }, wireAddresses, (page) => page.floatingips)
}

/** All floating IPs of the project, by their address. */
export async function floatingAddresses(openstack: OpenStack): Promise<readonly Found[]> {
  return (await addresses(openstack)).map(({ id, floating_ip_address: name }) => ({ id, name }))
}

/** Those that lead to one of these ports, or through one of these routers. */
export async function attachedAddresses(
  openstack: OpenStack,
  at: { readonly routers: ReadonlySet<string>; readonly ports: ReadonlySet<string> },
): Promise<readonly Found[]> {
  return (await addresses(openstack)).flatMap(({ id, floating_ip_address: name, router_id: router, port_id: port }) =>
    at.routers.has(router ?? '') || at.ports.has(port ?? '') ? [{ id, name }] : [],
  )
}

const wirePorts = wire<{
  readonly ports: readonly { readonly id: string; readonly name?: string | null; readonly device_owner?: string }[]
}>('ports', record({ ports: listOf(record({ id: text }, { name: textOrNull, device_owner: text })) }))

/** Ports in these networks, but for those that Neutron makes and deletes by itself. */
export async function portsOn(openstack: OpenStack, networks: ReadonlySet<string>): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const network of networks) {
    const call = { service: 'network', path: '/ports', query: { network_id: network } }
    const ports = await openstack.list(call, wirePorts, (page) => page.ports)
    for (const { id, name, device_owner: owner = '' } of ports)
      if (!owner.startsWith('network:')) found.push({ id, name: name || id })
  }
  return found
}

/** A locked server is not deleted; who may not unlock it, or has nothing to unlock, goes on. */
export async function unlock(openstack: OpenStack, id: string): Promise<void> {
  const path = `/servers/${encodeURIComponent(id)}/action`
  const call = { service: 'compute', method: 'POST', path, body: { unlock: null } } as const
  await openstack.send({ ...call, accept: [400, 403, 404, 405, 409] })
}
