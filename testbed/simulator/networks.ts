import { randomUUID } from 'node:crypto'
import type { Cloud } from './cloud.ts'
import { exceeds } from './limits.ts'
import { providerNetworks } from './provider-networks.ts'
import { isRecord, jsonBody, record, Refusal, text, type Call, type Reply } from './router.ts'
import { groupUsage, type Item } from './security-groups.ts'

/** Networks, subnets, ports or routers, as Neutron shows them. */
export type NetworkItem = Item & { readonly project_id: string }

/** What is there of each kind, by id; networks of the description are the admin's, external and shared by policy. */
export interface Networking {
  readonly networks: Map<string, NetworkItem>
  readonly subnets: Map<string, NetworkItem>
  readonly ports: Map<string, NetworkItem>
  readonly routers: Map<string, NetworkItem>
}

export type NetworkKind = keyof Networking

export function createNetworking(cloud: Pick<Cloud, 'description' | 'startedAt'>): Networking {
  const provided = providerNetworks(cloud).map((network) => [network.id, network] as const)
  return { networks: new Map(provided), subnets: new Map(), ports: new Map(), routers: new Map() }
}

/** What the token's project may see: its own, and external networks. */
export function visible({ cloud, token }: Call, kind: NetworkKind): readonly NetworkItem[] {
  const own = token.scope.project?.id
  return [...cloud.networking[kind].values()].filter(
    (item) => item.project_id === own || item['router:external'] || item['shared'],
  )
}

export function itemOf(call: Call, kind: NetworkKind, id = call.params['id'] ?? ''): NetworkItem {
  const found = visible(call, kind).find((item) => item.id === id)
  if (found) return found
  const name = singular(kind)
  throw new Refusal(404, `${name} ${id} could not be found.`, `${name}NotFound`)
}

/** POST of any kind, within the quota. */
export function createItem(call: Call, kind: NetworkKind): Reply {
  const key = kind.slice(0, -1)
  const body = jsonBody(call)[key]
  if (!isRecord(body)) throw new Refusal(400, 'Resource body required')
  const item = makers[kind](call, body)
  add(call, kind, item)
  return { status: 201, body: { [key]: item } }
}

export function deleteItem(call: Call, kind: NetworkKind): Reply {
  const item = itemOf(call, kind)
  const user = userOf(call, kind, item)
  if (user) throw new Refusal(409, user.message, user.kind)
  const { ports, subnets } = call.cloud.networking
  for (const port of ports.values())
    if (port['device_id'] === item.id && port['device_owner'] === 'network:router_gateway') ports.delete(port.id)
  for (const subnet of subnets.values()) if (subnet['network_id'] === item.id) subnets.delete(subnet.id)
  call.cloud.networking[kind].delete(item.id)
  return { status: 204 }
}

/** PUT /routers/ID/add_router_interface and remove_router_interface, by subnet or port. */
export function addInterface(call: Call): Reply {
  const router = itemOf(call, 'routers')
  const subnet = itemOf(call, 'subnets', text(jsonBody(call)['subnet_id']))
  const port = portView(call, { network_id: subnet['network_id'] }, router.id, 'network:router_interface', subnet.id)
  add(call, 'ports', port)
  return interfaceReply(router, subnet, port)
}

export function removeInterface(call: Call): Reply {
  const router = itemOf(call, 'routers')
  const asked = jsonBody(call)
  const port = visible(call, 'ports').find(
    (one) =>
      one['device_id'] === router.id &&
      (one.id === asked['port_id'] || (asked['subnet_id'] !== undefined && subnetOf(one) === asked['subnet_id'])),
  )
  if (!port)
    throw new Refusal(
      404,
      `Router ${router.id} does not have an interface with id ${text(asked['port_id'])}`,
      'RouterInterfaceNotFound',
    )
  call.cloud.networking.ports.delete(port.id)
  return interfaceReply(router, itemOf(call, 'subnets', subnetOf(port)), port)
}

/** Usage beside each limit, as the extension quota_details has it. */
export function quotaDetails(call: Call): Reply {
  const { quota, quotaUsage } = call.cloud.description.network
  if (quotaUsage === 'absent') throw new Refusal(404, 'The resource could not be found.')
  if (quotaUsage === 'forbidden' || call.params['id'] !== call.token.scope.project?.id)
    throw new Refusal(403, 'rule:get_quota is disallowed by policy')
  const { groups, rules } = groupUsage(call)
  const used = (kind: NetworkKind) => ownOf(call, kind).length
  const details = {
    network: { limit: quota.networks, used: used('networks') },
    subnet: { limit: quota.subnets, used: used('subnets') },
    port: { limit: quota.ports, used: used('ports') },
    router: { limit: quota.routers, used: used('routers') },
    security_group: { limit: quota.securityGroups, used: groups },
    security_group_rule: { limit: quota.securityGroupRules, used: rules },
  }
  const withReserved = Object.entries(details).map(([name, one]) => [name, { ...one, reserved: 0 }])
  return { status: 200, body: { quota: Object.fromEntries(withReserved) } }
}

function add(call: Call, kind: NetworkKind, item: NetworkItem): void {
  const limit = call.cloud.description.network.quota[kind]
  if (exceeds(limit, ownOf(call, kind).length))
    throw new Refusal(409, `Quota exceeded for resources: ['${kind.slice(0, -1)}'].`, 'OverQuota')
  call.cloud.networking[kind].set(item.id, item)
}

function ownOf({ cloud, token }: Call, kind: NetworkKind): readonly NetworkItem[] {
  return [...cloud.networking[kind].values()].filter((item) => item.project_id === token.scope.project?.id)
}

/** What keeps Neutron from deleting it. */
function userOf(call: Call, kind: NetworkKind, item: NetworkItem): { message: string; kind: string } | undefined {
  const ports = [...call.cloud.networking.ports.values()]
  switch (kind) {
    case 'networks':
      if (!ports.some((port) => port['network_id'] === item.id)) return undefined
      return {
        kind: 'NetworkInUse',
        message: `Unable to complete operation on network ${item.id}. There are one or more ports still in use on the network.`,
      }
    case 'subnets':
      if (!ports.some((port) => subnetOf(port) === item.id)) return undefined
      return {
        kind: 'SubnetInUse',
        message: `Unable to complete operation on subnet ${item.id}: One or more ports have an IP allocation from this subnet.`,
      }
    case 'routers':
      if (!ports.some((port) => port['device_id'] === item.id && port['device_owner'] === 'network:router_interface'))
        return undefined
      return { kind: 'RouterInUse', message: `Router ${item.id} still has ports` }
    case 'ports':
      if (item['device_owner'] !== 'network:router_interface') return undefined
      return {
        kind: 'ServicePortInUse',
        message: `Port ${item.id} cannot be deleted directly via the port API: has device owner network:router_interface.`,
      }
  }
}

const makers: Readonly<Record<NetworkKind, (call: Call, body: Record<string, unknown>) => NetworkItem>> = {
  networks: (call, body) => networkView(randomUUID(), text(body['name']), projectOf(call)),
  subnets(call, body) {
    const network = itemOf(call, 'networks', text(body['network_id']))
    const { name, ip_version, cidr, gateway_ip, allocation_pools, enable_dhcp } = body
    const given = { ip_version, cidr, gateway_ip, allocation_pools, enable_dhcp: enable_dhcp ?? true }
    return { ...common(call, text(name)), network_id: network.id, ...given }
  },
  routers(call, body) {
    const gateway = record(body, 'external_gateway_info')['network_id']
    if (gateway !== undefined) itemOf(call, 'networks', text(gateway))
    const info = gateway === undefined ? null : { network_id: gateway, enable_snat: true, external_fixed_ips: [] }
    return {
      ...common(call, text(body['name'])),
      status: 'ACTIVE',
      admin_state_up: true,
      external_gateway_info: info,
      routes: [],
    }
  },
  ports: (call, body) => portView(call, body),
}

function networkView(id: string, name: string, project: string): NetworkItem {
  return {
    id,
    name,
    project_id: project,
    tenant_id: project,
    status: 'ACTIVE',
    admin_state_up: true,
    shared: false,
    'router:external': false,
    mtu: 1450,
  }
}

/** With an address of the network's subnet, where it has one. */
function portView(
  call: Call,
  body: Record<string, unknown>,
  deviceId = '',
  deviceOwner = '',
  subnetId = visible(call, 'subnets').find((one) => one['network_id'] === body['network_id'])?.id,
): NetworkItem {
  const network = itemOf(call, 'networks', text(body['network_id']))
  const { name, ...rest } = common(call, text(body['name']))
  return {
    ...rest,
    name,
    network_id: network.id,
    status: 'DOWN',
    admin_state_up: true,
    device_id: deviceId,
    device_owner: deviceOwner,
    fixed_ips: subnetId === undefined ? [] : [{ subnet_id: subnetId, ip_address: '10.1.0.100' }],
  }
}

function common(call: Call, name: string): NetworkItem & { readonly name: string } {
  const project = projectOf(call)
  return { id: randomUUID(), name, project_id: project, tenant_id: project, description: '', tags: [] }
}

function projectOf({ token }: Call): string {
  return token.scope.project?.id ?? ''
}

function subnetOf(port: NetworkItem): string {
  const fixed: unknown = port['fixed_ips']
  const [first] = Array.isArray(fixed) ? (fixed as readonly unknown[]) : []
  return text(record(first)['subnet_id'])
}

function interfaceReply(router: NetworkItem, subnet: NetworkItem, port: NetworkItem): Reply {
  const body = {
    id: router.id,
    tenant_id: router.project_id,
    port_id: port.id,
    network_id: port['network_id'],
    subnet_id: subnet.id,
    subnet_ids: [subnet.id],
  }
  return { status: 200, body }
}

function singular(kind: NetworkKind): string {
  return `${kind[0]?.toUpperCase()}${kind.slice(1, -1)}`
}
