import t from 'tap'
import { answer, learnOn, literalKubernetes, type Replies } from '../../testbed/literal-kubernetes.ts'
import { tryOut, volumeTrial } from './volume-trial.ts'

const space = '/api/v1/namespaces/scs-conformance-1f-volume'
const claim = `${space}/persistentvolumeclaims/scs-conformance-trial`
const volume = '/api/v1/persistentvolumes/pvc-1'
const classes = (...items: readonly object[]) => ({ 'GET /apis/storage.k8s.io/v1/storageclasses': { items } })
const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' }
const fast = { metadata: { name: 'fast', annotations }, provisioner: 'p' }

/** A cluster that binds claims, unless `more` says otherwise; a volume is gone with its claim. */
function cluster(more: Replies = {}): Replies {
  let there = true
  return {
    ...classes(fast),
    'GET /api/v1/persistentvolumes': { items: [] },
    'POST /api/v1/namespaces': {},
    [`DELETE ${space}`]: {},
    [`POST ${space}/persistentvolumeclaims`]: {},
    [`POST ${space}/pods`]: {},
    [`GET ${claim}`]: () =>
      there ? { spec: { storageClassName: 'fast', volumeName: 'pvc-1' }, status: { phase: 'Bound' } } : 404,
    [`GET ${volume}`]: () =>
      there
        ? { metadata: { name: 'pvc-1' }, spec: { csi: { driver: 'd' }, persistentVolumeReclaimPolicy: 'Delete' } }
        : 404,
    [`DELETE ${space}/pods/scs-conformance-trial`]: {},
    [`DELETE ${claim}`]: () => ((there = false), {}),
    ...more,
  }
}
const learn = (more?: Replies) => learnOn(volumeTrial, cluster(more))

t.test('a claim without a class is bound, and all is deleted again', async (t) => {
  const { learned, calls, entries } = await learn()
  t.match(learned, {
    outcome: 'bound',
    storageClass: 'fast',
    volume: { name: 'pvc-1', source: 'csi', driver: 'd' },
    leftovers: [],
  })
  t.same(
    calls.filter((call) => call.startsWith('DELETE')),
    [`DELETE ${space}/pods/scs-conformance-trial`, `DELETE ${claim}`, `DELETE ${space}`],
  )
  t.match(entries, [{ event: 'planned', name: 'scs-conformance-1f-volume' }, { event: 'made' }, { event: 'gone' }])
})

t.test('nothing is tried without a default class, nor where a claim would take somebody else’s volume', async (t) => {
  const none = await learn(classes({ ...fast, metadata: { name: 'fast' } }))
  t.same(none.learned, { outcome: 'no default class' })
  const free = { metadata: { name: 'precious' }, spec: { storageClassName: 'fast' }, status: { phase: 'Available' } }
  const taken = await learn({ 'GET /api/v1/persistentvolumes': { items: [free] } })
  t.match(taken.learned, { kind: 'dependency', message: /precious/ })
  for (const { calls } of [none, taken]) t.notOk(calls.some((call) => /^(POST|DELETE)/.test(call)))
})

t.test('a refusal is told, and what was made before is deleted', async (t) => {
  t.match((await learn({ 'POST /api/v1/namespaces': 403 })).learned, { kind: 'forbidden' })
  const { learned, calls } = await learn({
    [`POST ${space}/persistentvolumeclaims`]: answer(403, { message: 'exceeded quota' }),
  })
  t.match(learned, { message: /exceeded quota/ })
  t.ok(calls.includes(`DELETE ${space}`))
})

t.test('a claim that stays unbound: why, in the words of the events', async (t) => {
  const trial = async (...items: readonly object[]) => {
    let there = true
    const replies = cluster({
      [`GET ${claim}`]: () => (there ? { spec: { storageClassName: 'fast' }, status: { phase: 'Pending' } } : 404),
      [`DELETE ${claim}`]: () => ((there = false), {}),
      [`GET ${space}/events`]: { items },
    })
    const kubernetes = literalKubernetes(replies)
    const lessor = { kubernetes, runId: '1f', ledger: { record: async () => {} } }
    const classes = [{ name: 'fast', provisioner: 'p', isDefault: true, isDefaultByBeta: false }]
    return tryOut(lessor, classes, { pauseMs: 1, patienceMs: 300 })
  }
  const noise = { reason: 'WaitForPodScheduled', message: 'waiting' }
  t.match(await trial(), { outcome: 'unbound', kind: 'timeout', why: /no event says why/ })
  t.match(await trial(noise), { kind: 'timeout', why: /waiting/ })
  t.match(await trial(noise, { reason: 'FailedScheduling', message: '0/3 nodes' }), {
    kind: 'dependency',
    why: /: FailedScheduling: 0\/3 nodes$/,
  })
  const circle = { reason: 'FailedScheduling', message: 'pod has unbound immediate PersistentVolumeClaims' }
  t.match(await trial(noise, circle), { kind: 'timeout', why: /waiting/ })
  t.match(await trial({ reason: 'ProvisioningFailed', message: 'VolumeLimitExceeded' }), { kind: 'quota' })
})
