import { ProbeError } from '../../fact.ts'
import { listOf, record, text, textOrNull, wire } from '../../wire.ts'
import { StatusError, type OpenStack } from '../client.ts'
import { ec2CredentialsOf } from '../ec2-credentials.ts'
import { applicationCredentials } from './application-credentials.ts'
import { containers, emptyContainer } from './containers.ts'
import { detachFromRouter, removeInterfaces } from './router-interfaces.ts'
import { settled } from './settled.ts'
import type { Found, Sweepable } from './sweepable.ts'

/**
 * What is looked for, in the order in which the services let it go: servers hold volumes and ports, a volume is not
 * deleted while it has snapshots (Cinder, "Delete a volume"), a router not while it has interfaces, a subnet not while
 * there are ports in it.
 */
export const sweepables: readonly Sweepable[] = [
  plain('server', 'compute', '/servers', 'servers'),
  plain('server group', 'compute', '/os-server-groups', 'server_groups'),
  { ...plain('backup', 'block-storage', '/backups', 'backups'), settle: settled('/backups', 'backup') },
  plain('snapshot', 'block-storage', '/snapshots', 'snapshots'),
  { ...plain('volume', 'block-storage', '/volumes', 'volumes'), settle: settled('/volumes', 'volume') },
  { ...ownOf('router', '/routers', 'routers'), prepare: removeInterfaces },
  { ...ownOf('port', '/ports', 'ports'), prepare: detachFromRouter },
  ownOf('subnet', '/subnets', 'subnets'),
  ownOf('network', '/networks', 'networks'),
  ownOf('subnet pool', '/subnetpools', 'subnetpools'),
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
  applicationCredentials,
  { kind: 'image', service: 'image', path: '/images', list: images },
  ofDomain('user', '/users', 'users'),
  ofDomain('group', '/groups', 'groups'),
  ofDomain('project', '/projects', 'projects'),
  { ...plain('role', 'identity', '/roles', 'roles'), ofDomain: true },
  { ...plain('domain', 'identity', '/domains', 'domains'), ofDomain: true, prepare: disableDomain },
]

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

/** Of the token's own domain. */
function ofDomain(kind: string, path: string, key: string): Sweepable {
  return {
    ...plain(kind, 'identity', path, key),
    ofDomain: true,
    list: (openstack) =>
      plain(kind, 'identity', path, key, { domain_id: openstack.identity.domain?.id ?? '' }).list(openstack),
  }
}

/** Keystone deletes only domains that are disabled. */
async function disableDomain(openstack: OpenStack, id: string): Promise<void> {
  const path = `/domains/${encodeURIComponent(id)}`
  const call = { service: 'identity', path, accept: [404], method: 'PATCH' } as const
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
