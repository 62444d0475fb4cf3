import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError, type FactProgress } from '../../../src/fact.ts'
import { StatusError, type Kubernetes } from '../../../src/kubernetes/client.ts'
import type { LogReader } from '../read-log.ts'
import { followLog } from './follow-log.ts'
import { testsContainer } from './pod.ts'
import { stateOf, type PodState } from './pod-state.ts'
import { readResults } from './read-results.ts'
import type { UnpackedFiles } from './unpack-results.ts'
import { wireNodeStatus, wirePod } from './wire.ts'

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

/** For a usual cluster. */
export const patience: Patience = {
  poll: 5_000,
  start: 20 * 60_000,
  stuck: 60_000,
  node: 5 * 60_000,
  results: 5 * 60_000,
  again: 3_000,
}

/** The pod, and the image it was made with. */
interface Watched {
  readonly namespace: string
  readonly pod: string
  readonly image: string
}

/** When to end, and whom to tell how far it is. */
export interface WatchContext {
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: FactProgress) => void) | undefined
}

/** Waits for the end of the pod, telling how far it is, and reads the results. */
export async function watch(
  kubernetes: Kubernetes,
  watched: Watched,
  log: LogReader,
  { signal, onProgress }: WatchContext,
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
    return await readResults(kubernetes, watched, signal, waits.again)
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
