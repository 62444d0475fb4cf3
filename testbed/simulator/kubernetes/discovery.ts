import type { Reply } from '../router.ts'
import { metrics } from './control-plane.ts'
import type { Cluster } from './cluster.ts'
import { apiVersion, type Kind } from './kinds.ts'
import { plain } from './status.ts'

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/** /version, /livez and the like, and what there is in which API group; undefined where it is none of that. */
export function discovery(cluster: Cluster, path: string, host: string): Reply | undefined {
  const [, root = '', group = '', version = '', more] = path.replace(/\/$/, '').split('/')
  if (more !== undefined) return undefined
  if (root === 'version' && group === '') return { status: 200, body: versionOf(cluster) }
  if (root === 'metrics' && group === '') return metrics(cluster.description)
  if (path === '/.well-known/openid-configuration') return { status: 200, body: issuer(host) }
  if (['livez', 'readyz', 'healthz'].includes(root)) return plain('ok')
  if (root === 'api' && group === '')
    return {
      status: 200,
      body: {
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
      },
    }
  if (root === 'api' && version === '') return group === 'v1' ? resourceList(cluster, '', 'v1') : undefined
  if (root !== 'apis') return undefined
  const groups = groupsOf(cluster.kinds())
  if (group === '') return { status: 200, body: { kind: 'APIGroupList', apiVersion: 'v1', groups } }
  const found = groups.find(({ name }) => name === group)
  if (version !== '') return resourceList(cluster, group, version)
  return found && { status: 200, body: { kind: 'APIGroup', apiVersion: 'v1', ...found } }
}

function issuer(host: string): object {
  const issuer = 'https://kubernetes.default.svc.cluster.local'
  const algorithms = {
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }
  return { issuer, jwks_uri: `https://${host}/openid/v1/jwks`, ...algorithms }
}

function versionOf({ description, startedAt }: Cluster): object {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(description.version) ?? []
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
    gitVersion: description.version,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: startedAt,
    goVersion: 'go1.26.0',
    compiler: 'gc',
    platform: 'linux/amd64',
  }
}

interface Group {
  readonly name: string
  readonly versions: { readonly groupVersion: string; readonly version: string }[]
  readonly preferredVersion: { readonly groupVersion: string; readonly version: string }
}

function groupsOf(kinds: readonly Kind[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const kind of kinds.filter(({ group }) => group !== '')) {
    const { group: name, version } = kind
    const one = { groupVersion: apiVersion(kind), version }
    const group = groups.get(name) ?? { name, versions: [one], preferredVersion: one }
    if (!group.versions.some((known) => known.version === version)) group.versions.push(one)
    groups.set(name, group)
  }
  return [...groups.values()]
}

function resourceList({ kinds }: Cluster, group: string, version: string): Reply | undefined {
  const found = kinds().filter((kind) => kind.group === group && kind.version === version)
  if (found.length === 0) return undefined
  const resources = found.flatMap(
    ({ plural: name, singular: singularName, namespaced, kind, review, subresources = [] }) => [
      { name, singularName, namespaced, kind, verbs: review ? ['create'] : verbs },
      ...subresources.map((sub) => ({
        name: `${name}/${sub}`,
        singularName: '',
        namespaced,
        kind,
        verbs: ['get', 'patch', 'update'],
      })),
    ],
  )
  const groupVersion = group === '' ? version : `${group}/${version}`
  return {
    status: 200,
    body: { kind: 'APIResourceList', ...(group === '' ? {} : { apiVersion: 'v1' }), groupVersion, resources },
  }
}
