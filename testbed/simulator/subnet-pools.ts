import type { Cloud } from './cloud.ts'
import { hex, uuid } from './ids.ts'
import type { Item } from './security-groups.ts'

/** Neutron's list; lengths are texts in it. */
export function subnetPools({ description, startedAt }: Cloud): readonly Item[] {
  const projectId = hex('project', 'admin', 'Default')
  return description.network.subnetPools.map((pool) => ({
    id: uuid('subnet pool', pool.name),
    name: pool.name,
    tenant_id: projectId,
    prefixes: pool.prefixes,
    min_prefixlen: String(pool.minPrefixLength),
    max_prefixlen: String(pool.maxPrefixLength),
    default_prefixlen: String(pool.minPrefixLength),
    shared: true,
    address_scope_id: null,
    ip_version: pool.prefixes[0]?.includes(':') ? 6 : 4,
    is_default: pool.isDefault,
    default_quota: pool.defaultQuota,
    description: '',
    tags: [],
    created_at: startedAt,
    updated_at: startedAt,
    revision_number: 0,
    project_id: projectId,
  }))
}
