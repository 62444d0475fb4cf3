import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError, type FactProgress } from '../../../src/fact.ts'
import { StatusError, type Kubernetes } from '../../../src/kubernetes/client.ts'
import { lease, type Leasable, type Lessor } from '../../../src/kubernetes/lease.ts'
import { logReader } from '../read-log.ts'
import { followLog } from './follow-log.ts'
import type { Part } from './parts.ts'
import { podOf, resultsContainer, serviceAccount, testsContainer } from './pod.ts'
import { stateOf, type PodState } from './pod-state.ts'
import { sweepNamespaces } from './sweep-namespaces.ts'
import { unpackResults, type UnpackedFiles } from './unpack-results.ts'
import { wireNodeStatus, wirePod } from './wire.ts'

export interface TestsToRun {
  /** `registry.k8s.io/conformance:v1.36.1` */
  readonly image: string
  readonly parts: readonly Part[]
}

/** Milliseconds for everything that is waited for. */
export interface Patience {
  readonly poll: number
  /** Until the tests run: scheduling, pulling the image of some 1 GiB. */
  readonly start: number
  /** That an image cannot be pulled before that is believed. */
  readonly stuck: number
  /** That the node of the pod is not ready. */
  readonly node: number
  /** From the end of the tests to that of the printing of results. */
  readonly results: number
  /** Between two tries to read the results. */
  readonly again: number
}

const patience: Patience = {
  poll: 5_000,
  start: 20 * 60_000,
  stuck: 60_000,
  node: 5 * 60_000,
  results: 5 * 60_000,
  again: 3_000,
}

/**
 * Runs e2e tests in the cluster: a namespace, a service account with the rights of cluster-admin, one pod with the
 * conformance image. All of it carries the run id, stands in the ledger, and is gone afterwards however this ends; so are
 * the namespaces that the tests themselves have left, as far as they are seen to be this run's.
 *
 * @returns the files of the results
 * @throws ProbeError with the way in which it failed
 */
export async function runTests(
  lessor: Lessor,
  tests: TestsToRun,
  context: { readonly signal: AbortSignal; readonly onProgress?: ((progress: FactProgress) => void) | undefined },
  waits: Patience = patience,
): Promise<{ readonly files: UnpackedFiles; readonly leftovers: readonly string[] }> {
  const { kubernetes } = lessor
  const log = logReader()
  const startedAt = Date.now()
  let strays: readonly string[] = []
  try {
    const inNamespace = await lease(lessor, namespaceThing(kubernetes), async (namespace) => {
      await makeServiceAccount(kubernetes, namespace)
      return lease(lessor, bindingThing(kubernetes, namespace), async () => {
        try {
          return await lease(lessor, podThing(kubernetes, namespace, tests), (pod) =>
            watch(kubernetes, { namespace, pod, image: tests.image }, log, context, waits),
          )
        } finally {
          // The pod is gone by now, and ginkgo with it.
          strays = await sweepNamespaces(kubernetes, log.read().runIds, startedAt)
        }
      })
    })
    const bound = inNamespace.value
    const leftovers = [bound.value.leftover, bound.leftover, inNamespace.leftover].flatMap(
      (left) => left?.message ?? [],
    )
    return { files: bound.value.value, leftovers: [...leftovers, ...strayNote(strays)] }
  } catch (error) {
    const [note] = strayNote(strays)
    if (note === undefined || !(error instanceof ProbeError)) throw error
    throw new ProbeError(error.kind, `${error.message}; ${note}`, { cause: error })
  }
}

function strayNote(strays: readonly string[]): readonly string[] {
  if (strays.length === 0) return []
  return [
    `namespaces of e2e tests came up meanwhile and are still there: ${strays.slice(0, 20).join(', ')}; delete them by hand if nobody else runs such tests`,
  ]
}

function namespaceThing(kubernetes: Kubernetes): Leasable {
  const path = '/api/v1/namespaces'
  return {
    kind: 'namespace',
    suffix: 'e2e',
    path,
    cleanUpMs: 180_000,
    async create(name) {
      const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' }
      const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }
      await kubernetes.send({ method: 'POST', path, body })
    },
  }
}

async function makeServiceAccount(kubernetes: Kubernetes, namespace: string): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace } }
  await kubernetes.send({ method: 'POST', path: `/api/v1/namespaces/${namespace}/serviceaccounts`, body })
}

function bindingThing(kubernetes: Kubernetes, namespace: string): Leasable {
  const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'
  return {
    kind: 'cluster role binding',
    suffix: 'e2e',
    path,
    async create(name) {
      const body = {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
      }
      await kubernetes.send({ method: 'POST', path, body })
    },
  }
}

function podThing(kubernetes: Kubernetes, namespace: string, { image, parts }: TestsToRun): Leasable {
  const path = `/api/v1/namespaces/${namespace}/pods`
  return {
    kind: 'pod',
    suffix: 'e2e',
    path,
    cleanUpMs: 120_000,
    pauseMs: 2_000,
    async create(name) {
      await kubernetes.send({ method: 'POST', path, body: podOf(name, namespace, image, parts) })
    },
  }
}

interface Watched {
  readonly namespace: string
  readonly pod: string
  readonly image: string
}

type Context = Parameters<typeof runTests>[2]

/** Waits for the end of the pod, telling how far it is, and reads the results. */
async function watch(
  kubernetes: Kubernetes,
  watched: Watched,
  log: ReturnType<typeof logReader>,
  { signal, onProgress }: Context,
  waits: Patience,
): Promise<UnpackedFiles> {
  const ended = new AbortController()
  const following: Promise<void>[] = []
  const see = (state: PodState) => {
    if (state.is !== 'running' && state.is !== 'done') {
      const why = state.is === 'stuck' ? `: ${state.why}` : ''
      return onProgress?.({ doing: `waiting for the pod of the e2e tests${why}`, done: 0, total: null })
    }
    if (following.length === 0) {
      const tests = { ...watched, container: testsContainer }
      const until = AbortSignal.any([signal, ended.signal])
      following.push(followLog(kubernetes, tests, until, (line) => log.push(`${line}\n`), waits.again))
    }
    const { done, total } = log.read()
    onProgress?.({ doing: 'e2e tests', done, total })
  }
  try {
    await untilDone(kubernetes, watched, signal, waits, see)
    onProgress?.({ doing: 'fetching the results of the e2e tests', done: 0, total: null })
    return await readResults(kubernetes, watched, signal, waits)
  } finally {
    ended.abort()
    await Promise.all(following)
  }
}

/** Polls: a watch would break off on the way of hours, and a log that is silent tells nothing of its pod. */
async function untilDone(
  kubernetes: Kubernetes,
  { namespace, pod, image }: Watched,
  signal: AbortSignal,
  waits: Patience,
  see: (state: PodState) => void,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}`
  const lasting = stopwatches()
  for (let look = 0; ; look++) {
    const read = await unlessUnreachable(signal, lasting('api'), waits.node, () => kubernetes.read({ path }, wirePod))
    if (read === null) throw new ProbeError('dependency', `somebody deleted the pod ${namespace}/${pod} of the tests`)
    if (read) {
      const state = stateOf(read, image)
      see(state)
      if (state.is === 'done') return
      const { nodeName } = read.spec
      if (state.is === 'hopeless') throw new ProbeError(state.kind, state.why)
      // What no node takes may be taken later, by an autoscaler; what a node cannot start, it cannot start.
      const stuck = lasting('stuck')(state.is === 'stuck' && nodeName !== undefined)
      const starting = lasting('start')(state.is !== 'running')
      if (state.is !== 'running' && (stuck > waits.stuck || starting > waits.start)) {
        throw new ProbeError(state.kind, `${state.why}; waited for ${Math.round(Math.max(stuck, starting) / 1000)} s`)
      }
      if (nodeName !== undefined && lasting('node')(!(await isReady(kubernetes, nodeName))) > waits.node) {
        const why = `the node ${nodeName} with the pod of the tests was lost: it is not ready any more`
        throw new ProbeError('dependency', why)
      }
      const statuses = read.status.containerStatuses ?? []
      const over = statuses.some(({ name, state }) => name === testsContainer && state?.terminated)
      if (lasting('results')(over) > waits.results) {
        throw new ProbeError('dependency', 'the tests have ended, but their results are not printed; run them again')
      }
    }
    // Often at first, since most that goes wrong does so at once.
    await pause(Math.min(waits.poll, 250 * 2 ** look), undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}

/** Tells how long something has been so without a break, in ms; -1 where it is not so. */
function stopwatches(): (what: string) => (isSo: boolean) => number {
  const since = new Map<string, number>()
  return (what) => (isSo) => {
    const now = Date.now()
    if (!isSo) since.delete(what)
    else if (!since.has(what)) since.set(what, now)
    return isSo ? now - (since.get(what) ?? now) : -1
  }
}

/** null for what is not there; undefined while the API server does not answer, which the tests of hours have to outlast. */
async function unlessUnreachable<T>(
  signal: AbortSignal,
  lasting: (isSo: boolean) => number,
  patienceMs: number,
  read: () => Promise<T>,
): Promise<T | null | undefined> {
  try {
    const value = await read()
    lasting(false)
    return value
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof StatusError && error.status === 404) return null
    const passing = error instanceof ProbeError && (error.kind === 'unreachable' || error.kind === 'timeout')
    if (!passing || lasting(true) > patienceMs) throw error
    return undefined
  }
}

/** A node that cannot be looked at is not held against the tests. */
async function isReady(kubernetes: Kubernetes, node: string): Promise<boolean> {
  try {
    const { status } = await kubernetes.read({ path: `/api/v1/nodes/${encodeURIComponent(node)}` }, wireNodeStatus)
    return status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'Unknown'
  } catch (error) {
    if (error instanceof ProbeError) return true
    throw error
  }
}

const tries = 5
/** Characters of the log with the results; the pod sends less. */
const mostText = 256 * 1024 * 1024

async function readResults(
  kubernetes: Kubernetes,
  { namespace, pod }: Watched,
  signal: AbortSignal,
  waits: Patience,
): Promise<UnpackedFiles> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`
  let wrong = 'it is empty'
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await pause(waits.again, undefined, { signal }).catch(() => signal.throwIfAborted())
    try {
      const files = unpackResults(await readText(kubernetes, path))
      if (!('wrong' in files)) return files
      wrong = files.wrong
    } catch (error) {
      signal.throwIfAborted()
      wrong = error instanceof Error ? error.message : String(error)
    }
  }
  throw new ProbeError(
    'dependency',
    `the log with the results of the tests was cut: ${wrong}, in ${tries} tries; run them again`,
  )
}

async function readText(kubernetes: Kubernetes, path: string): Promise<string> {
  const pieces: string[] = []
  let size = 0
  const call = { path, query: { container: resultsContainer } }
  await kubernetes.stream(call, (text) => {
    size += text.length
    if (size <= mostText) pieces.push(text)
  })
  return pieces.join('')
}
