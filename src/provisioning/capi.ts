import { messageOf, under } from '../clean-up.ts'
import { ProbeError } from '../fact.ts'
import { StatusError, type Kubernetes } from '../kubernetes/client.ts'
import { isAbsent, removeObject } from '../kubernetes/lease.ts'
import { ledgerEntry, leases, type Leasable, type Leased } from '../lease.ts'
import { pause } from '../waiting.ts'
import { record, text, wire } from '../wire.ts'
import { privateFolder } from '../private-folder.ts'
import { clusterApiVersions, collections, type Manifest } from './api-resources.ts'
import { clusterName } from './cluster-name.ts'
import { statusOf, wireCluster, wireMachine, type ClusterStatus } from './cluster-status.ts'
import { readManifests } from './manifests.ts'
import { writeKubeconfig } from './private-kubeconfig.ts'
import type { CapiPlan } from './cluster-plan.ts'
import type { ProvisionContext, ProvisionedCluster } from './provisioner.ts'
import { topologyCluster } from './topology.ts'
import { resolveValues } from './values.ts'

/** Reads the values, the template and the kubeconfig of the management cluster; UsageError or ProbeError for what is wrong. */
export async function checkCapiPlan(
  plan: CapiPlan,
  context: ProvisionContext,
): Promise<{ readonly name: string; readonly template?: readonly Manifest[]; readonly management: Kubernetes }> {
  const { namespace, variables, file, subject } = plan
  const { environment, redactor, runId } = context
  const name = clusterName(runId, subject)
  const where = `${file}: clusters.${subject}.variables`
  const values = await resolveValues(variables, where, { environment, directory: '/', redactor })
  const all = { ...values, CLUSTER_NAME: name, NAMESPACE: namespace, SCS_RUN_ID: runId }
  const template = plan.template === undefined ? undefined : await readManifests(plan.template, all, name, namespace)
  const management = await context.openCluster(plan.kubeconfig, plan.context)
  return { name, management, ...(template ? { template } : {}) }
}

/**
 * A cluster that a management cluster makes: applies the objects of a template or a Cluster of a ClusterClass, waits until
 * it is there, and takes its kubeconfig from the secret that Cluster API keeps it in. In the end the Cluster is deleted
 * first, and nothing that its controllers need for that before it is gone.
 */
export async function withCapiCluster<Value>(
  plan: CapiPlan,
  context: ProvisionContext,
  use: (cluster: ProvisionedCluster) => Promise<Value>,
): Promise<Leased<Value>> {
  const { namespace } = plan
  const { name, template, management } = await checkCapiPlan(plan, context)
  const versions = await clusterApiVersions(management)
  const manifests = template ?? [
    // The schema lets no plan through that has neither.
    await topologyCluster(plan.topology ?? unplanned(), name, namespace, management, versions),
  ]
  const collectionOf = collections(management, namespace)
  const paths = await Promise.all(manifests.map(collectionOf)) // all kinds are known before the first is made

  return leases(context, async (hold) => {
    const folder = await hold(privateFolder('kubeconfig'))
    const things = manifests.map((manifest, index) => {
      const isCluster = index === manifests.length - 1
      return object(management, manifest, paths[index] ?? '', isCluster ? { plan, context } : undefined)
    })
    for (const thing of things) await hold(thing)
    const awaited = { management, name, path: paths.at(-1) ?? '', plan, context }
    await ready(awaited)
    const { path: kubeconfig, servers: serves } = await writeKubeconfig(
      folder,
      await kubeconfigOf(awaited),
      context.redactor,
    )
    const cluster = things.at(-1)
    if (cluster) await context.ledger.record({ ...ledgerEntry(cluster, 'made', name, name), serves })
    context.progress(`${plan.subject}: cluster ${name} is ready`)
    return use({ kubeconfig })
  })
}

function unplanned(): never {
  throw new ProbeError('internal', 'a plan has neither template nor topology')
}

/** One object of the manifest; of the Cluster itself it is also told how its deletion goes on. */
function object(
  management: Kubernetes,
  manifest: Manifest,
  path: string,
  cluster: { readonly plan: CapiPlan; readonly context: ProvisionContext } | undefined,
): Leasable<string> {
  const { kind } = manifest
  const { name } = manifest.metadata
  const { server, context } = management
  let told = 0
  return {
    kind,
    suffix: '',
    name,
    service: 'kubernetes',
    path,
    place: { server, context },
    ...(cluster ? { guards: true, cleanUpMs: cluster.plan.goneTimeoutMs, pauseMs: 1000 } : {}),
    async create() {
      // Nothing of this name can be anybody else's, so that applying it again after a lost answer does no harm.
      const apply = { method: 'PATCH', contentType: 'application/apply-patch+yaml' } as const
      const query = { fieldManager: 'scs-conformance', force: 'true' }
      await management.send({ ...apply, path: `${path}/${encodeURIComponent(name)}`, query, body: manifest })
      return name
    },
    idOf: () => name,
    find: async () => ((await isAbsent(management, path, name)) ? [] : [name]),
    remove: () => removeObject(management, path, name),
    async isGone() {
      const gone = await isAbsent(management, path, name)
      if (cluster && !gone && Date.now() - told > tellEveryMs) {
        cluster.context.progress(`${cluster.plan.subject}: deleting cluster ${name}`)
        told = Date.now()
      }
      return gone
    },
  }
}

const tellEveryMs = 60_000

interface Awaited {
  readonly management: Kubernetes
  readonly name: string
  readonly path: string
  readonly plan: CapiPlan
  readonly context: ProvisionContext
}

/** Waits until the cluster is ready. ProbeError: timeout with what it was waiting for, dependency where it says it failed. */
async function ready({ management, name, path, plan, context }: Awaited): Promise<void> {
  const machines = path.replace(/\/clusters$/, '/machines')
  const labelSelector = `cluster.x-k8s.io/cluster-name=${name}`
  let last: ClusterStatus = { ready: false, failure: null, summary: 'it was never seen' }
  const isReady = await until(context, plan.readyTimeoutMs, async () => {
    const [cluster, itsMachines] = await Promise.all([
      management.read({ path: `${path}/${name}` }, wireCluster),
      management.list({ path: machines, query: { labelSelector } }, wireMachine),
    ])
    const now = statusOf(cluster, itsMachines)
    if (now.summary !== last.summary) context.progress(`${plan.subject}: cluster ${name}: ${now.summary}`)
    last = now
    if (last.failure !== null) throw new ProbeError('dependency', `cluster ${name} cannot be made: ${last.failure}`)
    return last.ready
  })
  if (isReady) return
  throw new ProbeError(
    'timeout',
    `cluster ${name} was not ready after ${plan.readyTimeoutMs / 1000} s (${last.summary}); the events of its objects in namespace ${plan.namespace} may say why`,
  )
}

const wireSecret = wire<{ readonly data?: Readonly<Record<string, string>> }>(
  'secret',
  record({}, { data: { type: 'object', additionalProperties: text } }),
)
const secretTimeoutMs = 60_000

/** The admin kubeconfig, which Cluster API keeps in the secret `<cluster>-kubeconfig`. */
async function kubeconfigOf({ management, name, plan, context }: Awaited): Promise<string> {
  const path = `/api/v1/namespaces/${plan.namespace}/secrets/${name}-kubeconfig`
  let value: string | undefined
  await until(context, Math.min(secretTimeoutMs, plan.readyTimeoutMs), async () => {
    value = (await management.read({ path }, wireSecret).catch(ifAbsent))?.data?.['value']
    return value !== undefined
  })
  if (value !== undefined) return Buffer.from(value, 'base64').toString('utf8')
  const lacks = `cluster ${name} is ready, but there is no secret ${name}-kubeconfig with its kubeconfig`
  throw new ProbeError('dependency', lacks)
}

function ifAbsent(error: unknown): undefined {
  if (error instanceof StatusError && error.status === 404) return undefined
  throw error
}

const lookEveryMs = 10_000
const troubleBearable = 5

/**
 * Looks again and again; false where it is late. What passes, such as a restart of the API server, is borne for a few
 * looks.
 */
async function until(context: ProvisionContext, milliseconds: number, look: () => Promise<boolean>): Promise<boolean> {
  const late = AbortSignal.timeout(milliseconds)
  const signal = AbortSignal.any([late, context.signal])
  const longest = context.lookEveryMs ?? lookEveryMs
  let trouble = 0
  for (let wait = Math.min(1000, longest); ; wait = Math.min(wait * 2, longest)) {
    try {
      if (await under(signal, look)) return true
      trouble = 0
    } catch (error) {
      const passes = error instanceof ProbeError && ['unreachable', 'timeout', 'quota'].includes(error.kind)
      if (!signal.aborted && (!passes || ++trouble > troubleBearable)) throw error
      if (!signal.aborted) context.progress(`trouble with the management cluster: ${messageOf(error)}`)
    }
    await pause(wait, signal).catch(() => {}) // told from each other below
    if (context.signal.aborted) {
      throw new ProbeError('interrupted', 'the run was interrupted while its cluster was being made')
    }
    if (late.aborted) return false
  }
}
