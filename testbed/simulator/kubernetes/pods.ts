import { record, text } from '../router.ts'
import { uuid } from '../ids.ts'
import { companionsOf, type Cluster } from './cluster.ts'
import type { RunDescription } from './description.ts'
import type { Kind } from './kinds.ts'
import { records, timestamp, withStatus, type KubeObject } from './object.ts'
import { chooseNode } from './scheduling.ts'
import { bind, claimsOf, phaseOf } from './volumes.ts'

/** What a container does and has logged. */
export interface ContainerRun {
  readonly description: RunDescription
  readonly lines: { readonly at: number; readonly text: string }[]
  startedAt: number | undefined
  endedAt: number | undefined
  cutsLeft: number
  /** Called for each line and at the end. */
  readonly watchers: Set<() => void>
}

/** Runs of one pod by container name; null: it is no container of the pod. */
export type Runs = ReadonlyMap<string, ContainerRun>

/** Scheduler, kubelets and the controllers that a new object wakes up. Gives the runs of each pod by its uid. */
export function runControllers(cluster: Cluster): ReadonlyMap<string, Runs> {
  const { store, kind, later, description } = cluster
  const runs = new Map<string, Runs>()
  store.onChange(({ type, kind: { group, kind: name }, object }) => {
    if (type === 'DELETED' && name === 'Pod' && group === '') runs.delete(object.metadata.uid ?? '')
    if (type !== 'ADDED' || group !== '') return
    const { name: own, namespace = '' } = object.metadata
    if (name === 'Namespace') later(description.pace.startMs, () => addCompanions(cluster, own))
    if (name === 'PersistentVolumeClaim') bind(cluster, namespace, own)
    if (name === 'Pod') {
      const pod = newRuns(cluster, object)
      runs.set(object.metadata.uid ?? '', pod)
      later(description.pace.scheduleMs, () => schedule(cluster, kind('pods'), object, pod))
    }
  })
  return runs
}

function addCompanions({ store, kind, authority }: Cluster, namespace: string): void {
  if (!store.get(kind('namespaces'), '', namespace)) return
  for (const object of companionsOf(namespace, authority)) {
    const of = kind(object.kind === 'ServiceAccount' ? 'serviceaccounts' : 'configmaps')
    if (!store.get(of, namespace, object.metadata.name)) store.put(of, object)
  }
}

function newRuns({ description }: Cluster, pod: KubeObject): Runs {
  const containers = records(record(pod, 'spec')['containers'])
  return new Map(
    containers.map(({ name, image }) => {
      const found = description.runs.find(
        (run) => new RegExp(run.image).test(text(image)) && new RegExp(run.container ?? '').test(text(name)),
      )
      const run = found ?? { image: '', lines: [], everyMs: 0, afterMs: 0, end: 'never', exitCode: 1, cuts: 0 }
      const state = {
        description: run,
        lines: [],
        startedAt: undefined,
        endedAt: undefined,
        cutsLeft: run.cuts,
        watchers: new Set<() => void>(),
      }
      return [text(name), state]
    }),
  )
}

/** The pod as it is now, while it is still the same one. */
function current({ store }: Cluster, pods: Kind, { metadata }: KubeObject): KubeObject | undefined {
  const found = store.get(pods, metadata.namespace ?? '', metadata.name)
  return found && found.metadata.uid === metadata.uid && !['Succeeded', 'Failed'].includes(phaseOf(found))
    ? found
    : undefined
}

function schedule(cluster: Cluster, pods: Kind, was: KubeObject, runs: Runs): void {
  const { store, kind, later, description } = cluster
  const pod = current(cluster, pods, was)
  if (!pod || pod.metadata.deletionTimestamp) return
  const node = text(record(pod, 'spec')['nodeName']) || chooseNode(cluster, pod)
  const { namespace = '' } = pod.metadata
  const again = (): void => later(description.pace.scheduleMs + 50, () => schedule(cluster, pods, was, runs))
  if (typeof node === 'string' && node !== record(pod, 'spec')['nodeName']) {
    if (records(record(pod, 'status')['conditions']).length === 0)
      store.put(pods, withStatus(pod, { conditions: [condition('PodScheduled', 'False', 'Unschedulable', node)] }))
    return again()
  }
  const name = typeof node === 'string' ? node : node.metadata.name
  for (const claim of claimsOf(pod)) bind(cluster, namespace, claim, name)
  const claims = claimsOf(pod).map((claim) => store.get(kind('persistentvolumeclaims'), namespace, claim))
  if (claims.some((claim) => (claim ? phaseOf(claim) : '') !== 'Bound')) return again()
  const bound = { ...pod, spec: { ...record(pod, 'spec'), nodeName: name } }
  const waiting = [...runs].map(([container]) =>
    containerStatus(pod, container, { waiting: { reason: 'ContainerCreating' } }),
  )
  store.put(
    pods,
    withStatus(bound, {
      conditions: [condition('PodScheduled', 'True')],
      hostIP: '10.16.0.1',
      containerStatuses: waiting,
    }),
  )
  later(description.pace.startMs, () => start(cluster, pods, was, runs))
}

function start(cluster: Cluster, pods: Kind, was: KubeObject, runs: Runs): void {
  const pod = current(cluster, pods, was)
  if (!pod) return
  const failing = [...runs.values()].some(({ description }) => description.end === 'ImagePullBackOff')
  const startTime = timestamp()
  if (failing) {
    const containerStatuses = [...runs].map(([name, { description }]) =>
      containerStatus(pod, name, { waiting: pulling(description, text(imageOf(pod, name))) }),
    )
    cluster.store.put(pods, withStatus(pod, { startTime, containerStatuses }))
    return
  }
  for (const run of runs.values()) run.startedAt = Date.now()
  const started = withStatus(pod, {
    phase: 'Running',
    startTime,
    podIP: '10.244.0.10',
    podIPs: [{ ip: '10.244.0.10' }],
  })
  cluster.store.put(pods, reported(started, runs))
  for (const [name, run] of runs) play(cluster, run, () => ended(cluster, pods, was, runs, name))
}

function pulling({ end }: RunDescription, image: string): object {
  if (end !== 'ImagePullBackOff') return { reason: 'ContainerCreating' }
  return {
    reason: 'ImagePullBackOff',
    message: `Back-off pulling image "${image}": ErrImagePull: failed to pull and unpack image "${image}": not found`,
  }
}

/** Logs line after line, then ends. */
function play(cluster: Cluster, run: ContainerRun, end: () => void): void {
  const { lines, everyMs, afterMs, end: how } = run.description
  const next = (index: number): void => {
    const line = lines[index]
    if (line === undefined) {
      if (how !== 'never') cluster.later(afterMs, end)
      return
    }
    run.lines.push({ at: Date.now(), text: line })
    wake(run)
    if (everyMs === 0) next(index + 1)
    else cluster.later(everyMs, () => next(index + 1))
  }
  if (everyMs === 0) next(0)
  else cluster.later(everyMs, () => next(0))
}

function wake(run: ContainerRun): void {
  for (const watcher of run.watchers) watcher()
}

function ended(cluster: Cluster, pods: Kind, was: KubeObject, runs: Runs, name: string): void {
  const pod = current(cluster, pods, was)
  const run = runs.get(name)
  if (!pod || !run) return
  const isEvicted = run.description.end === 'Evicted'
  for (const [, one] of isEvicted ? runs : [[name, run] as const]) {
    one.endedAt = Date.now()
    wake(one)
  }
  if (isEvicted) {
    const message = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. '
    cluster.store.put(pods, withStatus(reported(pod, runs), { phase: 'Failed', reason: 'Evicted', message }))
    return
  }
  const all = [...runs.values()]
  const over = all.every(({ endedAt }) => endedAt !== undefined) && record(pod, 'spec')['restartPolicy'] === 'Never'
  const failed = all.some(({ description }) => description.end === 'Failed')
  const phase = over ? (failed ? 'Failed' : 'Succeeded') : 'Running'
  cluster.store.put(pods, withStatus(reported(pod, runs), { phase }))
}

/** The pod with what its kubelet says of the containers. */
function reported(pod: KubeObject, runs: Runs): KubeObject {
  const over = [...runs.values()].every(({ endedAt }) => endedAt !== undefined)
  const ready = over ? 'False' : 'True'
  const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) =>
    condition(type, type.endsWith('eady') ? ready : 'True'),
  )
  const containerStatuses = [...runs].map(([name, run]) => containerStatus(pod, name, stateOf(run)))
  return withStatus(pod, { conditions, containerStatuses })
}

function stateOf({ startedAt, endedAt, description: { end, exitCode } }: ContainerRun): object {
  const started = timestamp(startedAt)
  if (endedAt === undefined) return { running: { startedAt: started } }
  const outcome = { Evicted: [137, 'Error'], Failed: [exitCode, 'Error'] }[end as string] ?? [0, 'Completed']
  return {
    terminated: { exitCode: outcome[0], reason: outcome[1], startedAt: started, finishedAt: timestamp(endedAt) },
  }
}

function containerStatus(pod: KubeObject, name: string, state: object): object {
  const image = imageOf(pod, name)
  const runs = 'running' in state
  const containerID =
    'waiting' in state ? {} : { containerID: `containerd://${uuid(pod.metadata.uid ?? '', name).replaceAll('-', '')}` }
  return { name, state, lastState: {}, ready: runs, restartCount: 0, image, imageID: '', started: runs, ...containerID }
}

function imageOf(pod: KubeObject, name: string): unknown {
  return records(record(pod, 'spec')['containers']).find((container) => container['name'] === name)?.['image']
}

function condition(type: string, status: string, reason?: string, message?: string): object {
  return { type, status, lastProbeTime: null, lastTransitionTime: timestamp(), ...(reason ? { reason, message } : {}) }
}
