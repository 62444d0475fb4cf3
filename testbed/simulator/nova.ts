import { computeZones } from './availability-zones.ts'
import { actOnServer, bootServer, computeLimits, deleteServer } from './boots.ts'
import type { Flavor } from './cloud.ts'
import { readsExtraSpecs, strings } from './extra-specs.ts'
import { microversion, type Microversion } from './microversion.ts'
import { badNovaLimit, limitOf, markerNotFound, pageAfter, withMarker } from './page.ts'
import { notFound, openRoute, Refusal, route, type Call, type Reply, type Service } from './router.ts'
import { listServerGroups } from './server-groups.ts'
import { listServers, showServer } from './servers.ts'

const faultNames: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  501: 'notImplemented',
  413: 'overLimit',
  429: 'overLimit',
  503: 'serviceUnavailable',
}

const asked = (call: Call): Microversion =>
  microversion(call, 'compute', '2.1', call.cloud.description.compute.maxMicroversion, 'x-openstack-nova-api-version')

export const nova: Service = {
  name: 'compute',
  mount: '/compute',
  unnumbered: ['root'],
  routes: [
    openRoute('GET', '/', (call) => ({ status: 200, body: { versions: [oldVersion(call), version(call)] } })),
    openRoute('GET', '/v2.1', (call) => ({
      status: 200,
      body: { version: { ...version(call), ...versionDetails(call) } },
    })),
    route('GET', '/v2.1/flavors', (call) => flavorList(call, 'flavors', brief)),
    route('GET', '/v2.1/flavors/detail', (call) => flavorList(call, 'flavors/detail', detail)),
    route('GET', '/v2.1/flavors/:id', (call) => ({
      status: 200,
      body: { flavor: detail(call, flavorOf(call), asked(call).minor) },
    })),
    route('GET', '/v2.1/flavors/:id/os-extra_specs', (call) => {
      if (!readsExtraSpecs(call))
        throw new Refusal(403, "Policy doesn't allow os_compute_api:os-flavor-extra-specs:index to be performed.")
      return { status: 200, body: { extra_specs: strings(flavorOf(call).extraSpecs) } }
    }),
    route('GET', '/v2.1/servers', (call) => listServers(call, asked(call).minor, 'servers')),
    route('GET', '/v2.1/servers/detail', (call) => listServers(call, asked(call).minor, 'servers/detail')),
    route('GET', '/v2.1/servers/:id', (call) => showServer(call, asked(call).minor)),
    route('POST', '/v2.1/servers', bootServer),
    route('DELETE', '/v2.1/servers/:id', deleteServer),
    route('POST', '/v2.1/servers/:id/action', actOnServer),
    route('GET', '/v2.1/limits', computeLimits),
    route('GET', '/v2.1/os-server-groups', (call) => listServerGroups(call, asked(call).minor)),
    route('GET', '/v2.1/os-keypairs', () => ({ status: 200, body: { keypairs: [] } })),
    route('GET', '/v2.1/os-availability-zone', ({ cloud }) => computeZones(cloud)),
  ],
  before: (call) => asked(call).refusal,
  headers: (call, status) => (call.path.length <= 1 || status === 401 ? {} : microversionHeaders(call)),
  refuse: ({ status, message }) => ({
    status,
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: { [faultNames[status] ?? 'computeFault']: { code: status, message } },
  }),
  missing: notFound,
}

function flavorList(
  call: Call,
  collection: string,
  view: (call: Call, flavor: Flavor, minor: number) => unknown,
): Reply {
  const { minor } = asked(call)
  const limit = limitOf(call.query, call.cloud.description.compute.pageSize, badNovaLimit)
  const { items, full } = pageAfter(matching(call), call.query, limit, markerNotFound)
  const last = items.at(-1)
  const next =
    full && last ? [{ rel: 'next', href: `${call.base}/v2.1/${collection}?${withMarker(call.query, last.id)}` }] : []
  return {
    status: 200,
    body: {
      flavors: items.map((flavor) => view(call, flavor, minor)),
      ...(next.length > 0 ? { flavors_links: next } : {}),
    },
  }
}

/** Members see public, enabled flavors; an admin may ask for the others with is_public=None. */
function matching({ cloud, query, token }: Call): readonly Flavor[] {
  const least = { ramMiB: minimum(query, 'minRam'), diskGB: minimum(query, 'minDisk') }
  const isAdmin = token.roles.includes('admin')
  const isPublic = isAdmin ? (query.get('is_public')?.toLowerCase() ?? 'true') : 'true'
  return cloud.flavors.filter(
    (flavor) =>
      (isPublic === 'none' || String(flavor.isPublic) === isPublic) &&
      (isAdmin || !flavor.disabled) &&
      flavor.ramMiB >= least.ramMiB &&
      flavor.diskGB >= least.diskGB,
  )
}

function minimum(query: URLSearchParams, key: string): number {
  const text = query.get(key) ?? '0'
  if (/^\d+$/.test(text)) return Number(text)
  throw new Refusal(400, `Invalid ${key} filter [${text}]`)
}

function flavorOf({ cloud, params, token }: Call): Flavor {
  const flavor = cloud.flavors.find(({ id }) => id === params['id'])
  if (!flavor || (!flavor.isPublic && !token.roles.includes('admin'))) {
    throw new Refusal(404, `Flavor ${params['id']} could not be found.`)
  }
  return flavor
}

function brief(call: Call, flavor: Flavor, minor: number): Record<string, unknown> {
  return {
    id: flavor.id,
    name: flavor.name,
    links: [
      { rel: 'self', href: `${call.base}/v2.1/flavors/${flavor.id}` },
      { rel: 'bookmark', href: `${call.base}/flavors/${flavor.id}` },
    ],
    ...(minor >= 55 ? { description: flavor.description ?? null } : {}),
  }
}

function detail(call: Call, flavor: Flavor, minor: number): Record<string, unknown> {
  const { id, name, links, ...description } = brief(call, flavor, minor)
  return {
    id,
    name,
    ram: flavor.ramMiB,
    disk: flavor.diskGB,
    swap: minor >= 75 ? 0 : '',
    'OS-FLV-EXT-DATA:ephemeral': 0,
    'OS-FLV-DISABLED:disabled': flavor.disabled,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': flavor.isPublic,
    rxtx_factor: 1.0,
    links,
    ...description,
    ...(minor >= 61 && readsExtraSpecs(call) ? { extra_specs: strings(flavor.extraSpecs) } : {}),
  }
}

function microversionHeaders(call: Call): Record<string, string> {
  const { text } = asked(call)
  if (text === undefined) return {}
  return {
    'OpenStack-API-Version': `compute ${text}`,
    'X-OpenStack-Nova-API-Version': text,
    Vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
  }
}

function version({ base, cloud }: Call): Record<string, unknown> {
  return {
    id: 'v2.1',
    status: 'CURRENT',
    version: cloud.description.compute.maxMicroversion,
    min_version: '2.1',
    updated: '2013-07-23T11:33:21Z',
    links: [{ rel: 'self', href: `${base}/v2.1/` }],
  }
}

function oldVersion({ base }: Call): unknown {
  return {
    id: 'v2.0',
    status: 'SUPPORTED',
    version: '',
    min_version: '',
    updated: '2011-01-21T11:33:21Z',
    links: [{ rel: 'self', href: `${base}/v2/` }],
  }
}

function versionDetails({ base }: Call): Record<string, unknown> {
  return {
    links: [
      { rel: 'self', href: `${base}/v2.1/` },
      { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' },
    ],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2.1' }],
  }
}
