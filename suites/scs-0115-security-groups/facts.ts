import { fact } from '../../src/fact.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import { openstack } from '../../src/openstack/facts.ts'
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

/** The rules that security groups start with. Only a Neutron without that extension is written to: a group, and away again. */
export const defaultRules = fact<
  DefaultRules,
  { openstack: typeof openstack; runId: typeof runId; ledger: typeof ledger }
>({
  name: 'default rules of security groups',
  needs: { openstack, runId, ledger },
  cost: { reads: 4, writes: 2 },
  async load(lessor) {
    const call = { service: 'network', path: '/default-security-group-rules' }
    const { status } = await lessor.openstack.send({ ...call, accept: [404] })
    if (status === 404) {
      const { value, leftover } = await rulesOfNewGroup(lessor)
      return { from: 'new group', rules: value, leftover }
    }
    const rules = await lessor.openstack.list(call, wireTemplate, (page) => page.default_security_group_rules)
    return { from: 'template', rules: rules.map(templateRuleOf) }
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
