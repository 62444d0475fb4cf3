import { ProbeError } from '../fact.ts'
import type { Session } from './auth.ts'
import type { CloudConfig } from './config.ts'
import type { CatalogService } from './resources.ts'
import { candidates, officialType } from './service-types.ts'

/**
 * The path below an unversioned endpoint of the API we speak. It is used at once, without a discovery call; where it
 * turns out wrong the version document decides (connect.ts). Services not listed are used at the URL they have.
 */
const versions: Readonly<Record<string, { readonly major: number; readonly path: string }>> = {
  'block-storage': { major: 3, path: '/v3/{project}' },
  compute: { major: 2, path: '/v2.1' },
  dns: { major: 2, path: '/v2' },
  identity: { major: 3, path: '/v3' },
  image: { major: 2, path: '/v2' },
  'key-manager': { major: 1, path: '/v1' },
  'load-balancer': { major: 2, path: '/v2' },
  network: { major: 2, path: '/v2.0' },
}

/** An endpoint and what is known of its version. */
export interface Endpoint {
  /** As the catalog or an override has it, without a slash at the end. */
  readonly listed: string
  /** With version (and project where the service wants it): paths are appended here. */
  readonly versioned: string
  /** The version was put there by us and may be wrong. */
  readonly guessed: boolean
  /** The URL whose version document lists the versions, and the one wanted. */
  readonly root: string
  readonly major: number | undefined
  /** The project's id in the URL, to be put behind another version as well. */
  readonly suffix: string
}

/** Finds the endpoint of a service. ProbeError dependency where there is none, saying what there is. */
export function findEndpoint(config: CloudConfig, { catalog, project, user }: Session, service: string): Endpoint {
  const override = config.forService(service, 'endpoint_override')
  const listed = (override ?? fromCatalog(config, catalog, service))
    .replaceAll(/[%$]\((?:project|tenant)_id\)s/g, project?.id ?? '')
    .replaceAll(/[%$]\(user_id\)s/g, user.id)
    .replace(/\/+$/, '')
  const known = versions[officialType(service)]
  const asked = Number(/^v?(\d+)/.exec(config.forService(service, 'api_version') ?? '')?.[1] ?? Number.NaN)
  const major = Number.isNaN(asked) ? known?.major : asked
  const [, root = listed, found] = /^(.*?)\/v(\d+)(?:\.\d+)?(?:\/.*)?$/.exec(listed) ?? []
  const suffix = project && listed.endsWith(`/${project.id}`) ? `/${project.id}` : ''
  const base = { listed, root: `${root}/`, major }
  if (found !== undefined) {
    // Another major version than ours, e.g. volumev2 or an Image API v1: the version document may know better.
    return { ...base, versioned: listed, guessed: known !== undefined && Number(found) !== major, suffix }
  }
  const path = known?.path.replace('/{project}', project ? `/${project.id}` : '') ?? ''
  return {
    ...base,
    versioned: `${listed}${path}`,
    guessed: path !== '',
    suffix: path.endsWith(`/${project?.id}`) ? `/${project?.id}` : '',
  }
}

function fromCatalog(config: CloudConfig, catalog: readonly CatalogService[], service: string): string {
  const wanted = config.forService(service, 'service_type') ?? service
  const name = config.forService(service, 'service_name')
  const region = config.forService(service, 'region_name') ?? config.region
  const interfaces = config.forService(service, 'interface')?.split(',') ?? config.interfaces
  const types = candidates(wanted)
  const services = types.flatMap((type) =>
    catalog.filter((one) => one.type === type && (name === undefined || one.name === name)),
  )
  const endpoints = services.flatMap((one) => one.endpoints)
  for (const one of interfaces) {
    // Old catalogs say publicURL.
    const found = endpoints.find(
      (endpoint) => endpoint.interface.replace(/URL$/, '') === one && (region === null || endpoint.region === region),
    )
    if (found) return found.url
  }
  const where = `with interface ${interfaces.join(' or ')}${region === null ? '' : ` in region ${region}`}`
  throw new ProbeError(
    'dependency',
    `the catalog has no endpoint for ${service} ${where}; ${hint(service, catalog, endpoints)}`,
  )
}

function hint(service: string, catalog: readonly CatalogService[], endpoints: CatalogService['endpoints']): string {
  if (endpoints.length > 0) {
    const there = new Set(endpoints.map(({ interface: kind, region }) => `${kind} in ${region ?? 'no region'}`))
    return `it has ${[...there].join(', ')}: set region_name or interface`
  }
  const types = catalog.map(({ type }) => type).toSorted()
  return `it lists ${types.join(', ') || 'nothing'}: if ${service} is there under another name, set ${service.replaceAll('-', '_')}_endpoint_override`
}
