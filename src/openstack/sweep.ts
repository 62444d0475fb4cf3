import { ProbeError } from '../fact.ts'
import { messageOf } from '../clean-up.ts'
import { runIdOf } from '../run-name.ts'
import { StatusError, type OpenStack } from './client.ts'
import { candidates } from './service-types.ts'
import { listOf, record, text, textOrNull, wire } from '../wire.ts'

/** One kind of resource that a run may have made, in a way that lets it be found by name. */
export interface Sweepable {
  readonly kind: string
  readonly service: string
  readonly path: string
  /** Only a token for a domain as such finds and deletes it. */
  readonly ofDomain?: boolean
  /** All of this kind that are the project's own, by name and id. */
  list(openstack: OpenStack): Promise<readonly Found[]>
  /** Takes away what would keep the service from deleting it. */
  prepare?(openstack: OpenStack, id: string): Promise<void>
}

export interface Found {
  readonly name: string
  readonly id: string
}

/**
 * What is looked for, in the order in which the services let it go: servers hold volumes and ports, a volume is not
 * deleted while it has snapshots (Cinder, "Delete a volume"), a router not while it has interfaces, a subnet not while
 * there are ports in it.
 */
export const sweepables: readonly Sweepable[] = [
  plain('server', 'compute', '/servers', 'servers'),
  plain('backup', 'block-storage', '/backups', 'backups'),
  plain('snapshot', 'block-storage', '/snapshots', 'snapshots'),
  plain('volume', 'block-storage', '/volumes', 'volumes'),
  { ...ownOf('router', '/routers', 'routers'), prepare: removeInterfaces },
  ownOf('port', '/ports', 'ports'),
  ownOf('subnet', '/subnets', 'subnets'),
  ownOf('network', '/networks', 'networks'),
  ownOf('security group', '/security-groups', 'security_groups'),
  { kind: 'keypair', service: 'compute', path: '/os-keypairs', list: keypairs },
  { kind: 'secret', service: 'key-manager', path: '/secrets', list: secrets },
  { kind: 'container', service: 'object-store', path: '', list: containers, prepare: emptyContainer },
  { kind: 'image', service: 'image', path: '/images', list: images },
  ofDomain('user', '/users', 'users'),
  ofDomain('group', '/groups', 'groups'),
  ofDomain('project', '/projects', 'projects'),
  { ...plain('role', 'identity', '/roles', 'roles'), ofDomain: true },
  { ...plain('domain', 'identity', '/domains', 'domains'), ofDomain: true, prepare: disableDomain },
]

/** Position in the order of deletion; a kind that is not listed here comes first, since it may hold any of the others. */
export function rankOf(service: string, path: string): number {
  return sweepables.findIndex((other) => other.service === service && other.path === path) + 1
}

/** Finds what runs have made by its name. What cannot be looked for is told, with the reason. */
export async function findByName(openstack: OpenStack): Promise<{
  readonly found: readonly (Found & { readonly of: Sweepable; readonly runId: string })[]
  readonly unseen: readonly string[]
}> {
  const looks = await Promise.all(
    sweepables.map(async (of) => {
      if (Boolean(of.ofDomain) !== isForDomain(openstack)) return { found: [] }
      const types = candidates(of.service)
      if (!openstack.catalog.some(({ type }) => types.includes(type))) return { found: [] }
      try {
        const ours = (await of.list(openstack)).flatMap((one) => {
          const runId = runIdOf(one.name)
          return runId === null ? [] : [{ ...one, of, runId }]
        })
        return { found: ours }
      } catch (error) {
        if (error instanceof StatusError && error.status === 404) return { found: [] } // the service has no such thing
        return { found: [], unseen: `${of.kind}s could not be looked for: ${messageOf(error)}` }
      }
    }),
  )
  return {
    found: looks.flatMap(({ found }) => found),
    unseen: looks.flatMap(({ unseen }) => (unseen === undefined ? [] : [unseen])),
  }
}

const one = (service: string, path: string, id: string) => ({
  service,
  path: `${path}/${encodeURIComponent(id)}`,
  accept: [404],
})

/** Sends the calls that delete a resource; fine where it is not there any more. */
export async function removeResource(openstack: OpenStack, service: string, path: string, id: string): Promise<void> {
  const kind = sweepables.find((other) => other.service === service && other.path === path)
  if (service === 'identity' && (await isGone(openstack, service, path, id))) return
  await kind?.prepare?.(openstack, id)
  await openstack.send({ ...one(service, path, id), method: 'DELETE' })
}

export async function isGone(openstack: OpenStack, service: string, path: string, id: string): Promise<boolean> {
  // Keystone answers 403 to a domain manager who asks for what does not exist.
  if (service === 'identity') return !(await found(openstack, path)).some((one) => one.id === id)
  if (service !== 'object-store') return (await openstack.send(one(service, path, id))).status === 404
  return !(await containers(openstack)).some((container) => container.id === id)
}

type Named = { readonly id: string; readonly name?: string | null }

function plain(
  kind: string,
  service: string,
  path: string,
  key: string,
  query: Record<string, string> = {},
): Sweepable {
  const page = wire<Readonly<Record<string, readonly Named[]>>>(
    key,
    record({ [key]: listOf(record({ id: text }, { name: textOrNull })) }),
  )
  return {
    kind,
    service,
    path,
    async list(openstack) {
      const listed = await openstack.list({ service, path, query }, page, (body) => body[key] ?? [])
      return listed.map(({ id, name }) => ({ id, name: name ?? '' }))
    },
  }
}

/** Neutron also lists what other projects share. */
function ownOf(kind: string, path: string, key: string): Sweepable {
  return {
    ...plain(kind, 'network', path, key),
    list: (openstack) => plain(kind, 'network', path, key, { project_id: projectOf(openstack) }).list(openstack),
  }
}

function isForDomain({ identity }: OpenStack): boolean {
  return identity.projectId === null && Boolean(identity.domain)
}

/** Of the token's own domain. */
function ofDomain(kind: string, path: string, key: string): Sweepable {
  return {
    ...plain(kind, 'identity', path, key),
    ofDomain: true,
    list: (openstack) =>
      plain(kind, 'identity', path, key, { domain_id: openstack.identity.domain?.id ?? '' }).list(openstack),
  }
}

async function found(openstack: OpenStack, path: string): Promise<readonly Found[]> {
  const kind = sweepables.find((other) => other.service === 'identity' && other.path === path)
  return kind ? kind.list(openstack) : []
}

/** Keystone deletes only domains that are disabled. */
async function disableDomain(openstack: OpenStack, id: string): Promise<void> {
  const call = { ...one('identity', '/domains', id), method: 'PATCH' } as const
  await openstack.send({ ...call, body: { domain: { enabled: false } } })
}

function projectOf({ identity }: OpenStack): string {
  if (identity.projectId !== null) return identity.projectId
  throw new ProbeError('dependency', 'the token is for no project, so there is nothing of its own to look for')
}

async function images(openstack: OpenStack): Promise<readonly Found[]> {
  return plain('image', 'image', '/images', 'images', { owner: projectOf(openstack) }).list(openstack)
}

const wireKeypairs = wire<{ readonly keypairs: readonly { readonly keypair: { readonly name: string } }[] }>(
  'keypairs',
  record({ keypairs: listOf(record({ keypair: record({ name: text }) })) }),
)

/** Keypairs are the user's, and their names are their ids. */
async function keypairs(openstack: OpenStack): Promise<readonly Found[]> {
  const call = { service: 'compute', path: '/os-keypairs' }
  const listed = await openstack.list(call, wireKeypairs, (page) => page.keypairs)
  return listed.map(({ keypair: { name } }) => ({ id: name, name }))
}

const wireSecrets = wire<{
  readonly secrets: readonly { readonly name?: string | null; readonly secret_ref: string }[]
}>('secrets', record({ secrets: listOf(record({ secret_ref: text }, { name: textOrNull })) }))

/** Barbican names its resources by URLs that end with the id. */
async function secrets(openstack: OpenStack): Promise<readonly Found[]> {
  const call = { service: 'key-manager', path: '/secrets', query: { limit: '100' } }
  const listed = await openstack.list(call, wireSecrets, (page) => page.secrets)
  return listed.map(({ name, secret_ref: ref }) => ({ id: ref.replace(/^.*\//, ''), name: name ?? '' }))
}

const wireNames = wire<readonly { readonly name: string }[]>('names', listOf(record({ name: text })))

/** Containers are what Swift and the RADOS gateway call the buckets of their S3. */
async function containers(openstack: OpenStack): Promise<readonly Found[]> {
  const call = { service: 'object-store', path: '', query: { format: 'json', prefix: 'scs-conformance-' } }
  const listed = await openstack.list(call, wireNames, (page) => page)
  return listed.map(({ name }) => ({ id: name, name }))
}

async function emptyContainer(openstack: OpenStack, name: string): Promise<void> {
  const path = `/${encodeURIComponent(name)}`
  const call = { service: 'object-store', path, query: { format: 'json' } }
  const objects = await openstack.list(call, wireNames, (page) => page).catch(ifAbsent([]))
  for (const object of objects) {
    const { service } = call
    await openstack.send({
      service,
      path: `${path}/${encodeURIComponent(object.name)}`,
      method: 'DELETE',
      accept: [404],
    })
  }
}

const wirePorts = wire<{ readonly ports: readonly { readonly id: string; readonly device_owner: string }[] }>(
  'ports',
  record({ ports: listOf(record({ id: text, device_owner: text })) }),
)

/** The interfaces of our own router. */
async function removeInterfaces(openstack: OpenStack, id: string): Promise<void> {
  const call = { service: 'network', path: '/ports', query: { device_id: id } }
  const ports = await openstack.list(call, wirePorts, (page) => page.ports)
  for (const port of ports.filter(({ device_owner: owner }) =>
    /^network:(router_interface|ha_router_replicated_interface)/.test(owner),
  )) {
    const path = `/routers/${encodeURIComponent(id)}/remove_router_interface`
    await openstack.send({ service: 'network', method: 'PUT', path, body: { port_id: port.id }, accept: [404] })
  }
}

function ifAbsent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof StatusError && error.status === 404) return value
    throw error
  }
}
