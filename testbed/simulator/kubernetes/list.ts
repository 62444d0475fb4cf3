import type { Reply } from '../router.ts'
import type { Cluster } from './cluster.ts'
import { apiVersion, qualified, type Kind } from './kinds.ts'
import { keyOf } from './store.ts'
import type { KubeObject } from './object.ts'
import { badRequest, expired } from './status.ts'

/** A collection: selected, in pages where `limit` asks for them. */
export function list(
  { store, description, compacted }: Cluster,
  kind: Kind,
  namespace: string | undefined,
  query: URLSearchParams,
): Reply {
  const matches = selection(kind, query)
  const found = store.list(kind, namespace).filter(matches)
  const limit = Number(query.get('limit') ?? 0)
  const token = query.get('continue') ?? ''
  if (!Number.isInteger(limit)) throw badLimit(query.get('limit') ?? '')
  const from = token === '' ? undefined : readToken(token)
  const lifetimeMs = description.continueLifetimeSeconds * 1000
  const start = from === undefined ? 0 : found.findIndex((object) => key(object) >= from.start)
  const rest = start < 0 ? [] : found.slice(start)
  const items = limit > 0 ? rest.slice(0, limit) : rest
  const next = rest[items.length]
  const revision = from === undefined || from.revision < 0 ? store.revision() : from.revision
  const following = next ? { continue: tokenOf(revision, key(next)) } : {}
  if (from && from.revision >= 0 && (from.revision < compacted || Date.now() - from.at > lifetimeMs)) {
    // the way on that the API server offers: a listing that is no longer of one moment
    throw expired(tooOld, { continue: tokenOf(-1, from.start) })
  }
  return {
    status: 200,
    body: {
      kind: `${kind.kind}List`,
      apiVersion: apiVersion(kind),
      metadata: {
        resourceVersion: String(revision),
        ...following,
        // it is not counted where a selector leaves some out
        ...(next && !query.get('labelSelector') && !query.get('fieldSelector')
          ? { remainingItemCount: rest.length - items.length }
          : {}),
      },
      items: kind.custom ? items : items.map(({ apiVersion: _version, kind: _kind, ...item }) => item),
    },
  }
}

const tooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the ' +
  'continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing ' +
  'with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the ' +
  'time the first chunk was returned and now may show up in the list.'

function key({ metadata }: KubeObject): string {
  return keyOf(metadata.namespace ?? '', metadata.name)
}

interface Token {
  readonly revision: number
  readonly start: string
  /** ms since the epoch */
  readonly at: number
}

function tokenOf(revision: number, start: string): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision, start: `${start}\0`, at: Date.now() }
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

function readToken(token: string): Token {
  try {
    const { rv, start, at } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Record<string, unknown>
    if (typeof rv === 'number' && typeof start === 'string' && typeof at === 'number')
      return { revision: rv, start: start.replace(/\0$/, ''), at }
  } catch {
    // told below
  }
  throw badRequest('invalid continue token: continue key is not valid: illegal base64 data at input byte 0')
}

const badLimit = (text: string): Error => badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`)

type Matches = (object: KubeObject) => boolean

/** What `labelSelector` and `fieldSelector` let through. */
export function selection(kind: Kind, query: URLSearchParams): Matches {
  const supported = new Set(['metadata.name', 'metadata.namespace', ...(fieldsOf[qualified(kind)] ?? [])])
  const labels = requirements(query.get('labelSelector') ?? '', 'unable to parse requirement')
  const fields = requirements(query.get('fieldSelector') ?? '', 'invalid field selector')
  return (object) =>
    labels.every((meets) => meets((name) => object.metadata.labels?.[name])) &&
    fields.every((meets) =>
      meets((path) => {
        if (!supported.has(path)) throw badRequest(`field label not supported: ${path}`)
        return field(object, path)
      }),
    )
}

/** By what else than name and namespace can be selected. */
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  pods: ['spec.nodeName', 'spec.restartPolicy', 'spec.serviceAccountName', 'status.phase', 'status.podIP'],
  secrets: ['type'],
  events: [
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.uid',
    'reason',
    'type',
  ],
}

type Requirement = (value: (name: string) => string | undefined) => boolean

function requirements(selector: string, complaint: string): readonly Requirement[] {
  const parts = selector.split(/,(?![^(]*\))/).map((part) => part.trim())
  return parts.filter(Boolean).map((part) => requirement(part, complaint))
}

function requirement(part: string, complaint: string): Requirement {
  const set = /^([\w./-]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(part)
  if (set) {
    const [, name = '', operator, list = ''] = set
    const values = new Set(list.split(',').map((value) => value.trim()))
    return (value) => values.has(value(name) ?? '\0') === (operator === 'in')
  }
  const equal = /^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/.exec(part)
  if (equal) {
    const [, name = '', operator, wanted = ''] = equal
    return (value) => (value(name) === wanted) === (operator !== '!=')
  }
  const exists = /^(!?)([\w./-]+)$/.exec(part)
  if (!exists) throw badRequest(`${complaint}: ${part}`)
  const [, not, name = ''] = exists
  return (value) => (value(name) !== undefined) === (not === '')
}

function field(object: KubeObject, path: string): string | undefined {
  let value: unknown = object
  for (const step of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined
  return typeof value === 'string' ? value : JSON.stringify(value ?? '').replaceAll('"', '')
}
