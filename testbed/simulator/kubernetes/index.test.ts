import { setTimeout as pause } from 'node:timers/promises'
import { t } from 'tap'
import { startClusterSimulator, type ClusterDescription } from './index.ts'
import { client, type Answer } from './test-client.ts'

// What the client's own tests (src/kubernetes/client.test.ts) do not see, since a real API server answers those too.

const nodes = [
  { name: 'control-plane', roles: ['control-plane'] },
  { name: 'worker-{n}', count: 2 },
]
const claimBody = (storageClassName?: string) => ({
  metadata: { name: 'claim' },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
    ...(storageClassName === undefined ? {} : { storageClassName }),
  },
})
const podBody = (image: string, more: object = {}) => ({
  metadata: { name: 'pod' },
  spec: { restartPolicy: 'Never', containers: [{ name: 'main', image }], ...more },
})
const pods = '/api/v1/namespaces/default/pods'
const claims = '/api/v1/namespaces/default/persistentvolumeclaims'

async function until(ask: () => Promise<Answer>, holds: (answer: Answer) => boolean): Promise<Answer> {
  for (let tries = 0; tries < 500; tries++) {
    const answer = await ask()
    if (holds(answer)) return answer
    await pause(10)
  }
  throw new Error('it did not come to be')
}

async function start(t: { teardown: (act: () => Promise<unknown>) => void }, description: ClusterDescription) {
  const simulator = await startClusterSimulator({ description: { nodes, ...description } })
  const admin = client(simulator, 'admin')
  t.teardown(async () => {
    await admin[Symbol.asyncDispose]()
    await simulator.stop()
  })
  return { simulator, admin }
}

t.test('pods end as they are told to', async (t) => {
  const { admin } = await start(t, {
    runs: [
      { image: '^good', lines: ['a', 'b'] },
      { image: '^bad', end: 'Failed', exitCode: 3 },
      { image: '^hungry', end: 'Evicted', afterMs: 10 },
      { image: '^none', end: 'ImagePullBackOff' },
    ],
  })
  const ends = {
    good: { phase: 'Succeeded', containerStatuses: [{ state: { terminated: { exitCode: 0, reason: 'Completed' } } }] },
    bad: { phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 3, reason: 'Error' } } }] },
    hungry: { phase: 'Failed', reason: 'Evicted', message: /low on resource/ },
    none: { phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff' } } }] },
    steady: { phase: 'Running', containerStatuses: [{ ready: true }] },
  }
  for (const [image, status] of Object.entries(ends)) {
    t.equal((await admin.send('POST', pods, podBody(image))).status, 201)
    const reason = image === 'none' ? /ImagePullBackOff/ : new RegExp(`"phase":"${status.phase}"`)
    const { body } = await until(
      () => admin.get(`${pods}/pod`),
      ({ text }) => reason.test(text),
    )
    t.match(body.status, status, image)
    t.match(body.spec, { nodeName: /^worker-/ }, 'not where it is tainted')
    if (image === 'good')
      t.equal((await admin.get(`${pods}/pod/log?timestamps=true&tailLines=1`)).text.split(' ')[1], 'b\n')
    if (image === 'none')
      t.match(await admin.get(`${pods}/pod/log`), { status: 400, text: /trying and failing to pull image/ })
    t.equal((await admin.send('DELETE', `${pods}/pod`)).status, 200)
    await until(
      () => admin.get(`${pods}/pod`),
      ({ status }) => status === 404,
    )
  }
  await admin.send('POST', pods, podBody('good', { nodeSelector: { no: 'such' } }))
  const waiting = await until(
    () => admin.get(`${pods}/pod`),
    ({ text }) => text.includes('Unschedulable'),
  )
  t.match(waiting.text, /0\/3 nodes are available/)
})

t.test('claims bind as their class says', async (t) => {
  const { simulator, admin } = await start(t, {
    storageClasses: [
      { name: 'late', isDefault: true },
      { name: 'now', volumeBindingMode: 'Immediate', volumes: 'hostPath' },
      { name: 'here', volumes: 'local' },
    ],
  })
  const bound = () =>
    until(
      () => admin.get(`${claims}/claim`),
      ({ body }) => body.status['phase'] === 'Bound',
    )
  const gone = () =>
    until(
      () => admin.get(`${claims}/claim`),
      ({ status }) => status === 404,
    )
  await admin.send('POST', claims, claimBody('now'))
  await bound()
  t.match(simulator.objects('persistentvolumes'), [{ spec: { hostPath: {}, claimRef: { name: 'claim' } } }])
  await admin.send('DELETE', `${claims}/claim`)
  await gone()
  t.same(simulator.objects('persistentvolumes'), [], 'and the volume with it')

  for (const name of [undefined, 'here']) {
    await admin.send('POST', claims, claimBody(name))
    await pause(50)
    t.match((await admin.get(`${claims}/claim`)).body, {
      status: { phase: 'Pending' },
      spec: { storageClassName: name ?? 'late' },
    })
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'claim' } }]
    await admin.send('POST', pods, podBody('x', { volumes }))
    await bound()
    const [volume] = simulator.objects('persistentvolumes')
    t.match(
      volume,
      name ? { spec: { local: {}, nodeAffinity: {} } } : { spec: { csi: { driver: 'cinder.csi.openstack.org' } } },
    )
    await admin.send('DELETE', `${claims}/claim`)
    await pause(50)
    t.equal((await admin.get(`${claims}/claim`)).status, 200, 'in use')
    await admin.send('DELETE', `${pods}/pod?gracePeriodSeconds=0`)
    await gone()
  }
})

t.test('kinds that a description or a definition declares', async (t) => {
  const { admin } = await start(t, {
    customResources: [{ group: 'cluster.x-k8s.io', version: 'v1beta1', kind: 'Cluster', plural: 'clusters' }],
    objects: [
      { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Cluster', metadata: { name: 'one' }, spec: { paused: true } },
    ],
    without: ['flowschemas.flowcontrol.apiserver.k8s.io', 'clusterroles.rbac.authorization.k8s.io/view'],
  })
  const clusters = '/apis/cluster.x-k8s.io/v1beta1/namespaces/default/clusters'
  t.match((await admin.get(clusters)).body, {
    kind: 'ClusterList',
    items: [{ kind: 'Cluster', metadata: { name: 'one', namespace: 'default' } }],
  })
  t.match((await admin.get('/apis/cluster.x-k8s.io/v1beta1')).body, {
    resources: [{ name: 'clusters' }, { name: 'clusters/status' }],
  })
  const patched = await admin.send(
    'PATCH',
    `${clusters}/one/status`,
    { status: { phase: 'Provisioned' } },
    {
      'content-type': 'application/merge-patch+json',
    },
  )
  t.match(patched.body, { spec: { paused: true }, status: { phase: 'Provisioned' } })
  t.equal((await admin.get('/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas')).status, 404)
  t.equal((await admin.get('/apis/rbac.authorization.k8s.io/v1/clusterroles/view')).status, 404)
  t.equal((await admin.get('/apis/rbac.authorization.k8s.io/v1/clusterroles/edit')).status, 200)
})

t.test('dependents go first in the foreground, later in the background, never as orphans', async (t) => {
  const { admin, simulator } = await start(t, {})
  const path = '/api/v1/namespaces/default/configmaps'
  for (const [policy, left] of [
    ['Foreground', []],
    ['Background', []],
    ['Orphan', ['child']],
  ] as const) {
    const { body } = await admin.send('POST', path, { metadata: { name: 'parent' } })
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'parent', uid: body.metadata['uid'] }]
    await admin.send('POST', path, { metadata: { name: 'child', ownerReferences } })
    await admin.send('DELETE', `${path}/parent`, { propagationPolicy: policy })
    await until(
      () => admin.get(`${path}/parent`),
      ({ status }) => status === 404,
    )
    await pause(80)
    const names = simulator.objects('configmaps', 'default').map(({ metadata }) => metadata.name)
    t.same(
      names.filter((name) => name === 'child'),
      left,
      policy,
    )
  }
})

t.test('listings that cannot be continued, and watches', async (t) => {
  const { admin, simulator } = await start(t, {})
  const first = await admin.get('/api/v1/nodes?limit=1')
  const more = `/api/v1/nodes?limit=1&continue=${first.body.metadata['continue']}`
  t.equal((await admin.get(more)).body.items[0]?.metadata['name'], 'worker-1')
  simulator.compact()
  const expired = await admin.get(more)
  t.match(expired, { status: 410, body: { reason: 'Expired', metadata: { continue: /./ } } })
  const inconsistent = `/api/v1/nodes?limit=1&continue=${expired.body.metadata['continue']}`
  t.equal((await admin.get(inconsistent)).body.items[0]?.metadata['name'], 'worker-1', 'the way on that it offers')

  const watching = admin.get(`/api/v1/namespaces?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dnew`)
  await pause(50)
  await admin.send('POST', '/api/v1/namespaces', { metadata: { name: 'new' } })
  await admin.send('DELETE', '/api/v1/namespaces/new')
  const types = (await watching).text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type)
  t.match(types, ['ADDED', 'MODIFIED', /MODIFIED|DELETED/])
})

t.test('tokens expire; who logs in anew has a good one', async (t) => {
  const { simulator } = await start(t, { tokenLifetimeSeconds: 3600 })
  await using before = client(simulator, 'reader')
  t.equal((await before.get('/api')).status, 200)
  simulator.expireTokens()
  t.match(await before.get('/api'), { status: 401, body: { kind: 'Status', reason: 'Unauthorized' } })
  await using after = client(simulator, 'reader')
  t.equal((await after.get('/api')).status, 200)
})

t.test('anonymous, let in or not; everybody may do everything, or not', async (t) => {
  const { simulator } = await start(t, { anonymous: false })
  await using nobody = client(simulator)
  t.equal((await nobody.get('/version')).status, 401)
  const { simulator: open } = await start(t, { authorization: 'AlwaysAllow' })
  await using anybody = client(open)
  t.equal((await anybody.get('/api/v1/secrets')).status, 200)
})

t.test('plain HTTP is answered as Go does it', async (t) => {
  const { simulator } = await start(t, {})
  const plain = await fetch(simulator.url.replace('https', 'http'))
  t.match(
    { status: plain.status, text: await plain.text() },
    { status: 400, text: /^Client sent an HTTP request to an HTTPS server\.\n$/ },
  )
})
