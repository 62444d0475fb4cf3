import { isRecord } from '../router.ts'
import { timestamp, withMetadata, type KubeObject, type ManagedFields } from './object.ts'

/** A field that somebody else has set to another value. */
export interface FieldConflict {
  readonly manager: string
  /** `.spec.replicas` */
  readonly field: string
}

/** A path of keys down to a value that is no record. */
type Path = readonly string[]

/**
 * Server-side apply: what `manager` has set before and does not name now goes away, what it names is set. Lists count as
 * one value, also those that the API server merges by key.
 */
export function applied(
  live: KubeObject | undefined,
  wanted: KubeObject,
  manager: string,
  force: boolean,
): { readonly object: KubeObject; readonly conflicts: readonly FieldConflict[] } {
  const paths = leaves(ownable(wanted))
  const before = live?.metadata.managedFields ?? []
  const mine = before.find((entry) => entry.manager === manager && entry.operation === 'Apply')
  const others = before.filter((entry) => entry !== mine)
  const conflicts = others.flatMap((entry) =>
    pathsOf(entry.fieldsV1)
      .filter((path) => paths.some((one) => same(one, path)) && !sameValue(at(live, path), at(wanted, path)))
      .map((path) => ({ manager: entry.manager, field: `.${path.join('.')}` })),
  )
  if (conflicts.length > 0 && !force) return { object: live ?? wanted, conflicts }

  let object: Record<string, unknown> = structuredClone(live ?? {}) as Record<string, unknown>
  for (const path of mine ? pathsOf(mine.fieldsV1) : [])
    if (!paths.some((one) => same(one, path)) && !others.some((entry) => owns(entry, path))) remove(object, path)
  for (const path of [['apiVersion'], ['kind'], ['metadata', 'name'], ['metadata', 'namespace'], ...paths]) {
    const value = at(wanted, path)
    const isEmpty = isRecord(value) && isRecord(at(object, path)) // the fields below belong to others
    if (value !== undefined && !isEmpty) object = set(object, path, value)
  }
  const lost = new Set(conflicts.map(({ field }) => field))
  const managedFields = [
    ...others.map((entry) => ({
      ...entry,
      fieldsV1: fieldsOf(pathsOf(entry.fieldsV1).filter((path) => !lost.has(`.${path.join('.')}`))),
    })),
    entryOf(manager, 'Apply', wanted.apiVersion, paths),
  ]
  return { object: withMetadata(object as unknown as KubeObject, { managedFields }), conflicts: [] }
}

/** Who creates, updates or patches owns what they changed. */
export function updated(
  live: KubeObject | undefined,
  wanted: KubeObject,
  manager: string,
  subresource?: string,
): KubeObject {
  const changed = leaves(ownable(wanted)).filter((path) => !sameValue(at(live, path), at(wanted, path)))
  const before = live?.metadata.managedFields ?? []
  if (changed.length === 0) return withMetadata(wanted, { managedFields: before })
  const own = (entry: ManagedFields): boolean =>
    entry.manager === manager && entry.operation === 'Update' && entry.subresource === subresource
  const kept = before.map((entry) => ({
    ...entry,
    fieldsV1: fieldsOf(pathsOf(entry.fieldsV1).filter((path) => own(entry) || !changed.some((one) => same(one, path)))),
  }))
  const mine = kept.find(own)
  const paths = [
    ...(mine ? pathsOf(mine.fieldsV1) : []).filter((path) => !changed.some((one) => same(one, path))),
    ...changed,
  ]
  const entry = { ...entryOf(manager, 'Update', wanted.apiVersion, paths), ...(subresource ? { subresource } : {}) }
  return withMetadata(wanted, { managedFields: [...kept.filter((one) => one !== mine), entry] })
}

function entryOf(
  manager: string,
  operation: ManagedFields['operation'],
  apiVersion: string,
  paths: readonly Path[],
): ManagedFields {
  return { manager, operation, apiVersion, time: timestamp(), fieldsType: 'FieldsV1', fieldsV1: fieldsOf(paths) }
}

/** What can be owned: not the names by which the object is known, nor what the server itself writes. */
function ownable({ apiVersion: _version, kind: _kind, metadata, ...rest }: KubeObject): object {
  const { labels, annotations, finalizers, ownerReferences } = metadata
  const own = Object.entries({ labels, annotations, finalizers, ownerReferences }).filter(
    ([, value]) => value !== undefined,
  )
  return { ...(own.length === 0 ? {} : { metadata: Object.fromEntries(own) }), ...rest }
}

function leaves(value: unknown, path: Path = []): readonly Path[] {
  if (!isRecord(value) || (path.length > 0 && Object.keys(value).length === 0)) return path.length === 0 ? [] : [path]
  return Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]))
}

/** `{f:spec: {f:replicas: {}}}` */
function fieldsOf(paths: readonly Path[]): Record<string, unknown> {
  let fields: Record<string, unknown> = {}
  for (const path of paths)
    fields = set(
      fields,
      path.map((key) => `f:${key}`),
      {},
    )
  return fields
}

function pathsOf(fields: Readonly<Record<string, unknown>>): readonly Path[] {
  return leaves(fields).map((path) => path.map((key) => key.slice(2)))
}

function owns(entry: ManagedFields, path: Path): boolean {
  return pathsOf(entry.fieldsV1).some((one) => same(one, path))
}

function same(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index])
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function at(value: unknown, path: Path): unknown {
  let below = value
  for (const key of path) below = isRecord(below) ? below[key] : undefined
  return below
}

function set(object: Record<string, unknown>, [key = '', ...rest]: Path, value: unknown): Record<string, unknown> {
  const below = object[key]
  return { ...object, [key]: rest.length === 0 ? value : set(isRecord(below) ? below : {}, rest, value) }
}

function remove(object: Record<string, unknown>, path: Path): void {
  const parent = at(object, path.slice(0, -1))
  if (isRecord(parent)) delete parent[path.at(-1) ?? '']
}
