import type { ScenarioNode } from '../../kubernetes/scenario.ts'
import type { Fault } from '../faults.ts'
import type { Loose } from '../read-description.ts'
import type { KubeObject } from './object.ts'

/** A cluster with all defaults filled in; description.schema.json holds the meaning and the default of each key. */
export interface FullClusterDescription {
  readonly name: string
  readonly version: string
  readonly nodes: readonly ScenarioNode[]
  readonly serverIds: Readonly<Record<string, string>>
  readonly storageClasses: readonly StorageClassDescription[]
  readonly customResources: readonly CustomResourceDescription[]
  readonly objects: readonly KubeObject[]
  readonly without: readonly string[]
  readonly anonymous: boolean
  readonly authorization: 'RBAC' | 'AlwaysAllow'
  readonly controlPlane: {
    readonly pods: boolean
    readonly apiServerFlags: readonly string[]
    readonly etcdFlags: readonly string[]
    readonly admissionPlugins: readonly string[]
    readonly auditEvents: number
  }
  readonly kubelet: { readonly anonymous: boolean; readonly authorization: string; readonly readOnlyPort: number }
  readonly runs: readonly RunDescription[]
  readonly pace: {
    readonly scheduleMs: number
    readonly startMs: number
    readonly deleteMs: number
    readonly bindMs: number
  }
  readonly tokenLifetimeSeconds: number
  readonly continueLifetimeSeconds: number
  readonly certificateDays: number
  readonly authorityDays: number
  readonly latencyMs: number
  readonly faults: readonly Fault[]
}

export interface StorageClassDescription {
  readonly name: string
  readonly provisioner: string
  readonly isDefault: boolean
  readonly volumeBindingMode: 'Immediate' | 'WaitForFirstConsumer'
  readonly reclaimPolicy: 'Delete' | 'Retain'
  readonly allowVolumeExpansion: boolean
  readonly parameters: Readonly<Record<string, string>>
  readonly volumes: 'csi' | 'hostPath' | 'local' | 'never'
}

export interface CustomResourceDescription {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly namespaced: boolean
}

/** How containers of an image behave. */
export interface RunDescription {
  readonly image: string
  readonly container?: string
  readonly lines: readonly string[]
  readonly everyMs: number
  readonly afterMs: number
  readonly end: 'Succeeded' | 'Failed' | 'Evicted' | 'ImagePullBackOff' | 'never'
  readonly exitCode: number
  readonly cutAfterLines?: number
  readonly cuts: number
}

/** What an author writes: every key may be left out that has a default. */
export type ClusterDescription = Omit<Loose<FullClusterDescription>, 'objects'> & {
  readonly objects?: readonly object[]
}
