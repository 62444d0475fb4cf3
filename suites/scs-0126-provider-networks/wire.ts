import { listOf, record, text, wire, yesNo } from '../../src/openstack/wire-words.ts'

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

const yesNoOrNull = { type: ['boolean', 'null'] }
/** Neutron has given these as texts before. */
const length = { type: ['integer', 'string'], pattern: '^\\d{1,3}$' }

export const wireNetworks = wire<WireNetworks>(
  'networks',
  record({
    networks: listOf(
      record(
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
  }),
)
export const wireSubnetPools = wire<WireSubnetPools>(
  'subnet pools',
  record({
    subnetpools: listOf(
      record(
        {
          id: text,
          name: text,
          shared: yesNo,
          ip_version: { enum: [4, 6] },
          prefixes: listOf(text),
          min_prefixlen: length,
          max_prefixlen: length,
        },
        { is_default: yesNoOrNull, default_quota: { type: ['integer', 'null'] } },
      ),
    ),
  }),
)
export const wireFloatingIps = wire<WireFloatingIps>(
  'floating IPs',
  record({ floatingips: listOf(record({ floating_ip_address: text, floating_network_id: text })) }),
)
export const wireNetworkQuota = wire<{ readonly quota: { readonly floatingip?: number } }>(
  'quota of the network service',
  record({ quota: record({}, { floatingip: { type: 'integer' } }) }),
)
