import { isRecord } from '../router.ts'

/** An object of the API, as it is kept and sent. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
  readonly [field: string]: unknown
}

export interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly generateName?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly finalizers?: readonly string[]
  readonly ownerReferences?: readonly { readonly uid: string; readonly blockOwnerDeletion?: boolean }[]
  readonly managedFields?: readonly ManagedFields[]
}

/** What one manager has last set (server-side apply). */
export interface ManagedFields {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly time: string
  readonly fieldsType: 'FieldsV1'
  readonly fieldsV1: Readonly<Record<string, unknown>>
  readonly subresource?: string
}

/** The object with other metadata. */
export function withMetadata(object: KubeObject, change: Partial<Metadata>): KubeObject {
  return { ...object, metadata: { ...object.metadata, ...change } }
}

/** The object with other parts of its status. */
export function withStatus(object: KubeObject, change: Readonly<Record<string, unknown>>): KubeObject {
  const { status } = object
  return { ...object, status: { ...(isRecord(status) ? status : {}), ...change } }
}

/** Seconds, as the API writes time. */
export function timestamp(ms = Date.now()): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** The records of a list; none where it is no list. */
export function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

/** The strings of a list; none where it is no list. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
