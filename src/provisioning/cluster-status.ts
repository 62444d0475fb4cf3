import { listOf, record, text, wire } from '../wire.ts'

/** cluster.x-k8s.io "Cluster" v1beta1 and v1beta2, as far as it tells whether the cluster is there. */
export interface WireCluster {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string }
  readonly status?: {
    readonly phase?: string
    readonly failureMessage?: string
    readonly conditions?: readonly WireCondition[]
    readonly v1beta2?: { readonly conditions?: readonly WireCondition[] }
    readonly deprecated?: {
      readonly v1beta1?: { readonly conditions?: readonly WireCondition[]; readonly failureMessage?: string }
    }
  }
}
interface WireCondition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
}

const conditions = listOf(record({ type: text, status: text }, { reason: text, message: text }))
export const wireCluster = wire<WireCluster>(
  'Cluster',
  record(
    { metadata: record({ name: text }, { deletionTimestamp: text }) },
    {
      status: record(
        {},
        {
          phase: text,
          failureMessage: text,
          conditions,
          v1beta2: record({}, { conditions }),
          deprecated: record({}, { v1beta1: record({}, { conditions, failureMessage: text }) }),
        },
      ),
    },
  ),
)

/** cluster.x-k8s.io "Machine": it has become a node where it names one. */
export interface WireMachine {
  readonly metadata: { readonly name: string }
  readonly status?: { readonly phase?: string; readonly nodeRef?: { readonly name?: string } }
}
export const wireMachine = wire<WireMachine>(
  'Machine',
  record(
    { metadata: record({ name: text }) },
    { status: record({}, { phase: text, nodeRef: record({}, { name: text }) }) },
  ),
)

/** How far a cluster has come. */
export interface ClusterStatus {
  readonly ready: boolean
  /** Why it will never be ready; null as long as it may. */
  readonly failure: string | null
  /** What it is waiting for, in one line. */
  readonly summary: string
}

/**
 * Reads the status of a Cluster. `Available` (contract v1beta2) counts the control plane and all workers in. Where there is
 * none (v1beta1), `Ready` and `ControlPlaneReady` are it, and that each Machine has become a node.
 */
export function statusOf({ metadata, status = {} }: WireCluster, machines: readonly WireMachine[]): ClusterStatus {
  const { phase = 'no status yet', deprecated, v1beta2 } = status
  const all = [...(status.conditions ?? []), ...(v1beta2?.conditions ?? []), ...(deprecated?.v1beta1?.conditions ?? [])]
  const nodes = machines.filter((machine) => machine.status?.nodeRef?.name).length
  const missing = unmet(all)
  const allNodes = machines.length > 0 && nodes === machines.length
  const ready = find(all, 'Available') ? missing.length === 0 : missing.length === 0 && allNodes
  const failed = phase === 'Failed' || status.failureMessage !== undefined
  const failure = failed ? (status.failureMessage ?? deprecated?.v1beta1?.failureMessage ?? describe(all)) : null
  return {
    ready: ready && metadata.deletionTimestamp === undefined && phase !== 'Deleting',
    failure: metadata.deletionTimestamp === undefined ? failure : 'somebody else is deleting it',
    summary: [phase, `${nodes} of ${machines.length} machines are nodes`, ...missing].join(', '),
  }
}

/** What has to be true and is not, each in a few words. */
function unmet(all: readonly WireCondition[]): readonly string[] {
  const types = find(all, 'Available') ? ['Available'] : ['Ready', 'ControlPlaneReady']
  return types.flatMap((type) => {
    const condition = find(all, type)
    if (condition?.status === 'True') return []
    return [condition ? inWords(condition) : `no condition ${type}`]
  })
}

function find(all: readonly WireCondition[], type: string): WireCondition | undefined {
  return all.find((condition) => condition.type === type)
}

function describe(all: readonly WireCondition[]): string {
  return (
    all
      .filter(({ status }) => status === 'False')
      .map(inWords)
      .join(', ') || 'it does not say why'
  )
}

function inWords({ type, status, reason = '', message = '' }: WireCondition): string {
  const why = [reason, message.replaceAll(/\s+/g, ' ').trim().slice(0, 200)].filter(Boolean).join(': ')
  return `${type} ${status}${why === '' ? '' : ` (${why})`}`
}
