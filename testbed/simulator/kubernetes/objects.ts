import { isRecord, record, text, type Reply } from '../router.ts'
import { admit } from './admission.ts'
import { applied, updated } from './apply.ts'
import type { Cluster } from './cluster.ts'
import { deleteOptions, finish, remove } from './deletion.ts'
import { apiVersion, type Kind } from './kinds.ts'
import { selection } from './list.ts'
import { withMetadata, type KubeObject } from './object.ts'
import { mergePatch } from './patch.ts'
import { badRequest, alreadyExists, conflict, invalid, notFound, StatusRefusal, unsupportedMedia } from './status.ts'

/** One call about objects of a kind; `body` is parsed. */
export interface ObjectCall {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly subresource: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly contentType: string
  readonly manager: string
}

export function read(
  { store }: Cluster,
  { kind, namespace, name }: Pick<ObjectCall, 'kind' | 'namespace' | 'name'>,
): KubeObject {
  const found = store.get(kind, namespace, name)
  if (!found) throw notFound(kind, name)
  return found
}

export function create(cluster: Cluster, call: ObjectCall): Reply {
  const { kind, namespace, query } = call
  const given = manifest(call)
  const { generateName } = given.metadata
  const name = given.metadata.name || (generateName ? `${generateName}${suffix()}` : '')
  if (name === '') throw invalid(kind, '', ['metadata.name', 'Required value: name or generateName is required'])
  const { object, warnings } = admit(cluster, kind, fresh(withMetadata(given, { name })))
  if (cluster.store.get(kind, namespace, name)) throw alreadyExists(kind, name)
  const kept = keep(cluster, call, created(kind, given, object, call.manager), query)
  return { status: 201, headers: warningsOf(warnings), body: kept }
}

/** Whoever creates owns what was sent, not what the server has added. */
function created(kind: Kind, given: KubeObject, object: KubeObject, manager: string): KubeObject {
  const { managedFields = [] } = updated(undefined, given, manager).metadata
  const hasGeneration = kind.group !== '' || kind.kind === 'Pod'
  return withMetadata(object, { managedFields, ...(hasGeneration ? { generation: 1 } : {}) })
}

export function replace(cluster: Cluster, call: ObjectCall): Reply {
  const live = read(cluster, call)
  const wanted = manifest(call)
  if (wanted.metadata.name !== call.name)
    throw badRequest(
      `the name of the object (${wanted.metadata.name}) does not match the name on the URL (${call.name})`,
    )
  return { status: 200, body: change(cluster, call, live, wanted) }
}

export function patch(cluster: Cluster, call: ObjectCall): Reply {
  if (call.contentType.startsWith('application/apply-patch')) return apply(cluster, call)
  // a strategic merge differs in lists that are merged by key: this simulator replaces them
  const strategic = call.contentType === 'application/strategic-merge-patch+json' && !call.kind.custom
  if (!strategic && call.contentType !== 'application/merge-patch+json') throw unsupportedMedia()
  const live = read(cluster, call)
  return { status: 200, body: change(cluster, call, live, mergePatch(live, call.body) as KubeObject) }
}

/** Server-side apply: makes the object where it is not there. */
function apply(cluster: Cluster, call: ObjectCall): Reply {
  const { kind, namespace, name, query } = call
  const manager = query.get('fieldManager')
  if (!manager)
    throw new StatusRefusal(
      422,
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      {
        group: 'meta.k8s.io',
        kind: 'PatchOptions',
        causes: [
          {
            reason: 'FieldValueRequired',
            message: 'Required value: is required for apply patch',
            field: 'fieldManager',
          },
        ],
      },
    )
  const { kind: type, apiVersion: version } = record(call, 'body')
  if (!type || !version) throw badRequest('invalid object type: /, Kind=')
  const wanted = manifest({
    ...call,
    body: { ...record(call, 'body'), metadata: { ...record(call.body, 'metadata'), name } },
  })
  const live = cluster.store.get(kind, namespace, name)
  const { object, conflicts } = applied(live, wanted, manager, query.get('force') === 'true')
  if (conflicts.length > 0) throw applyConflict(conflicts)
  if (live) return { status: 200, body: change(cluster, call, live, object, true) }
  const admitted = admit(cluster, kind, fresh(object, object.metadata.managedFields))
  return { status: 201, headers: warningsOf(admitted.warnings), body: keep(cluster, call, admitted.object, query) }
}

export function destroy(cluster: Cluster, call: ObjectCall): Reply {
  const live = read(cluster, call)
  if (call.query.get('dryRun') === 'All') return { status: 200, body: live }
  const { uid } = record(call.body, 'preconditions')
  if (uid !== undefined && uid !== live.metadata.uid)
    throw conflict(
      call.kind,
      call.name,
      `Precondition failed: UID in precondition: ${text(uid)}, UID in object meta: ${live.metadata.uid}`,
    )
  return remove(cluster, call.kind, live, deleteOptions(call.query, call.body))
}

export function destroyAll(cluster: Cluster, { kind, namespace, query, body }: ObjectCall): Reply {
  const found = cluster.store.list(kind, kind.namespaced ? namespace : undefined).filter(selection(kind, query))
  for (const object of found) remove(cluster, kind, object, deleteOptions(query, body))
  const metadata = { resourceVersion: String(cluster.store.revision()) }
  return { status: 200, body: { kind: `${kind.kind}List`, apiVersion: apiVersion(kind), metadata, items: found } }
}

/** An update: what is not the caller's to change stays. */
function change(cluster: Cluster, call: ObjectCall, live: KubeObject, wanted: KubeObject, isOwned = false): KubeObject {
  const { kind, name, subresource, query } = call
  const version = wanted.metadata.resourceVersion
  if (version !== undefined && version !== live.metadata.resourceVersion) throw conflict(kind, name)
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation } = live.metadata
  const own = {
    uid,
    creationTimestamp,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    generation,
    name,
    ...(live.metadata.namespace ? { namespace: live.metadata.namespace } : {}),
  }
  const hasStatus = kind.subresources?.includes('status') ?? false
  const part =
    subresource === 'status'
      ? { ...live, status: wanted['status'] }
      : { ...wanted, ...(hasStatus && live['status'] !== undefined ? { status: live['status'] } : {}) }
  const metadata = defined({
    ...(subresource === '' ? wanted.metadata : live.metadata),
    ...own,
  }) as unknown as KubeObject['metadata']
  const object: KubeObject = { ...part, apiVersion: live.apiVersion, kind: live.kind, metadata }
  const managed = isOwned ? object : updated(live, object, call.manager, subresource || undefined)
  const isSame =
    JSON.stringify({ ...managed, metadata: { ...managed.metadata, managedFields: [] } }) ===
    JSON.stringify({ ...live, metadata: { ...live.metadata, managedFields: [] } })
  if (isSame) return live
  const grown =
    JSON.stringify(managed['spec']) !== JSON.stringify(live['spec']) && generation !== undefined
      ? { generation: generation + 1 }
      : {}
  return keep(cluster, call, withMetadata(managed, grown), query)
}

function keep(cluster: Cluster, { kind }: ObjectCall, object: KubeObject, query: URLSearchParams): KubeObject {
  if (query.get('dryRun') === 'All')
    return withMetadata(object, { uid: object.metadata.uid ?? '00000000-0000-4000-8000-000000000000' })
  const kept = cluster.store.put(kind, object)
  if (kept.metadata.deletionTimestamp) finish(cluster, kind, kept)
  return kept
}

/** The body as an object of the kind and the place that the URL names. */
function manifest({ kind, namespace, body }: ObjectCall): KubeObject {
  if (!isRecord(body)) throw badRequest(unreadable(kind))
  const given = { apiVersion: text(body['apiVersion'], apiVersion(kind)), kind: text(body['kind'], kind.kind) }
  if (given.apiVersion !== apiVersion(kind) || given.kind !== kind.kind) {
    const what = `${given.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}`
    throw badRequest(
      `${what}: converting (${given.apiVersion}.${given.kind}) to (${kind.group || 'core'}.${kind.kind}): unknown conversion`,
    )
  }
  const metadata = record(body, 'metadata')
  const { namespace: named = namespace } = metadata
  if (kind.namespaced && named !== namespace)
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`)
  // the tests check what they send
  return {
    ...body,
    ...given,
    metadata: {
      ...metadata,
      name: text(metadata['name']),
      ...(kind.namespaced ? { namespace } : {}),
    } as KubeObject['metadata'],
  }
}

function unreadable({ kind }: Kind): string {
  const what = `the object provided is unrecognized (must be of type ${kind})`
  return `${what}: couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)`
}

/** Without what only the server sets. */
function fresh(object: KubeObject, managedFields?: KubeObject['metadata']['managedFields']): KubeObject {
  const {
    uid: _uid,
    resourceVersion: _version,
    creationTimestamp: _created,
    deletionTimestamp: _deleted,
    managedFields: _managed,
    ...rest
  } = object.metadata
  return { ...object, metadata: { ...rest, ...(managedFields ? { managedFields } : {}) } }
}

function applyConflict(conflicts: readonly { readonly manager: string; readonly field: string }[]): StatusRefusal {
  const [first] = conflicts
  const many = conflicts.length > 1
  const list = conflicts.map(({ field }) => (many ? `\n- ${field}` : ` ${field}`)).join('')
  const message = `Apply failed with ${conflicts.length} conflict${many ? 's' : ''}: conflict${many ? 's' : ''} with "${first?.manager}":${list}`
  return new StatusRefusal(409, 'Conflict', message, {
    causes: conflicts.map(({ manager, field }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with "${manager}"`,
      field,
    })),
  })
}

function warningsOf(warnings: readonly string[]): Readonly<Record<string, string>> {
  return warnings.length === 0 ? {} : { Warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ') }
}

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

const letters = 'bcdfghjklmnpqrstvwxz2456789'

function suffix(): string {
  return Array.from({ length: 5 }, () => letters[Math.floor(Math.random() * letters.length)]).join('')
}
