import type { Wire } from '../../src/openstack/client.ts'

// Neutron's answers (API reference: network). What comes with an extension may be missing where that is.

interface WireNetworks {
  readonly networks: readonly {
    readonly id: string
    readonly name: string
    readonly shared: boolean
    readonly project_id?: string
    readonly tenant_id?: string
    /** external-net */
    readonly 'router:external'?: boolean
    /** auto-allocated-topology */
    readonly is_default?: boolean | null
    /** port-security */
    readonly port_security_enabled?: boolean | null
  }[]
}
interface WireSubnetPools {
  readonly subnetpools: readonly {
    readonly id: string
    readonly name: string
    readonly shared: boolean
    readonly is_default?: boolean | null
    readonly ip_version: number
    readonly prefixes: readonly string[]
    readonly min_prefixlen: number | string
    readonly max_prefixlen: number | string
    readonly default_quota?: number | null
  }[]
}
interface WireFloatingIps {
  readonly floatingips: readonly { readonly floating_ip_address: string; readonly floating_network_id: string }[]
}

const text = { type: 'string' }
const yesNo = { type: 'boolean' }
const yesNoOrNull = { type: ['boolean', 'null'] }
/** Neutron has given these as texts before. */
const length = { type: ['integer', 'string'], pattern: '^\\d{1,3}$' }

function listOf(required: Readonly<Record<string, object>>, optional: Readonly<Record<string, object>> = {}) {
  const properties = { ...required, ...optional }
  return { type: 'array', items: { type: 'object', required: Object.keys(required), properties } }
}

function page(name: string, items: object): object {
  return { type: 'object', required: [name], properties: { [name]: items } }
}

export const wireNetworks: Wire<WireNetworks> = {
  name: 'networks',
  schema: page(
    'networks',
    listOf(
      { id: text, name: text, shared: yesNo },
      {
        project_id: text,
        tenant_id: text,
        'router:external': yesNo,
        is_default: yesNoOrNull,
        port_security_enabled: yesNoOrNull,
      },
    ),
  ),
}
export const wireSubnetPools: Wire<WireSubnetPools> = {
  name: 'subnet pools',
  schema: page(
    'subnetpools',
    listOf(
      {
        id: text,
        name: text,
        shared: yesNo,
        ip_version: { enum: [4, 6] },
        prefixes: { type: 'array', items: text },
        min_prefixlen: length,
        max_prefixlen: length,
      },
      { is_default: yesNoOrNull, default_quota: { type: ['integer', 'null'] } },
    ),
  ),
}
export const wireFloatingIps: Wire<WireFloatingIps> = {
  name: 'floating IPs',
  schema: page('floatingips', listOf({ floating_ip_address: text, floating_network_id: text })),
}
export const wireNetworkQuota: Wire<{ readonly quota: { readonly floatingip?: number } }> = {
  name: 'quota of the network service',
  schema: page('quota', { type: 'object', properties: { floatingip: { type: 'integer' } } }),
}
