import { isRecord, type Reply } from '../router.ts'
import { permission, refusal, type Attributes } from './authorize.ts'
import type { Cluster } from './cluster.ts'
import { configz } from './control-plane.ts'
import { discovery } from './discovery.ts'
import { qualified, type Kind } from './kinds.ts'
import { list } from './list.ts'
import { log } from './log.ts'
import { create, destroy, destroyAll, patch, read, replace, type ObjectCall } from './objects.ts'
import type { Runs } from './pods.ts'
import { requestInfo, verbOf, type RequestInfo } from './request-info.ts'
import { review } from './reviews.ts'
import {
  badRequest,
  failure,
  methodNotAllowed,
  noSuchResource,
  plain,
  StatusRefusal,
  unsupportedMedia,
} from './status.ts'
import type { Change } from './store.ts'
import type { User } from './users.ts'
import { watch } from './watch.ts'

/** One request of somebody whom the server knows. */
export interface ClusterCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
  readonly contentType: string
  readonly userAgent: string
  readonly host: string
  readonly user: User
  /** the client has gone, or the simulator stops */
  readonly signal: AbortSignal
}

/** A reply that may come bit by bit. */
export type ClusterReply = Reply & { readonly stream?: AsyncIterable<string> }

export interface Plane {
  readonly cluster: Cluster
  readonly runs: ReadonlyMap<string, Runs>
  readonly history: readonly Change[]
}

/** What the API server says: first whether the user may, then what there is. */
export function answer(plane: Plane, call: ClusterCall): ClusterReply {
  const info = requestInfo(call.path)
  try {
    const refused = authorize(plane.cluster, call, info)
    if (refused) return refused
    if (!info) return other(plane.cluster, call)
    return resource(plane, call, info)
  } catch (error) {
    if (error instanceof StatusRefusal) return error.reply
    throw error
  }
}

function authorize(
  { store, rbac, description }: Cluster,
  call: ClusterCall,
  info: RequestInfo | undefined,
): Reply | undefined {
  if (description.authorization === 'AlwaysAllow') return undefined
  const wanted: Attributes = info
    ? { ...info, verb: verbOf(call.method, info, call.query) }
    : { verb: call.method.toLowerCase(), path: call.path }
  if (permission(store, rbac, call.user, wanted).allowed) return undefined
  const reason = refusal(call.user, wanted)
  if (!info) return refused(`forbidden: ${reason}`, {})
  const { group, resource, name } = info
  const what = qualified({ group, plural: resource })
  const details = { ...(name ? { name } : {}), ...(group ? { group } : {}), kind: resource }
  return refused(`${what} ${name ? `"${name}" ` : ''}is forbidden: ${reason}`, details)
}

function refused(message: string, details: object): Reply {
  const reply = failure(403, 'Forbidden', message, details)
  return { ...reply, headers: { 'X-Content-Type-Options': 'nosniff' } }
}

function other(cluster: Cluster, { method, path, host }: ClusterCall): ClusterReply {
  const found = discovery(cluster, path, host)
  if (found) return method === 'GET' || method === 'HEAD' ? found : methodNotAllowed().reply
  return plain('404 page not found\n', 404)
}

function resource(plane: Plane, call: ClusterCall, info: RequestInfo): ClusterReply {
  const { cluster } = plane
  const { group, version, resource, namespace, name, subresource } = info
  const known = cluster.kinds().filter((kind) => kind.group === group && kind.version === version)
  if (known.length === 0) return plain('404 page not found\n', 404)
  const kind = known.find(({ plural }) => plural === resource)
  if (!kind) throw noSuchResource()
  const here = kind.namespaced ? namespace : ''
  if (kind.review) {
    if (call.method !== 'POST') throw methodNotAllowed()
    return review(cluster, kind, call.user, json(call, kind))
  }
  if (subresource !== '' && !kind.subresources?.includes(subresource)) throw noSuchResource()
  const asked = { kind, namespace: here, name, subresource, query: call.query, contentType: call.contentType }
  const objects = (): ObjectCall => ({
    ...asked,
    body: call.body === '' ? undefined : json(call, kind),
    manager: managerOf(call),
  })
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      if (name === '') return collection(plane, call, kind, here)
      if (subresource === 'log') {
        const pod = read(cluster, asked)
        return {
          status: 200,
          headers: { 'Content-Type': 'text/plain' },
          stream: log(pod, plane.runs.get(pod.metadata.uid ?? ''), call.query, call.signal),
        }
      }
      if (subresource === 'proxy') return proxied(cluster, asked, call.path)
      return { status: 200, body: read(cluster, asked) }
    case 'POST':
      if (subresource !== '') return action(cluster, objects())
      if (name !== '' || (kind.namespaced && here === '')) throw methodNotAllowed()
      return create(cluster, objects())
    case 'PUT':
      if (name === '') throw methodNotAllowed()
      return replace(cluster, objects())
    case 'PATCH':
      if (name === '') throw methodNotAllowed()
      return patch(cluster, objects())
    case 'DELETE':
      if (kind.namespaced && here === '') throw methodNotAllowed()
      return name === '' ? destroyAll(cluster, objects()) : destroy(cluster, objects())
    default:
      throw methodNotAllowed()
  }
}

function collection({ cluster, history }: Plane, call: ClusterCall, kind: Kind, namespace: string): ClusterReply {
  const within = namespace === '' ? undefined : namespace
  if (['true', '1'].includes(call.query.get('watch') ?? ''))
    return {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      stream: watch(cluster, history, kind, within, call.query, call.signal),
    }
  return list(cluster, kind, within, call.query)
}

/** A kubelet, asked through the API server. */
function proxied(cluster: Cluster, asked: Pick<ObjectCall, 'kind' | 'namespace' | 'name'>, path: string): ClusterReply {
  read(cluster, asked)
  return path.endsWith('/proxy/configz') ? configz(cluster.description) : plain('404 page not found\n', 404)
}

/** Subresources that are posted to. */
function action(cluster: Cluster, call: ObjectCall): ClusterReply {
  const object = read(cluster, call)
  if (call.subresource === 'token') {
    const { namespace = '', name, uid = '' } = object.metadata
    const { token, expiresAt } = cluster.tokens.issue(namespace, name, uid, cluster.description.tokenLifetimeSeconds)
    const status = { token, expirationTimestamp: new Date(expiresAt).toISOString() }
    return {
      status: 201,
      body: {
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: { name, namespace },
        spec: {},
        status,
      },
    }
  }
  if (call.subresource === 'eviction') {
    destroy(cluster, { ...call, body: undefined })
    return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } }
  }
  return failure(400, 'BadRequest', 'unable to upgrade: this simulator runs no containers')
}

function json({ body, contentType }: ClusterCall, { kind }: Kind): Record<string, unknown> {
  if (contentType === 'application/vnd.kubernetes.protobuf') throw unsupportedMedia()
  const isYaml = contentType.includes('yaml')
  try {
    // JSON is YAML; nothing here sends YAML that is not JSON
    const value: unknown = JSON.parse(body)
    if (isRecord(value)) return value
  } catch {
    // told below
  }
  if (isYaml) throw badRequest('error decoding YAML: did not find expected node content')
  const what = `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error`
  throw badRequest(`${what}: unexpected end of JSON input (${body || '<empty>'})`)
}

/** Who is written down as having set fields: as named, else the client's own name. */
function managerOf({ query, userAgent }: ClusterCall): string {
  return query.get('fieldManager') ?? (userAgent.split('/')[0] || 'unknown')
}
