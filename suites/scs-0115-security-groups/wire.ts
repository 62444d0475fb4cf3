import type { Wire } from '../../src/openstack/client.ts'

/** Network API v2, "Default security group rules" and "Security group rules". */
export interface WireRule {
  readonly direction: string
  readonly ethertype?: string | null
  readonly remote_group_id?: string | null
  readonly remote_ip_prefix?: string | null
  readonly used_in_default_sg?: boolean
  readonly used_in_non_default_sg?: boolean
}

const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }

function record(properties: Readonly<Record<string, object>>, required = Object.keys(properties)): object {
  return { type: 'object', required, properties }
}

const rule = record(
  {
    direction: text,
    ethertype: textOrNull,
    remote_group_id: textOrNull,
    remote_ip_prefix: textOrNull,
    used_in_default_sg: { type: 'boolean' },
    used_in_non_default_sg: { type: 'boolean' },
  },
  ['direction'],
)
const group = record({ id: text, name: text })

export const wireTemplate: Wire<{ readonly default_security_group_rules: readonly WireRule[] }> = {
  name: 'default security group rules',
  schema: record({ default_security_group_rules: { type: 'array', items: rule } }),
}
export const wireMade: Wire<{ readonly security_group: { readonly id: string } }> = {
  name: 'security group',
  schema: record({ security_group: group }),
}
export const wireGroup: Wire<{ readonly security_group: { readonly security_group_rules: readonly WireRule[] } }> = {
  name: 'security group',
  schema: record({ security_group: record({ security_group_rules: { type: 'array', items: rule } }) }),
}
export const wireGroups: Wire<{ readonly security_groups: readonly { readonly id: string; readonly name: string }[] }> =
  {
    name: 'security groups',
    schema: record({ security_groups: { type: 'array', items: group } }),
  }
