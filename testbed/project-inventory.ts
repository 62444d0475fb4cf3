import type { OpenStack, Wire } from '../src/openstack/client.ts'
import { ec2CredentialsOf } from '../src/openstack/ec2-credentials.ts'
import { candidates } from '../src/openstack/service-types.ts'

/** Names and ids of all that a project holds, by kind, sorted: two of these are equal where nothing came and nothing went. */
export type ProjectInventory = Readonly<Record<string, readonly string[]>>

type Item = Readonly<Record<string, unknown>>

const collections = [
  ['servers', 'compute', '/servers'],
  ['keypairs', 'compute', '/os-keypairs'],
  ['server_groups', 'compute', '/os-server-groups'],
  ['volumes', 'block-storage', '/volumes'],
  ['snapshots', 'block-storage', '/snapshots'],
  ['backups', 'block-storage', '/backups'],
  ['networks', 'network', '/networks'],
  ['subnets', 'network', '/subnets'],
  ['ports', 'network', '/ports'],
  ['routers', 'network', '/routers'],
  ['floatingips', 'network', '/floatingips'],
  ['security_groups', 'network', '/security-groups'],
  ['security_group_rules', 'network', '/security-group-rules'],
  ['images', 'image', '/images'],
  ['secrets', 'key-manager', '/secrets'],
  ['loadbalancers', 'load-balancer', '/lbaas/loadbalancers'],
] as const

/**
 * Everything in the project that this user's token is for, of every type that a run may make. Rejects where something cannot be
 * listed: a comparison that leaves something out proves nothing.
 */
export async function projectInventory(cloud: OpenStack): Promise<ProjectInventory> {
  const has = (service: string) => cloud.catalog.some(({ type }) => candidates(service).includes(type))
  const kinds = collections.filter(([, service]) => has(service))
  const listed = await Promise.all(
    kinds.map(async ([key, service, path]): Promise<[string, readonly string[]]> => {
      const wire: Wire<Readonly<Record<string, readonly Item[]>>> = {
        name: key,
        schema: { type: 'object', required: [key] },
      }
      const items = await cloud.list({ service, path }, wire, (page) => page[key] ?? [])
      return [key, items.map(describe).toSorted()]
    }),
  )
  const containers = has('object-store') ? [['containers', await containersOf(cloud)] as const] : []
  const credentials = [
    'credentials',
    (await ec2CredentialsOf(cloud)).map(({ id, name }) => `${id} ${name}`).toSorted(),
  ] as const
  return Object.fromEntries([...listed, ...containers, credentials])
}

async function containersOf(cloud: OpenStack): Promise<readonly string[]> {
  const wire: Wire<readonly Item[]> = { name: 'containers', schema: { type: 'array' } }
  const call = { service: 'object-store', path: '', query: { format: 'json' } }
  return (await cloud.list(call, wire, (page) => page)).map(describe).toSorted()
}

function describe(item: Item): string {
  const { keypair, secret_ref: reference } = item
  if (typeof keypair === 'object' && keypair !== null && 'name' in keypair) return String(keypair.name)
  return [item['id'] ?? reference, item['name']].filter(Boolean).join(' ')
}
