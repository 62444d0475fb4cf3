import { ProbeError, referenceTime, type Fact, type Traffic } from '../fact.ts'
import { hostCloud, kubernetes, managementCluster, otherClusters } from '../kubernetes/facts.ts'
import { registry } from '../kubernetes/registry.ts'
import { ledger, runId, type Lessor } from '../lease.ts'
import { openLedger } from '../ledger-folder.ts'
import type { LedgerRun } from '../ledger.ts'
import { cloudConnection } from '../openstack/connection.ts'
import { openstack, redactor } from '../openstack/facts.ts'
import type { ClusterOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import type { Layer, Preflight } from '../report.ts'
import { newRunId } from '../run-name.ts'
import { openReferenceData, referenceData } from '../reference-data.ts'

/** The subjects of a run: signed in to in the background, with all that their facts are given. */
export interface Session {
  /** Of the subjects: the name of the cloud, that of the context. */
  readonly names: Readonly<Partial<Record<Layer, string>>>
  readonly given: ReadonlyMap<Fact, unknown>
  /** Facts that nobody named anything for; learning them, or what is made of them, gives the cause `dependency`. */
  readonly missing: ReadonlySet<Fact>
  /** Rejects with UsageError only, where the settings turn out to be unusable (a proxy). */
  readonly preflight: Promise<Looks>
  readonly traffic: Readonly<Traffic>
  close(): Promise<void>
}

/** By the layer whose reports tell them. */
type Looks = Readonly<Partial<Record<Layer, readonly Preflight[]>>>

/** What one of the two, cloud and cluster, brings into a session. */
export interface LayerSession {
  readonly name: string
  readonly given: readonly (readonly [Fact, unknown])[]
  readonly preflight: Promise<Looks>
  readonly traffic: Readonly<Traffic>
  /** How it was reached, for the ledger. */
  readonly reached: Pick<LedgerRun, 'cloud' | 'kubeconfigs'>
  close(): Promise<void>
}

export interface SessionOptions extends ClusterOptions {
  /** What is judged; the cloud behind a cluster is none of it. */
  readonly layers: ReadonlySet<Layer>
  /** Name in clouds.yaml; absent: OS_CLOUD, the OS_* variables, or the only cloud there is, unless only a cluster is judged. */
  readonly osCloud?: string
  readonly debug?: boolean
  readonly concurrency?: number
  /** A folder whose files replace the bundled data. */
  readonly data?: string
  readonly now: Date
  /** Learns the secrets of the subjects. */
  readonly redactor: Redactor
  /** The run that this is a part of; a new one if absent. */
  readonly part?: RunPart
}

/** A session within a run that has provisioned its cluster. */
export interface RunPart extends Lessor {
  /** Why there is no cluster; the cause for everything that needs it. */
  readonly failure?: ProbeError
}

/**
 * Reads the settings of what is judged and starts to sign in.
 * @throws UsageError for whatever is wrong with the settings.
 */
export async function openSession(options: SessionOptions, signal: AbortSignal): Promise<Session> {
  const { layers, osCloud, data: folder, now } = options
  const data = await openReferenceData({ ...(folder === undefined ? {} : { folder }), environment: process.env, now })
  const wantsCloud = layers.has('iaas') || osCloud !== undefined
  const cloud = wantsCloud ? await (await import('./cloud-session.ts')).openCloudSession(options, signal) : undefined
  let cluster: LayerSession | undefined
  try {
    if (layers.has('kaas')) cluster = await openCluster(options, signal)
  } catch (error) {
    await cloud?.close()
    throw error
  }
  const parts = [cloud, cluster].filter((part) => part !== undefined)
  const preflight = together(parts)
  preflight.catch(() => {}) // whoever waits for it sees it
  const run = options.part ?? (await newRun(parts))
  const missing = missingIn(layers)
  return {
    names: {
      ...(cloud && layers.has('iaas') ? { iaas: cloud.name } : {}),
      ...(cluster ? { kaas: cluster.name } : {}),
    },
    given: new Map<Fact, unknown>([
      [hostCloud, null],
      ...missing,
      ...parts.flatMap(({ given }) => given),
      [referenceTime, now.toISOString()],
      [referenceData, data],
      [runId, run.runId],
      [ledger, run.ledger],
      [redactor, options.redactor],
    ]),
    missing: new Set(missing.keys()),
    preflight,
    get traffic() {
      const [one, other] = [cloud?.traffic ?? none, cluster?.traffic ?? none]
      return {
        requests: one.requests + other.requests,
        retries: one.retries + other.retries,
        bytes: one.bytes + other.bytes,
      }
    },
    close: async () => void (await Promise.all(parts.map((part) => part.close()))),
  }
}

async function openCluster(options: SessionOptions, signal: AbortSignal): Promise<LayerSession> {
  if (options.part?.failure) return (await import('./missing-cluster.ts')).missingCluster(options.part.failure, options)
  return (await import('./cluster-session.ts')).openClusterSession(options, signal)
}

async function newRun(parts: readonly LayerSession[]): Promise<Lessor> {
  const runId = newRunId()
  const reached = Object.assign({}, ...parts.map((part) => part.reached)) as LayerSession['reached'] // each has its own keys
  return { runId, ledger: await openLedger(runId, reached, process.env) }
}

const none: Readonly<Traffic> = { requests: 0, retries: 0, bytes: 0 }

/** A cluster's own looks come before that at the cloud behind it. */
async function together(parts: readonly LayerSession[]): Promise<Looks> {
  const looks = await Promise.all(parts.map(({ preflight }) => preflight))
  const of = (layer: Layer) => looks.toReversed().flatMap((look) => look[layer] ?? [])
  return { iaas: of('iaas'), kaas: of('kaas') }
}

/** Rejections for what is of a layer that is not judged, with the option that would name it. */
function missingIn(layers: ReadonlySet<Layer>): ReadonlyMap<Fact, Promise<never>> {
  const facts: (readonly [Fact, string])[] = [
    ...(layers.has('iaas')
      ? []
      : [openstack, cloudConnection].map(
          (fact) => [fact, 'it judges a cloud, and none was named; add --os-cloud NAME'] as const,
        )),
    ...(layers.has('kaas')
      ? []
      : [kubernetes, otherClusters, managementCluster, hostCloud, registry].map(
          (fact) => [fact, 'it judges a cluster, and none was named; add --kubeconfig FILE'] as const,
        )),
  ]
  return new Map(
    facts.map(([fact, message]) => {
      const rejection = Promise.reject(new ProbeError('dependency', message))
      rejection.catch(() => {}) // the facts that need it see it
      return [fact, rejection]
    }),
  )
}
