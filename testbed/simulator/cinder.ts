import { volumeZones } from './availability-zones.ts'
import {
  backupBrief,
  backupOf,
  backupsOf,
  backupView,
  createBackup,
  deleteBackup,
  limits,
  restoreBackup,
} from './backups.ts'
import type { VolumeType } from './cloud.ts'
import { microversion, type Microversion } from './microversion.ts'
import { strings } from './extra-specs.ts'
import { limitOf, pageAfter, sorted, withMarker } from './page.ts'
import { notFound, openRoute, Refusal, route, type Call, type Reply, type Route, type Service } from './router.ts'
import { createVolume, deleteVolume, page, volumeBrief, volumeOf, volumesOf, volumeView } from './volumes.ts'

const faultNames: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  413: 'overLimit',
  503: 'serviceUnavailable',
}

const asked = (call: Call): Microversion =>
  microversion(call, 'volume', '3.0', call.cloud.description.blockStorage.maxMicroversion)

/** Some of those that every Cinder has. */
const extensions = ['backups', 'OS-SCH-HNT', 'os-vol-tenant-attr', 'os-volume-encryption-metadata', 'scheduler-hints']

function extensionView(alias: string): unknown {
  return { name: alias, alias, description: '', updated: '2011-08-08T00:00:00+00:00', links: [] }
}

export const cinder: Service = {
  name: 'block-storage',
  mount: '/volume',
  routes: [
    openRoute('GET', '/', (call) => ({ status: 300, body: versionDocument(call) })),
    route('GET', '/v3', (call) => ({ status: 200, body: versionDocument(call) })),
    ownRoute('/extensions', () => ({ status: 200, body: { extensions: extensions.map(extensionView) } })),
    ownRoute('/types', typeList),
    ownRoute('/types/:id', (call) => ({ status: 200, body: { volume_type: typeView(call, typeOf(call)) } })),
    ownRoute('/types/:id/encryption', (call) => {
      if (call.token.roles.includes('admin')) return { status: 200, body: encryption(typeOf(call)) }
      throw new Refusal(403, "Policy doesn't allow volume_extension:volume_type_encryption:get to be performed.")
    }),
    ownRoute('/types/:id/extra_specs', (call) => ({
      status: 200,
      body: { extra_specs: extraSpecs(call, typeOf(call)) },
    })),
    ownRoute('/volumes', (call) => page(call, 'volumes', volumesOf(call), (one) => volumeBrief(call, one))),
    ownRoute('/volumes/detail', (call) => page(call, 'volumes', volumesOf(call), (one) => volumeView(call, one))),
    ownRoute('/volumes/:id', (call) => ({ status: 200, body: { volume: volumeView(call, volumeOf(call)) } })),
    ownRoute('/volumes', createVolume, 'POST'),
    ownRoute('/volumes/:id', deleteVolume, 'DELETE'),
    backupRoute('', (call) => page(call, 'backups', backupsOf(call), (one) => backupBrief(call, one))),
    backupRoute('/detail', (call) => page(call, 'backups', backupsOf(call), (one) => backupView(call, one))),
    backupRoute('/:id', (call) => ({ status: 200, body: { backup: backupView(call, backupOf(call)) } })),
    backupRoute('', createBackup, 'POST'),
    backupRoute('/:id/restore', restoreBackup, 'POST'),
    backupRoute('/:id', deleteBackup, 'DELETE'),
    ...['/snapshots', '/snapshots/detail'].map((path) =>
      ownRoute(path, () => ({ status: 200, body: { snapshots: [] } })),
    ),
    ownRoute('/limits', (call) => ({
      status: 200,
      body: { limits: { rate: [], absolute: limits(call, volumesOf(call)) } },
    })),
    ownRoute('/os-availability-zone', ({ cloud }) => volumeZones(cloud)),
  ],
  before: (call) => misnamed(call) ?? asked(call).refusal,
  headers: (call, status) => {
    const { text } = asked(call)
    return status === 401 || text === undefined || misnamed(call)
      ? {}
      : { 'OpenStack-API-Version': `volume ${text}`, Vary: 'OpenStack-API-Version' }
  },
  refuse: ({ status, message }) => ({
    status,
    body: { [faultNames[status] ?? 'computeFault']: { code: status, message } },
  }),
  missing: notFound,
}

/** Cinder takes a version header that does not name it for a malformed one. */
function misnamed({ headers }: Call): Reply | undefined {
  const header = headers['openstack-api-version']?.toString()
  if (header === undefined || header.includes('volume')) return undefined
  const message = 'The server could not comply with the request since it is either malformed or otherwise incorrect.'
  return { status: 400, body: { badRequest: { code: 400, message } } }
}

/** A project in the URL must be the token's. */
function ownRoute(path: string, answer: Route['answer'], method = 'GET'): Route {
  return route(method, `/v3/(?:(?<project>[0-9a-f]{32})/)?${path.slice(1)}`, (call) => {
    const { project } = call.params
    if (project !== undefined && project !== call.token.scope.project?.id)
      throw new Refusal(400, 'Malformed request url')
    return answer(call)
  })
}

/** Where the cloud has no backup API, nothing is there. */
function backupRoute(path: string, answer: Route['answer'], method = 'GET'): Route {
  const present: Route['answer'] = (call) => {
    if (call.cloud.description.blockStorage.backups === 'absent')
      throw new Refusal(404, 'The resource could not be found.')
    return answer(call)
  }
  return ownRoute(`/backups${path}`, present, method)
}

function typeList(call: Call): Reply {
  const limit = limitOf(call.query, call.cloud.description.blockStorage.pageSize)
  const isAdmin = call.token.roles.includes('admin')
  const isPublic = isAdmin ? (call.query.get('is_public')?.toLowerCase() ?? 'true') : 'true'
  const visible = call.cloud.volumeTypes.filter((type) => isPublic === 'none' || String(type.isPublic) === isPublic)
  const offset = Number(call.query.get('offset') ?? 0) || 0
  const found = sorted(visible, call.query, (type, key) => (key === 'name' ? type.name : type.id)).slice(offset)
  const { items, full } = pageAfter(found, call.query, limit)
  const href = `${call.base}${call.path}?${withMarker(call.query, items.at(-1)?.id ?? '')}`
  return {
    status: 200,
    body: {
      volume_types: items.map((type) => typeView(call, type)),
      ...(full ? { volume_type_links: [{ rel: 'next', href }] } : {}),
    },
  }
}

function typeOf({ cloud, params, token }: Call): VolumeType {
  const asAdmin = token.roles.includes('admin')
  const type =
    params['id'] === 'default' ? cloud.volumeTypes.at(-1) : cloud.volumeTypes.find(({ id }) => id === params['id'])
  if (type && (type.isPublic || asAdmin)) return type
  throw new Refusal(404, `Volume type ${params['id']} could not be found.`)
}

/** Members see only those extra specs that Cinder calls user visible. */
function typeView(call: Call, type: VolumeType): unknown {
  return {
    id: type.id,
    name: type.name,
    is_public: type.isPublic,
    description: type.description,
    extra_specs: extraSpecs(call, type),
    ...(call.token.roles.includes('admin') ? { qos_specs_id: null } : {}),
    ...(call.params['id'] === 'default' ? {} : { 'os-volume-type-access:is_public': type.isPublic }),
  }
}

const userVisible = new Set(['RESKEY:availability_zones', 'multiattach', 'replication_enabled'])

function extraSpecs({ token }: Call, { extraSpecs }: VolumeType): unknown {
  const all = Object.entries(strings(extraSpecs))
  return Object.fromEntries(token.roles.includes('admin') ? all : all.filter(([key]) => userVisible.has(key)))
}

function encryption({ id, encrypted }: VolumeType): unknown {
  if (!encrypted) return {}
  return {
    volume_type_id: id,
    control_location: 'front-end',
    encryption_id: id,
    key_size: 256,
    provider: 'luks',
    cipher: 'aes-xts-plain64',
    deleted: false,
  }
}

function versionDocument({ base, cloud }: Call): unknown {
  return {
    versions: [
      {
        id: 'v3.0',
        status: 'CURRENT',
        version: cloud.description.blockStorage.maxMicroversion,
        min_version: '3.0',
        updated: '2022-08-31T00:00:00Z',
        links: [
          { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
          { rel: 'self', href: `${base}/v3/` },
        ],
        'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.volume+json;version=3' }],
      },
    ],
  }
}
