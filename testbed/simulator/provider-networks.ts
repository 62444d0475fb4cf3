import type { Cloud } from './cloud.ts'
import { hex, uuid } from './ids.ts'
import { jsonBody, record, Refusal, text, type Call, type Reply } from './router.ts'
import type { Item } from './security-groups.ts'

/** As members see them: without provider attributes, and without the subnets of what is only external. */
export function providerNetworks({
  description,
  startedAt,
}: Pick<Cloud, 'description' | 'startedAt'>): readonly (Item & { readonly project_id: string })[] {
  const projectId = hex('project', 'admin', 'Default')
  return description.network.providerNetworks.map(({ name, external, shared, isDefault, portSecurity }) => ({
    id: uuid('network', name),
    name,
    tenant_id: projectId,
    admin_state_up: true,
    mtu: 1500,
    status: 'ACTIVE',
    subnets: [],
    shared,
    project_id: projectId,
    port_security_enabled: portSecurity,
    'router:external': external,
    is_default: isDefault,
    availability_zone_hints: [],
    availability_zones: [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    description: '',
    tags: [],
    created_at: startedAt,
    updated_at: startedAt,
    revision_number: 1,
  }))
}

/** Quotas of one's own project. */
export function quota({ cloud, params, token }: Call): Reply {
  const project = params['project']
  if (project !== token.scope.project?.id && !token.roles.includes('admin'))
    throw new Refusal(
      403,
      'User does not have admin privileges: Only admin is authorized to access quotas for another tenant',
      'AdminRequired',
    )
  const { floatingIpQuota: floatingip, quotaUsage } = cloud.description.network
  if (quotaUsage === 'forbidden') throw new Refusal(403, 'rule:get_quota is disallowed by policy')
  const {
    networks: network,
    subnets: subnet,
    ports: port,
    routers: router,
    ...groups
  } = cloud.description.network.quota
  const { securityGroups: security_group, securityGroupRules: security_group_rule } = groups
  const others = { subnetpool: -1, security_group, security_group_rule, rbac_policy: 10 }
  return { status: 200, body: { quota: { network, subnet, port, router, ...others, floatingip } } }
}

/** Asks the policies first, then for the network; nobody here has one to share. */
export function createRbacPolicy(call: Call): Reply {
  const rule = record(jsonBody(call), 'rbac_policy')
  if (call.cloud.description.network.rbacPolicies === 'forbidden' && !call.token.roles.includes('admin'))
    throw new Refusal(403, 'rule:create_rbac_policy is disallowed by policy')
  const message = `Invalid input for operation: Callback neutron.db.db_base_plugin_v2.NeutronDbPluginV2.validate_network_rbac_policy_change failed with "Network ${text(rule['object_id'])} could not be found.".`
  throw new Refusal(400, message, 'InvalidInput')
}
