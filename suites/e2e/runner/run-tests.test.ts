import t, { type Test } from 'tap'
import { fact, loading, ProbeError, type FactProgress } from '../../../src/fact.ts'
import { StatusError } from '../../../src/kubernetes/client.ts'
import { partsFor } from './parts.ts'
import { runTests } from './run-tests.ts'
import type { Patience } from './watch-pod.ts'
import {
  done,
  pending,
  printed,
  running,
  sampleCluster,
  statusOf,
  type Behaviour,
  type SampleCluster,
} from './sample-cluster.ts'

const image = 'registry.k8s.io/conformance:v1.36.1'
const fast: Patience = { poll: 1, start: 60_000, stuck: 60_000, node: 60_000, results: 60_000, again: 1 }
const files = { version: 'v1.36.1\n', 'parallel/junit_01.xml': '<testsuite/>', 'parallel/e2e.log': 'x\n'.repeat(5_000) }
const runningFact = fact({ name: 'tests', needs: {}, load: () => null })

interface Options {
  readonly patience?: Partial<Patience>
  readonly signal?: AbortSignal
  readonly prepare?: (cluster: SampleCluster) => void
}

async function play(behaviour: Behaviour, { patience = {}, signal, prepare }: Options = {}) {
  const cluster = sampleCluster(behaviour)
  prepare?.(cluster)
  const progress: FactProgress[] = []
  const until = signal ?? new AbortController().signal
  const tests = { image, parts: partsFor(['conformance', 'networkPolicy']) }
  const lessor = { kubernetes: cluster.kubernetes, runId: '1f', ledger: cluster.ledger }
  const context = { signal: until, onProgress: (one: FactProgress) => void progress.push(one) }
  const traffic = { requests: 0, retries: 0, bytes: 0 }
  const ran = loading.run({ fact: runningFact, signal: until, traffic }, () =>
    runTests(lessor, tests, context, { ...fast, ...patience }),
  )
  const outcome: unknown = await ran.catch((error: unknown) => error)
  return { ...cluster, outcome, progress }
}

function nothingLeft(t: Test, { objects, entries }: Awaited<ReturnType<typeof play>>): void {
  t.same([...objects], [], 'nothing is left in the cluster')
  const of = (event: string) => entries.filter((entry) => entry.event === event).map(({ kind }) => kind)
  t.same(of('gone').toSorted(), [...new Set(of('planned'))].toSorted(), 'nor in the ledger')
}

const oneProcess = 'a76ca1c7-2075-4fc4-a89f-170e750e1262'
const line = (second: number, text: string) => `2026-01-02T03:04:0${second}.000000000Z ${text}\n`
const beginning = line(1, `Starting e2e run "${oneProcess}" on Ginkgo node 1`) + line(2, 'Will run 2 of 9 specs')

t.test('a run: made, watched, its results read, all of it gone', async (t) => {
  const played = await play({
    pod: [pending, running, running, done],
    tests: [beginning + line(3, '•') + line(4, '•')],
    results: [printed(files)],
  })
  t.match(played.outcome, { leftovers: [] })
  const unpacked = (played.outcome as { files: ReadonlyMap<string, Buffer> }).files
  t.same(Object.fromEntries([...unpacked].map(([name, content]) => [name, content.toString()])), files)
  nothingLeft(t, played)
  t.match(played.entries.map(({ event, kind, name }) => `${event} ${kind} ${name}`).slice(0, 2), [
    'planned namespace scs-conformance-1f-e2e',
    'made namespace scs-conformance-1f-e2e',
  ])
  const deleted = played.calls.filter((call) => call.startsWith('DELETE')).map((call) => call.split('/').at(-2))
  t.same(deleted, ['pods', 'clusterrolebindings', 'namespaces'], 'rights stay as long as the tests clean up')
  t.match(played.progress.at(0), { doing: /^waiting for the pod/, total: null })
  t.match(
    played.progress.findLast(({ total }) => total !== null),
    { doing: 'e2e tests', total: 2 },
  )
  t.match(played.progress.at(-1), { doing: /^fetching/ })
})

t.test('the pod: the image given, both parts, no privilege on the node', async (t) => {
  const { made } = await play({ pod: [done], results: [printed(files)] })
  const pod = JSON.stringify(made.get('/api/v1/namespaces/scs-conformance-1f-e2e/pods/scs-conformance-1f-e2e'))
  t.ok(pod.includes(`"image":"${image}"`))
  t.ok(pod.includes(String.raw`part 'parallel' 'true' '\\[Conformance\\]|NetworkPolicy' '\\[Serial\\]'`))
  t.ok(pod.includes(`part 'serial' 'false'`))
  t.ok(pod.includes('"runAsNonRoot":true'))
  const binding = made.get('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/scs-conformance-1f-e2e')
  t.match(binding, { subjects: [{ name: 'e2e', namespace: 'scs-conformance-1f-e2e' }] })
  t.match(made.get('/api/v1/namespaces/scs-conformance-1f-e2e'), {
    metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  })
})

const waiting = (reason: string, message = 'no such host') =>
  statusOf({ waiting: { reason, message } }, { waiting: { reason, message } }, { phase: 'Pending' })
const unschedulable = {
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }],
}
const killed = (reason: string) => statusOf({ terminated: { exitCode: 137, reason } })

t.test('every way to fail has its cause, and leaves nothing', async (t) => {
  const ways: readonly [string, Behaviour, Options['patience'], RegExp][] = [
    ['image pull', { pod: [waiting('ImagePullBackOff')] }, { stuck: 0 }, /conformance:v1\.36\.1 cannot be pulled.*--conformance-image/],
    ['image name', { pod: [waiting('InvalidImageName')] }, {}, /cannot be pulled/],
    ['container', { pod: [waiting('CreateContainerConfigError', 'runAsNonRoot')] }, { stuck: 0 }, /cannot be started.*runAsNonRoot/],
    ['scheduling', { pod: [unschedulable] }, { start: 0, stuck: 0 }, /no node takes the pod.*0\/3 nodes/],
    ['start', { pod: [pending] }, { start: 0 }, /did not start \(phase Pending\)/],
    ['evicted', { pod: [running, { phase: 'Failed', reason: 'Evicted', message: 'low on disk' }] }, {}, /evicted.*low on disk/],
    ['shutdown', { pod: [running, { phase: 'Failed', reason: 'NodeShutdown' }] }, {}, /ended before its time \(NodeShutdown\)/],
    ['memory', { pod: [running, killed('OOMKilled')] }, {}, /out of memory/],
    ['crash', { pod: [running, killed('Error')] }, {}, /tests ended without results \(exit code 137, Error\)/],
    ['silence', { pod: [running, statusOf({ terminated: { exitCode: 0 } })] }, { results: 0 }, /results are not printed/],
    ['node lost', { pod: [running], nodeReady: 'Unknown' }, { node: 0 }, /node node-1 .* was lost/],
    ['log cut', { pod: [done], results: [printed(files).slice(0, 200)] }, {}, /log with the results .* was cut: it ends within/],
    ['log empty', { pod: [done], results: [''] }, {}, /was cut: it ends before the last file/],
    ['log broken', { pod: [done], results: ['…'] }, {}, /was cut: broke off, in 5 tries/],
  ] // prettier-ignore
  for (const [name, behaviour, patience = {}, message] of ways) {
    await t.test(name, async (t) => {
      const played = await play(behaviour, { patience })
      t.ok(played.outcome instanceof ProbeError)
      t.match(played.outcome, { kind: name === 'start' ? 'timeout' : 'dependency', message })
      nothingLeft(t, played)
    })
  }
})

t.test('the same, when it comes right in time, is no failure', async (t) => {
  const ways: readonly Behaviour[] = [
    { pod: [waiting('ErrImagePull'), waiting('ImagePullBackOff'), running, done] },
    { pod: [unschedulable, pending, running, done] },
    { pod: [running, running, done], nodeReady: 'Unknown' },
    { pod: [done], results: ['…', printed(files).slice(0, 300), printed(files).replace(/\n[^\n]{76}\n/, '\n'), printed(files)] },
  ] // prettier-ignore
  for (const behaviour of ways) {
    const played = await play({ results: [printed(files)], ...behaviour })
    t.match(played.outcome, { leftovers: [] })
    nothingLeft(t, played)
  }
})

t.test('an API server that is away for a while', async (t) => {
  let looks = 0
  const intercept: Behaviour['intercept'] = ({ method, path }) => {
    if (method || !path.endsWith('/pods/scs-conformance-1f-e2e')) return
    if (++looks < 4) throw new ProbeError('unreachable', 'connection refused')
  }
  const behaviour = { pod: [running, done], results: [printed(files)], intercept }
  t.match((await play(behaviour)).outcome, { leftovers: [] })
  looks = 0
  const away = await play(behaviour, { patience: { node: -1 } })
  t.match(away.outcome, { kind: 'unreachable' })
})

t.test('a log that breaks off is taken up again, and nothing counted twice', async (t) => {
  const rest = line(4, '•') + line(5, '•')
  const { progress, calls } = await play({
    pod: [running, ...Array.from({ length: 60 }, () => running), done],
    tests: [
      `${beginning}${line(3, '•')}…`,
      `${line(2, 'Will run 2 of 9 specs')}${line(3, '•')}${line(4, '•')}…`,
      rest,
      '',
    ],
    results: [printed(files)],
  })
  t.match(
    progress.findLast(({ total }) => total !== null),
    { done: 3, total: 2 },
  )
  const followed = calls.filter((call) => call.includes('"follow"'))
  t.notMatch(followed[0], /sinceTime/)
  t.match(followed[1], /"sinceTime":"2026-01-02T03:04:03Z"/)
})

t.test('somebody else deletes the pod', async (t) => {
  const played = await play({
    pod: [running],
    intercept({ method, path }) {
      if (!method && path.endsWith('/pods/scs-conformance-1f-e2e') && ++count > 2) {
        throw new StatusError('dependency', 'not found', 404, 'not found')
      }
    },
  })
  t.match(played.outcome, { kind: 'dependency', message: /somebody deleted the pod/ })
})
let count = 0

t.test('no room by quota, no right', async (t) => {
  for (const [kind, reason] of [
    ['quota', 'exceeded quota: pods'],
    ['forbidden', 'no right'],
  ] as const) {
    // prettier-ignore
    for (const place of ['/pods', '/clusterrolebindings', '/namespaces']) {
      const played = await play({
        pod: [],
        intercept({ method, path }) {
          if (method === 'POST' && path.endsWith(place)) throw new StatusError(kind, `403: ${reason}`, 403, reason)
        },
      })
      t.match(played.outcome, { kind, message: new RegExp(reason) })
      nothingLeft(t, played)
    }
  }
})

t.test(
  'interrupted: all of it gone, also what the tests made; what may be of others stays, and is told of',
  async (t) => {
    const controller = new AbortController()
    const reason = new ProbeError('interrupted', 'the run was interrupted')
    let looks = 0
    const look = () => {
      if (++looks === 30) controller.abort(reason)
      return running
    }
    const played = await play(
      { pod: [look], tests: [`${beginning}…`] },
      {
        signal: controller.signal,
        prepare({ testNamespaces }) {
          testNamespaces.set('webhook-1', { 'e2e-framework': 'webhook', 'e2e-run': oneProcess })
          testNamespaces.set('webhook-2', { 'e2e-framework': 'webhook', 'e2e-run': 'another' })
        },
      },
    )
    t.match(played.outcome, {
      kind: 'interrupted',
      message: /was interrupted; namespaces of e2e tests .*: webhook-2; delete/,
    })
    t.same([...played.testNamespaces.keys()], ['webhook-2'])
    nothingLeft(t, played)
  },
)
