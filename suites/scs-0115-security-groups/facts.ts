import { fact } from '../../src/fact.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { networkQuotas } from '../../src/openstack/quotas.ts'
import { lease, ledger, runId, type Leased, type Leftover, type Lessor } from '../../src/openstack/lease.ts'
import { wireGroup, wireGroups, wireMade, wireTemplate, type WireRule, type WireTemplateRule } from './wire.ts'

/** One rule, of a group or of the template for groups. */
export interface Rule {
  readonly direction: string
  readonly ethertype: string | null
  /** `PARENT` in a template: the group that the rule will belong to. */
  readonly remoteGroupId: string | null
  readonly remoteIpPrefix: string | null
  /** Of a template: put into each project's default group; into every other group. */
  readonly usedInDefaultGroup: boolean
  readonly usedInOtherGroups: boolean
}

/** The template that Neutron shows; where it shows none, the rules that a new group was seen to have. */
export type DefaultRules =
  | { readonly from: 'template'; readonly rules: readonly Rule[] }
  | { readonly from: 'new group'; readonly rules: readonly Rule[]; readonly leftover: Leftover | null }

/** The rules of the template; null for a Neutron without the extension security-groups-default-rules. */
export const templateRules = fact<readonly Rule[] | null, { openstack: typeof openstack }>({
  name: 'template of default security group rules',
  needs: { openstack },
  cost: { reads: 2 },
  async load({ openstack }) {
    const call = { service: 'network', path: '/default-security-group-rules' }
    const { status } = await openstack.send({ ...call, accept: [404] })
    if (status === 404) return null
    const rules = await openstack.list(call, wireTemplate, (page) => page.default_security_group_rules)
    return rules.map(templateRuleOf)
  },
})

/** The rules that security groups start with. Only a Neutron without that extension is written to: a group, and away again. */
export const defaultRules = fact<
  DefaultRules,
  { openstack: typeof openstack; runId: typeof runId; ledger: typeof ledger; templateRules: typeof templateRules }
>({
  name: 'default rules of security groups',
  needs: { openstack, runId, ledger, templateRules },
  cost: { reads: 2, writes: 2 },
  makes: {
    what: 'one security group, only on a Neutron without `security-groups-default-rules`',
    stays: 'seconds',
    cleanUpMs: 30_000,
    // Neutron counts the rules that it gives a new group: everything out, by IPv4 and by IPv6.
    room: { securityGroups: 1, securityGroupRules: 2 },
    roomOf: ({ templateRules }) => (templateRules ? {} : { securityGroups: 1, securityGroupRules: 2 }),
    quotas: [networkQuotas],
  },
  async load({ templateRules, ...lessor }) {
    if (templateRules) return { from: 'template', rules: templateRules }
    const { value, leftover } = await rulesOfNewGroup(lessor)
    return { from: 'new group', rules: value, leftover }
  },
})

function rulesOfNewGroup(lessor: Lessor): Promise<Leased<readonly Rule[]>> {
  const { openstack } = lessor
  const groups = { service: 'network', path: '/security-groups' }
  const thing = {
    ...groups,
    kind: 'security group',
    suffix: 'sg',
    create: (name: string) => createGroup(openstack, name),
    idOf: (id: string) => id,
    find: async (name: string) => {
      const found = await openstack.list({ ...groups, query: { name } }, wireGroups, (page) => page.security_groups)
      return found.filter((group) => group.name === name).map(({ id }) => id)
    },
  }
  return lease(lessor, thing, async (id) => {
    const read = await openstack.read({ service: 'network', path: `/security-groups/${id}` }, wireGroup)
    return read.security_group.security_group_rules.map(ruleOf)
  })
}

async function createGroup(openstack: OpenStack, name: string): Promise<string> {
  const description = 'made by scs-conformance to see its rules; deleted at once'
  const call = { service: 'network', path: '/security-groups', method: 'POST' } as const
  const { security_group: made } = await openstack.read(
    { ...call, body: { security_group: { name, description } } },
    wireMade,
  )
  return made.id
}

function ruleOf(rule: WireRule): Rule {
  return {
    direction: rule.direction,
    ethertype: rule.ethertype,
    remoteGroupId: rule.remote_group_id,
    remoteIpPrefix: rule.remote_ip_prefix,
    usedInDefaultGroup: false,
    usedInOtherGroups: false,
  }
}

function templateRuleOf(rule: WireTemplateRule): Rule {
  return {
    ...ruleOf(rule),
    usedInDefaultGroup: rule.used_in_default_sg,
    usedInOtherGroups: rule.used_in_non_default_sg,
  }
}
