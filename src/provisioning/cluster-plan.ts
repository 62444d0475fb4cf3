import type { Value } from './values.ts'

/** A cluster that a file describes; all paths are absolute. */
export type ClusterPlan = StaticPlan | CapiPlan | CommandPlan

interface Plan {
  /** Its name in the file: what the report calls the subject. */
  readonly subject: string
  /** The file, for messages. */
  readonly file: string
}

/** A cluster that is there already. */
export interface StaticPlan extends Plan {
  readonly kind: 'static'
  readonly kubeconfig: string
  readonly context?: string
}

/** A cluster that a Cluster API management cluster makes. */
export interface CapiPlan extends Plan {
  readonly kind: 'capi'
  /** Kubeconfig of the management cluster. */
  readonly kubeconfig: string
  readonly context?: string
  readonly namespace: string
  /** Path of a manifest with `${NAME}` in it, of one or several documents. */
  readonly template?: string
  /** A Cluster made of a ClusterClass. */
  readonly topology?: Topology
  readonly variables: Readonly<Record<string, Value>>
  readonly readyTimeoutMs: number
  readonly goneTimeoutMs: number
}

export interface Topology {
  /** Name of the ClusterClass; absent: that of the newest ready ClusterStackRelease of this Kubernetes branch. */
  readonly class?: string
  /** `v1.36.1`, or a branch, `1.36`, where no class is named. */
  readonly version: string
  readonly controlPlaneReplicas: number
  readonly workers: readonly {
    readonly class: string
    readonly name?: string
    readonly replicas: number
    readonly failureDomain?: string
    readonly variables?: Readonly<Record<string, unknown>>
  }[]
  readonly variables?: Readonly<Record<string, unknown>>
  /** The Cluster's `spec.clusterNetwork`. */
  readonly clusterNetwork?: Readonly<Record<string, unknown>>
}

/** A cluster that a command of the user's makes. */
export interface CommandPlan extends Plan {
  readonly kind: 'command'
  readonly provision: readonly string[]
  readonly unprovision: readonly string[]
  /** Where the commands run: the folder of the file. */
  readonly directory: string
  readonly environment: Readonly<Record<string, Value>>
  readonly context?: string
  readonly provisionTimeoutMs: number
  readonly unprovisionTimeoutMs: number
}
