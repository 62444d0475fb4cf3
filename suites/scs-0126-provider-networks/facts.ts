import { fact, ProbeError } from '../../src/fact.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { wireFloatingIps, wireNetworkQuota, wireNetworks, wireSubnetPools } from './wire.ts'

/** A network that is not of this project: the provider, or another project, lets it be used. */
export interface ProviderNetwork {
  readonly id: string
  readonly name: string
  /** Routers may have it as their gateway. */
  readonly external: boolean
  /** Servers may be attached to it directly. */
  readonly shared: boolean
  /** null where Neutron knows no default networks, for want of the extension. */
  readonly isDefault: boolean | null
  /** null where Neutron does not tell. */
  readonly portSecurity: boolean | null
}

/** External networks, and those of others that are shared with this project. */
export const providerNetworks = fact<readonly ProviderNetwork[], { openstack: typeof openstack }>({
  name: 'provider networks',
  needs: { openstack },
  cost: { reads: 2 },
  async load({ openstack }) {
    const listed = await openstack.list(
      { service: 'network', path: '/networks' },
      wireNetworks,
      (page) => page.networks,
    )
    // Of others Neutron never tells it: only external networks can be the default.
    const external = listed.filter((network) => network['router:external'] === true)
    await mustTell(openstack, 'auto-allocated-topology', external)
    const own = openstack.identity.projectId
    const isOwn = ({ project_id: project, tenant_id: tenant }: (typeof listed)[number]) => (project ?? tenant) === own
    return listed
      .filter((network) => network['router:external'] === true || !isOwn(network))
      .map((network) => ({
        id: network.id,
        name: network.name,
        external: network['router:external'] ?? false,
        shared: network.shared,
        isDefault: network.is_default ?? null,
        portSecurity: network.port_security_enabled ?? null,
      }))
  },
})

/**
 * Where one does not tell whether it is the default, the extension that brings this must not be there: then there can be no
 * default. ProbeError malformed where it is.
 */
async function mustTell(
  openstack: OpenStack,
  extension: string,
  listed: readonly { readonly name: string; readonly is_default?: boolean | null }[],
): Promise<void> {
  const mute = listed.find(({ is_default: isDefault }) => typeof isDefault !== 'boolean')
  if (!mute) return
  const { status } = await openstack.send({ service: 'network', path: `/extensions/${extension}`, accept: [404] })
  if (status === 404) return
  throw new ProbeError('malformed', `Neutron has the extension ${extension}, but tells no is_default of ${mute.name}`)
}

/** A pool that subnets take their prefixes from. */
export interface SubnetPool {
  readonly name: string
  readonly shared: boolean
  readonly isDefault: boolean
  readonly ipVersion: number
  readonly prefixes: readonly string[]
  /** The shortest and the longest prefix that it hands out. */
  readonly minPrefixLength: number
  readonly maxPrefixLength: number
  /** What one project may take: prefixes of /64 for IPv6, addresses for IPv4; null is no limit. */
  readonly defaultQuota: number | null
}

/** All subnet pools that this user sees. */
export const subnetPools = fact<readonly SubnetPool[], { openstack: typeof openstack }>({
  name: 'subnet pools',
  needs: { openstack },
  cost: { reads: 2 },
  async load({ openstack }) {
    const call = { service: 'network', path: '/subnetpools' }
    const listed = await openstack.list(call, wireSubnetPools, (page) => page.subnetpools)
    await mustTell(openstack, 'default-subnetpools', listed)
    return listed.map((pool) => ({
      name: pool.name,
      shared: pool.shared,
      isDefault: pool.is_default ?? false,
      ipVersion: pool.ip_version,
      prefixes: pool.prefixes,
      minPrefixLength: Number(pool.min_prefixlen),
      maxPrefixLength: Number(pool.max_prefixlen),
      defaultQuota: pool.default_quota ?? null,
    }))
  },
})

/** Floating IPs that this project has, and how many it may have. */
export interface FloatingIps {
  readonly addresses: readonly { readonly address: string; readonly networkId: string }[]
  /** -1 is no limit; null where Neutron does not tell. */
  readonly quota: number | null
}

/** Only looked at: none is allocated. */
export const floatingIps = fact<FloatingIps, { openstack: typeof openstack }>({
  name: 'floating IPs',
  needs: { openstack },
  cost: { reads: 2 },
  async load({ openstack }) {
    const { projectId } = openstack.identity
    if (projectId === null) throw new ProbeError('dependency', 'the token is of no project; name one in clouds.yaml')
    const list = { service: 'network', path: '/floatingips' }
    const addresses = await openstack.list(list, wireFloatingIps, (page) => page.floatingips)
    const { quota } = await openstack.read({ service: 'network', path: `/quotas/${projectId}` }, wireNetworkQuota)
    return {
      addresses: addresses.map((one) => ({ address: one.floating_ip_address, networkId: one.floating_network_id })),
      quota: quota.floatingip ?? null,
    }
  },
})
