import type { OpenStack } from '../../../src/openstack/client.ts'
import type { Leasable } from '../../../src/openstack/lease.ts'
import { wireInterface, wireNamed, wireOne, wirePorts } from './wire.ts'

// What the sample virtual machine is made of, in the order of making; deleted in reverse order. All but the interface of the router
// bear our name. Volume and port are made by ourselves and not by Nova with the server: what Nova makes has no name by which it
// could be found again where a boot fails or a run is killed.

export function network(cloud: OpenStack): Leasable<string> {
  return thing(cloud, { kind: 'network', suffix: 'net', service: 'network', path: '/networks' }, {})
}

/** 10.1.0.0/24, with the addresses of the official suite. */
export function subnet(cloud: OpenStack, networkId: string): Leasable<string> {
  return thing(
    cloud,
    { kind: 'subnet', suffix: 'subnet', service: 'network', path: '/subnets' },
    {
      network_id: networkId,
      ip_version: 4,
      cidr: '10.1.0.0/24',
      gateway_ip: '10.1.0.1',
      enable_dhcp: true,
      allocation_pools: [{ start: '10.1.0.100', end: '10.1.0.199' }],
    },
  )
}

export function router(cloud: OpenStack, externalNetworkId: string): Leasable<string> {
  return thing(
    cloud,
    { kind: 'router', suffix: 'router', service: 'network', path: '/routers' },
    {
      external_gateway_info: { network_id: externalNetworkId },
    },
  )
}

/** A port that the router gets in the subnet; Neutron makes and deletes it with calls on the router. */
export function routerInterface(cloud: OpenStack, routerId: string, subnetId: string): Leasable<string> {
  const service = 'network'
  const path = `/routers/${encodeURIComponent(routerId)}`
  const body = { subnet_id: subnetId }
  return {
    kind: 'router interface',
    suffix: 'interface',
    service,
    path: '/ports',
    create: async () =>
      (await cloud.read({ service, method: 'PUT', path: `${path}/add_router_interface`, body }, wireInterface)).port_id,
    idOf: (id) => id,
    async find() {
      const call = { service, path: '/ports', query: { device_id: routerId } }
      const ports = await cloud.list(call, wirePorts, (page) => page.ports)
      return ports.filter(({ device_owner: owner = '' }) => !owner.endsWith('gateway')).map(({ id }) => id)
    },
    async remove() {
      await cloud.send({ service, method: 'PUT', path: `${path}/remove_router_interface`, body, accept: [404] })
    },
  }
}

export function port(cloud: OpenStack, networkId: string): Leasable<string> {
  return thing(cloud, { kind: 'port', suffix: 'port', service: 'network', path: '/ports' }, { network_id: networkId })
}

/** Of the default type, with the image on it. Named unlike the volumes of scs-0117, which are there at the same time. */
export function volume(cloud: OpenStack, imageId: string, sizeGiB: number, cleanUpMs: number): Leasable<string> {
  return thing(
    cloud,
    { kind: 'volume', suffix: 'boot-volume', service: 'block-storage', path: '/volumes', cleanUpMs },
    { size: sizeGiB, imageRef: imageId },
  )
}

export interface ServerParts {
  readonly flavorId: string
  readonly volumeId: string
  readonly portId: string
  readonly userData: string
}

/** With a config drive, so that the user data also gets there where there is no metadata service. */
export function server(cloud: OpenStack, parts: ServerParts, cleanUpMs: number): Leasable<string> {
  const { flavorId, volumeId, portId, userData } = parts
  return thing(
    cloud,
    { kind: 'server', suffix: 'server', service: 'compute', path: '/servers', cleanUpMs },
    {
      flavorRef: flavorId,
      networks: [{ port: portId }],
      block_device_mapping_v2: [
        {
          boot_index: 0,
          uuid: volumeId,
          source_type: 'volume',
          destination_type: 'volume',
          // Nova would also delete it with a server whose answer was lost, before the next one can have it.
          delete_on_termination: false,
        },
      ],
      config_drive: true,
      user_data: Buffer.from(userData).toString('base64'),
    },
  )
}

type Kind = Pick<Leasable<string>, 'kind' | 'suffix' | 'service' | 'path' | 'cleanUpMs'>

/** Sends `{KEY: {name, …body}}`, where the key is the singular of the collection. */
function thing(cloud: OpenStack, kind: Kind, body: object): Leasable<string> {
  const { service, path } = kind
  const plural = path.slice(1)
  const key = plural.slice(0, -1)
  return {
    ...kind,
    create: async (name) => {
      const call = { service, path, method: 'POST', body: { [key]: { name, ...body } } } as const
      return (await cloud.read(call, wireOne(key)))[key]?.id ?? '' // the wire asks for it
    },
    idOf: (id) => id,
    async find(name) {
      const call = { service, path, query: { name } }
      const found = await cloud.list(call, wireNamed(plural), (page) => page[plural] ?? [])
      return found.filter((one) => one.name === name).map(({ id }) => id)
    },
  }
}
