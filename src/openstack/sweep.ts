import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError } from '../fact.ts'
import { messageOf } from '../clean-up.ts'
import { runIdOf } from '../run-name.ts'
import { StatusError, type OpenStack } from './client.ts'
import { ec2CredentialsOf } from './ec2-credentials.ts'
import { candidates } from './service-types.ts'
import { isInPassing } from './volumes.ts'
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
  /** Lists those among which one is, or is gone, where that cannot be asked: Keystone forbids to look at what is not there. */
  among?(openstack: OpenStack): Promise<readonly Found[]>
  /** Waits, up to two minutes, for what the service is doing with it, since it is not deleted before that is done. */
  settle?(openstack: OpenStack, id: string): Promise<void>
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
  { ...plain('backup', 'block-storage', '/backups', 'backups'), settle: settled('/backups', 'backup') },
  plain('snapshot', 'block-storage', '/snapshots', 'snapshots'),
  { ...plain('volume', 'block-storage', '/volumes', 'volumes'), settle: settled('/volumes', 'volume') },
  { ...ownOf('router', '/routers', 'routers'), prepare: removeInterfaces },
  { ...ownOf('port', '/ports', 'ports'), prepare: detachFromRouter },
  ownOf('subnet', '/subnets', 'subnets'),
  ownOf('network', '/networks', 'networks'),
  ownOf('security group', '/security-groups', 'security_groups'),
  { kind: 'keypair', service: 'compute', path: '/os-keypairs', list: keypairs },
  { kind: 'secret', service: 'key-manager', path: '/secrets', list: secrets },
  {
    kind: 'container',
    service: 'object-store',
    path: '',
    list: containers,
    prepare: emptyContainer,
    among: containers,
  },
  { kind: 'EC2 credential', service: 'identity', path: '/credentials', list: credentials, among: ec2CredentialsOf },
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

/** Milliseconds that a deletion may take; absent where the usual is enough. */
export function timeoutMsOf(service: string, path: string): number | undefined {
  return kindOf(service, path)?.settle && longestSettleMs + 30_000
}

const longestSettleMs = 120_000

type States = Readonly<Record<string, { readonly status: string } | undefined>>

function settled(path: string, key: string): NonNullable<Sweepable['settle']> {
  const state = wire<States>(key, record({}, { [key]: record({ status: text }) }))
  return async (openstack, id) => {
    const endsAt = performance.now() + longestSettleMs
    const call = { service: 'block-storage', path: `${path}/${encodeURIComponent(id)}` }
    for (let wait = 500; performance.now() < endsAt; wait = Math.min(wait * 2, 4000)) {
      const seen = await openstack.read(call, state).catch(ifAbsent<States>({}))
      if (!isInPassing(seen[key]?.status ?? '')) return
      await pause(wait)
    }
  }
}

/** Waits for what is being done with a resource, where its service would refuse to delete it before that is done. */
export async function settle(openstack: OpenStack, service: string, path: string, id: string): Promise<void> {
  await kindOf(service, path)?.settle?.(openstack, id)
}

/** Sends the calls that delete a resource; fine where it is not there any more. */
export async function removeResource(openstack: OpenStack, service: string, path: string, id: string): Promise<void> {
  const kind = kindOf(service, path)
  if (service === 'identity' && (await isGone(openstack, service, path, id))) return
  await kind?.prepare?.(openstack, id)
  await openstack.send({ ...one(service, path, id), method: 'DELETE' })
}

export async function isGone(openstack: OpenStack, service: string, path: string, id: string): Promise<boolean> {
  const kind = kindOf(service, path)
  if (kind?.among) return !(await kind.among(openstack)).some((other) => other.id === id)
  // Keystone answers 403 to a domain manager who asks for what does not exist.
  if (service === 'identity') return !(await found(openstack, path)).some((other) => other.id === id)
  return (await openstack.send(one(service, path, id))).status === 404
}

function kindOf(service: string, path: string): Sweepable | undefined {
  return sweepables.find((other) => other.service === service && other.path === path)
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

/** They are the user's own and not the project's: who may not list them, as with an application credential, has none here. */
async function credentials(openstack: OpenStack): Promise<readonly Found[]> {
  try {
    return await ec2CredentialsOf(openstack)
  } catch (error) {
    if (error instanceof StatusError && error.status === 403) return []
    throw error
  }
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

interface WirePort {
  readonly id: string
  readonly device_owner: string
  readonly device_id?: string
}
const port = record({ id: text, device_owner: text }, { device_id: text })
const wirePorts = wire<{ readonly ports: readonly WirePort[] }>('ports', record({ ports: listOf(port) }))
const wirePort = wire<{ readonly port: WirePort }>('port', record({ port }))

const isInterface = ({ device_owner: owner }: WirePort) =>
  /^network:(router_interface|ha_router_replicated_interface)/.test(owner)

/** The interfaces of our own router. */
async function removeInterfaces(openstack: OpenStack, id: string): Promise<void> {
  const call = { service: 'network', path: '/ports', query: { device_id: id } }
  const ports = await openstack.list(call, wirePorts, (page) => page.ports)
  for (const port of ports.filter(isInterface)) await detach(openstack, id, port.id)
}

/** Neutron deletes the interface of a router by a call on the router only. */
async function detachFromRouter(openstack: OpenStack, id: string): Promise<void> {
  const call = { service: 'network', path: `/ports/${encodeURIComponent(id)}` }
  const found = await openstack.read(call, wirePort).catch(ifAbsent(null))
  if (found && isInterface(found.port) && found.port.device_id) await detach(openstack, found.port.device_id, id)
}

async function detach(openstack: OpenStack, routerId: string, portId: string): Promise<void> {
  const path = `/routers/${encodeURIComponent(routerId)}/remove_router_interface`
  await openstack.send({ service: 'network', method: 'PUT', path, body: { port_id: portId }, accept: [404] })
}

function ifAbsent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof StatusError && error.status === 404) return value
    throw error
  }
}
