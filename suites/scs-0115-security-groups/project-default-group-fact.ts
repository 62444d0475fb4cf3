import { fact, ProbeError } from '../../src/fact.ts'
import { openstack } from '../../src/openstack/facts.ts'
import { listOf, record, text, textOrNull, wire } from '../../src/openstack/wire-words.ts'
import { ruleFields, type WireRule } from './wire.ts'

/** One rule of a group that is in use. */
export interface GroupRule {
  readonly direction: string
  readonly ethertype: string | null
  /** Of members of the group itself. */
  readonly fromPeers: boolean
  /** A group, an address group or a range; null for anywhere. */
  readonly remote: string | null
  /** As Neutron writes it; null where it does not tell. */
  readonly createdAt: string | null
}

/** The default group of the project that we are in, and its rules as they are now. */
export interface ProjectGroup {
  readonly createdAt: string | null
  readonly rules: readonly GroupRule[]
}

/** Neutron makes the group at the first look at a project's groups. */
export const projectDefaultGroup = fact<ProjectGroup, { openstack: typeof openstack }>({
  name: 'default security group of the project',
  needs: { openstack },
  cost: { reads: 1 },
  async load({ openstack }) {
    const call = { service: 'network', path: '/security-groups', query: { name: 'default' } }
    const groups = await openstack.list(call, wireGroups, (page) => page.security_groups)
    const { projectId } = openstack.identity
    // Groups of others may be shared with us under the same name.
    const own = groups.find(({ name, project_id: project, tenant_id: tenant }) => {
      return name === 'default' && (project ?? tenant) === projectId
    })
    if (!own) throw new ProbeError('malformed', 'GET /security-groups lists no default group of our project')
    const rules = own.security_group_rules.map((rule) => ({
      direction: rule.direction,
      ethertype: rule.ethertype,
      fromPeers: rule.remote_group_id === own.id,
      remote: rule.remote_group_id ?? rule.remote_address_group_id ?? (rule.remote_ip_prefix || null),
      createdAt: rule.created_at ?? null,
    }))
    return { createdAt: own.created_at ?? null, rules }
  },
})

interface WireGroups {
  readonly security_groups: readonly {
    readonly id: string
    readonly name: string
    readonly project_id?: string
    readonly tenant_id?: string
    readonly created_at?: string | null
    readonly security_group_rules: readonly (WireRule & {
      readonly remote_address_group_id?: string | null
      readonly created_at?: string | null
    })[]
  }[]
}

const rule = record(ruleFields, { remote_address_group_id: textOrNull, created_at: textOrNull })
const wireGroups = wire<WireGroups>(
  'security groups',
  record({
    security_groups: listOf(
      record(
        { id: text, name: text, security_group_rules: listOf(rule) },
        { project_id: text, tenant_id: text, created_at: textOrNull },
      ),
    ),
  }),
)
