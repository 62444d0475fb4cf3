import { randomUUID } from 'node:crypto'
import type { Cloud, SecurityGroup } from './cloud.ts'
import type { DefaultRuleDescription, RuleDescription } from './description.ts'
import { uuid } from './ids.ts'
import { exceeds } from './limits.ts'
import { Refusal, type Call } from './router.ts'

export interface Item {
  readonly id: string
  readonly [key: string]: unknown
}

/** Neutron makes a project's default group at the first look. */
export function ownGroups(call: Call): readonly SecurityGroup[] {
  const projectId = call.token.scope.project?.id
  const own = [...call.cloud.securityGroups.values()].filter((group) => group.projectId === projectId)
  if (projectId === undefined || own.some((group) => group.name === 'default')) return own
  return [...own, createGroup(call, 'default', 'Default security group')]
}

/** How many the project has, and of their rules. */
export function groupUsage({ cloud, token }: Call): { readonly groups: number; readonly rules: number } {
  const own = [...cloud.securityGroups.values()].filter(({ projectId }) => projectId === token.scope.project?.id)
  return { groups: own.length, rules: own.reduce((sum, { rules }) => sum + rules.length, 0) }
}

/** Also counts the rules that the new one starts with. */
export function mustHaveRoomForGroup(call: Call): void {
  const { securityGroups, securityGroupRules } = call.cloud.description.network.quota
  const { groups, rules } = groupUsage(call)
  const over = [
    ...(exceeds(securityGroups, groups) ? ['security_group'] : []),
    ...(exceeds(securityGroupRules, rules, startingRules(call.cloud, false).length) ? ['security_group_rule'] : []),
  ]
  if (over.length > 0) throw new Refusal(409, `Quota exceeded for resources: ['${over.join("', '")}'].`, 'OverQuota')
}

export function groupOf(call: Call): SecurityGroup {
  const group = ownGroups(call).find(({ id }) => id === call.params['id'])
  if (group) return group
  throw new Refusal(404, `Security group ${call.params['id']} does not exist`, 'SecurityGroupNotFound')
}

export function createGroup({ cloud, token }: Call, name: string, description: string): SecurityGroup {
  const id = randomUUID()
  const projectId = token.scope.project?.id ?? ''
  const createdAt = `${new Date().toISOString().slice(0, 19)}Z`
  const rules = startingRules(cloud, name === 'default').map((rule, index) => ({
    id: randomUUID(),
    tenant_id: projectId,
    security_group_id: id,
    ...ruleView(rule, id, { normalized_cidr: rule.remoteIpPrefix }),
    standard_attr_id: cloud.securityGroups.size * 100 + index,
    description: null,
    tags: [],
    created_at: createdAt,
    updated_at: createdAt,
    revision_number: 0,
    project_id: projectId,
  }))
  const group = { id, name, projectId, description, createdAt, rules }
  cloud.securityGroups.set(id, group)
  return group
}

function startingRules(cloud: Cloud, isDefault: boolean): readonly RuleDescription[] {
  const defaults = defaultRules(cloud)
  if (defaults) return defaults.filter((rule) => (isDefault ? rule.usedInDefaultGroup : rule.usedInOtherGroups))
  const own = cloud.description.network.securityGroupRules
  if (!isDefault) return own
  const fromPeers = {
    direction: 'ingress',
    protocol: null,
    portMin: null,
    portMax: null,
    remoteIpPrefix: null,
    remoteGroupId: 'PARENT',
  } as const
  return [...own, { ...fromPeers, ethertype: 'IPv4' }, { ...fromPeers, ethertype: 'IPv6' }]
}

export function defaultRules({ description }: Cloud): readonly DefaultRuleDescription[] | undefined {
  const rules = description.network.defaultSecurityGroupRules
  return rules === 'absent' ? undefined : rules
}

function ruleView(rule: RuleDescription, parent: string, more: object): Record<string, unknown> {
  return {
    ethertype: rule.ethertype,
    direction: rule.direction,
    protocol: rule.protocol,
    port_range_min: rule.portMin,
    port_range_max: rule.portMax,
    remote_ip_prefix: rule.remoteIpPrefix,
    remote_address_group_id: null,
    ...more,
    remote_group_id: rule.remoteGroupId === 'PARENT' ? parent : rule.remoteGroupId,
  }
}

export function defaultRuleView(cloud: Cloud, rule: DefaultRuleDescription, index: number): Item {
  return {
    id: uuid('default rule', index),
    description: '',
    ...ruleView(rule, 'PARENT', {}),
    used_in_default_sg: rule.usedInDefaultGroup,
    used_in_non_default_sg: rule.usedInOtherGroups,
    created_at: cloud.startedAt,
    updated_at: cloud.startedAt,
    revision_number: 0,
  }
}

export function groupView(group: SecurityGroup): Item {
  return {
    id: group.id,
    name: group.name,
    stateful: true,
    tenant_id: group.projectId,
    description: group.description,
    shared: false,
    security_group_rules: group.rules,
    tags: [],
    created_at: group.createdAt,
    updated_at: group.createdAt,
    revision_number: 1,
    project_id: group.projectId,
  }
}
