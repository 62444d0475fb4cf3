import { listOf, record, text, wire } from '../../wire.ts'
import type { OpenStack } from '../client.ts'
import { ifThere } from '../if-there.ts'

interface WirePort {
  readonly id: string
  readonly device_owner: string
  readonly device_id?: string
}
const port = record({ id: text, device_owner: text }, { device_id: text })
const wirePorts = wire<{ readonly ports: readonly WirePort[] }>('ports', record({ ports: listOf(port) }))
const wirePort = wire<{ readonly port: WirePort }>('port', record({ port }))

const isInterface = ({ device_owner: owner }: WirePort) =>
  /^network:(router_interface|ha_router_replicated_interface)/.test(owner)

/** The interfaces of our own router. */
export async function removeInterfaces(openstack: OpenStack, id: string): Promise<void> {
  const call = { service: 'network', path: '/ports', query: { device_id: id } }
  const ports = await openstack.list(call, wirePorts, (page) => page.ports)
  for (const port of ports.filter(isInterface)) await detach(openstack, id, port.id)
}

/** Neutron deletes the interface of a router by a call on the router only. */
export async function detachFromRouter(openstack: OpenStack, id: string): Promise<void> {
  const call = { service: 'network', path: `/ports/${encodeURIComponent(id)}` }
  const found = await ifThere(() => openstack.read(call, wirePort))
  if (found && isInterface(found.port) && found.port.device_id) await detach(openstack, found.port.device_id, id)
}

async function detach(openstack: OpenStack, routerId: string, portId: string): Promise<void> {
  const path = `/routers/${encodeURIComponent(routerId)}/remove_router_interface`
  await openstack.send({ service: 'network', method: 'PUT', path, body: { port_id: portId }, accept: [404] })
}
