import { listOf, record, text, textOrNull, wire, yesNo } from '../../src/openstack/wire-words.ts'

/**
 * Network API v2, "Security group rules": Neutron always tells these, and a rule without one of them would be read as one
 * without that limit.
 */
export interface WireRule {
  readonly direction: string
  readonly ethertype: string | null
  readonly remote_group_id: string | null
  readonly remote_ip_prefix: string | null
}

/** Network API v2, "Default security group rules": the same, and which groups get the rule. */
export interface WireTemplateRule extends WireRule {
  readonly used_in_default_sg: boolean
  readonly used_in_non_default_sg: boolean
}

/** What every rule must tell. */
export const ruleFields = {
  direction: text,
  ethertype: textOrNull,
  remote_group_id: textOrNull,
  remote_ip_prefix: textOrNull,
}
const templateRule = record({ ...ruleFields, used_in_default_sg: yesNo, used_in_non_default_sg: yesNo })
const group = record({ id: text, name: text })

export const wireTemplate = wire<{ readonly default_security_group_rules: readonly WireTemplateRule[] }>(
  'default security group rules',
  record({ default_security_group_rules: listOf(templateRule) }),
)
export const wireMade = wire<{ readonly security_group: { readonly id: string } }>(
  'security group',
  record({ security_group: group }),
)
export const wireGroup = wire<{ readonly security_group: { readonly security_group_rules: readonly WireRule[] } }>(
  'security group',
  record({ security_group: record({ security_group_rules: listOf(record(ruleFields)) }) }),
)
export const wireGroups = wire<{ readonly security_groups: readonly { readonly id: string; readonly name: string }[] }>(
  'security groups',
  record({ security_groups: listOf(group) }),
)
