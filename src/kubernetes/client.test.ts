import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { parse, stringify } from 'yaml'
import { openFrom } from '../../testbed/open-cluster.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { StatusError, type Call, type Kubernetes } from './client.ts'
import { nodes as nodesFact, serverVersion } from './facts.ts'
import type { LedgerEntry } from '../ledger.ts'
import { lease } from './lease.ts'
import { preflight } from './preflight.ts'
import { wireNode } from './wire.ts'

/**
 * The client's behaviour towards any API server. Runs against the simulated one, and, where SCS_TESTBED_KUBECONFIG names the
 * kubeconfig of testbed/kubernetes, against that real one too: what the simulator answers is only worth something where
 * kube-apiserver answers the same. Makes namespaces with names of its own there, and deletes them.
 */
const simulator = await startClusterSimulator({
  description: {
    nodes: [
      { name: 'control-plane-{n}', count: 3, roles: ['control-plane'], region: 'region-1', zone: 'zone-{n}' },
      { name: 'worker-{n}', count: 3, region: 'region-1', zone: 'zone-{n}' },
    ],
    runs: [{ image: 'busybox', lines: ['one', 'two'], everyMs: 30 }],
  },
})
t.teardown(() => simulator.stop())
const real = process.env['SCS_TESTBED_KUBECONFIG']
const subjects = { simulator: simulator.kubeconfig(), 'a real cluster': real && readFileSync(real, 'utf8') }

for (const [subject, kubeconfig] of Object.entries(subjects)) {
  if (kubeconfig) t.test(subject, (t) => behaviour(t, kubeconfig))
}

const namespaces = '/api/v1/namespaces'
const context = { signal: new AbortController().signal }
const applyPatch = 'application/apply-patch+yaml'

function statusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error
  throw error
}

async function refused(kubernetes: Kubernetes, call: Call): Promise<StatusError> {
  return kubernetes
    .send(call)
    .then(({ status }) => Promise.reject(new Error(`${call.path} was answered with ${status}`)), statusError)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) if (await holds()) return
  throw new Error('it did not come to be within 30 s')
}

async function behaviour(t: Test, kubeconfig: string): Promise<void> {
  const as = (name: string) => openFrom(t, kubeconfig.replace(/^current-context: .*$/m, `current-context: ${name}`))
  const { kubernetes: admin, calls } = await as('admin')
  const { kubernetes: reader } = await as('reader')
  const { kubernetes: nobody } = await as('nobody')

  /** A namespace for one test, deleted afterwards. */
  async function namespace(t: Test, labels: object = {}): Promise<string> {
    const name = `scs-conformance-test-${randomUUID().slice(0, 8)}`
    const { status, body } = await admin.send({
      method: 'POST',
      path: namespaces,
      body: { metadata: { name, labels } },
    })
    t.match(
      { status, body },
      { status: 201, body: { kind: 'Namespace', metadata: { name }, status: { phase: 'Active' } } },
    )
    t.teardown(async () => {
      await admin.send({ method: 'DELETE', path: `${namespaces}/${name}`, accept: [404, 409] })
    })
    await until(async () => {
      const path = `${namespaces}/${name}/serviceaccounts/default`
      return (await admin.send({ path, accept: [404] })).status === 200
    })
    return name
  }

  t.test('version, clock and rights are looked at first', async (t) => {
    const { items, failure } = await preflight(reader)
    t.equal(failure, undefined)
    t.match(items, [
      { id: 'reachability', outcome: 'ok' },
      { id: 'authentication', outcome: 'ok', message: 'system:serviceaccount:scs-testbed:reader' },
      { id: 'version', outcome: 'ok', message: /^Kubernetes v1\.\d+\.\d+/ },
      { id: 'permissions' },
      { id: 'clock-skew', outcome: 'ok' },
    ])
    t.match(await serverVersion.load({ kubernetes: reader }, context), { gitVersion: /^v1\.\d+\.\d+/ })
  })

  t.test('four ways to log in', async (t) => {
    for (const [name, user] of Object.entries({
      admin: 'admin',
      nobody: 'nobody',
      reader: 'system:serviceaccount:scs-testbed:reader',
      runner: 'system:serviceaccount:scs-testbed:runner',
      exec: 'system:serviceaccount:scs-testbed:reader',
      'token-file': 'system:serviceaccount:scs-testbed:reader',
    })) {
      const { kubernetes } = await as(name)
      const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews'
      t.match((await kubernetes.send({ method: 'POST', path, body: {} })).body, {
        kind: 'SelfSubjectReview',
        status: { userInfo: { username: user, groups: /system:authenticated/ } },
      })
    }
  })

  t.test('nodes, in one page or in many', async (t) => {
    const found = await nodesFact.load({ kubernetes: reader }, context)
    t.ok(found.length >= 3, `${found.length} nodes`)
    for (const node of found) {
      t.match(node, { ready: true, kubeletVersion: /^v1\./ })
      t.equal(node.labels['kubernetes.io/hostname'], node.name)
      t.ok(node.addresses.some(({ type }) => type === 'InternalIP'))
    }
    const before = calls.length
    const paged = await admin.list({ path: '/api/v1/nodes', query: { limit: '2' } }, wireNode)
    t.ok(calls.length - before > 1, `${calls.length - before} pages`)
    t.strictSame(
      paged.map(({ metadata }) => metadata.name).toSorted(),
      found.map(({ name }) => name),
    )
    const query = { limit: '2' }
    const { body } = await reader.send({ path: '/api/v1/nodes', query })
    t.match(body, {
      kind: 'NodeList',
      apiVersion: 'v1',
      metadata: { resourceVersion: /^\d+$/, continue: /./, remainingItemCount: found.length - 2 },
    })
    t.notOk('kind' in ((body as { items: object[] }).items[0] ?? {}), 'items of built-in kinds do not repeat it')
    const one = { fieldSelector: `metadata.name=${found[0]?.name}` }
    t.equal((await reader.list({ path: '/api/v1/nodes', query: one }, wireNode)).length, 1)
    const none = { labelSelector: 'no.example/such' }
    t.strictSame(await reader.list({ path: '/api/v1/nodes', query: none }, wireNode), [])
  })

  t.test('refusals, each with its cause and in the words of the server', async (t) => {
    const list = { path: '/api/v1/nodes' }
    t.match(await refused(nobody, list), {
      kind: 'forbidden',
      status: 403,
      message: /User "nobody" cannot list resource "nodes" in API group "" at the cluster scope/,
    })
    t.match(await refused(admin, { path: '/api/v1/nodes/scs-none' }), {
      kind: 'dependency',
      status: 404,
      message: /nodes "scs-none" not found/,
    })
    t.match(await refused(admin, { path: '/apis/none.example/v1/things' }), { status: 404 })
    t.match(await refused(admin, { path: '/api/v1/scs-things' }), {
      message: /the server could not find the requested resource/,
    })
    t.match(await refused(admin, { ...list, method: 'PUT' }), { status: 405 })
    t.match(await refused(admin, { ...list, query: { continue: 'nonsense' } }), { status: 400, message: /continue/ })
    const wrong = parse(kubeconfig) as { users: { name: string; user: object }[] }
    const stranger = { ...wrong, users: wrong.users.map(({ name }) => ({ name, user: { token: 'cAnary-wrong' } })) }
    const { kubernetes } = await openFrom(t, stringify(stranger))
    const told = await refused(kubernetes, list)
    t.match(told, { kind: 'auth', status: 401 })
    t.notMatch(told.message, /cAnary/)
  })

  t.test('without credentials', async (t) => {
    const { status, headers, text } = await admin.anonymous({ path: '/version' })
    t.match(
      { status, headers, text },
      { status: 200, headers: { 'content-type': 'application/json' }, text: /gitVersion/ },
    )
    const kept = await admin.anonymous({ path: namespaces })
    t.equal(kept.status, 403)
    t.match(JSON.parse(kept.text), { kind: 'Status', reason: 'Forbidden', message: /system:anonymous/, code: 403 })
    t.equal((await admin.anonymous({ path: '/readyz' })).text, 'ok')
  })

  t.test('who may do what', async (t) => {
    const ask = async (kubernetes: Kubernetes, kind: string, spec: object) => {
      const path = `/apis/authorization.k8s.io/v1/${kind}`
      return ((await kubernetes.send({ method: 'POST', path, body: { spec } })).body as { status: object }).status
    }
    const nodes = { resourceAttributes: { verb: 'list', resource: 'nodes' } }
    t.match(await ask(reader, 'selfsubjectaccessreviews', nodes), {
      allowed: true,
      reason:
        'RBAC: allowed by ClusterRoleBinding "scs-testbed-reader" of ClusterRole "scs-testbed-reader" to ServiceAccount "reader/scs-testbed"',
    })
    t.match(await ask(nobody, 'selfsubjectaccessreviews', nodes), { allowed: false })
    const node = { user: 'system:node:none', groups: ['system:nodes'] }
    const secret = { resourceAttributes: { verb: 'get', resource: 'secrets', namespace: 'default', name: 'none' } }
    t.match(await ask(reader, 'subjectaccessreviews', { ...node, ...secret }), {
      allowed: false,
      reason: "no relationship found between node 'none' and this object",
    })
    t.match(
      await refused(nobody, { method: 'POST', path: '/apis/authorization.k8s.io/v1/subjectaccessreviews', body: {} }),
      {
        status: 403,
      },
    )
  })

  t.test('a namespace comes and goes, and takes what is in it along', async (t) => {
    const name = await namespace(t)
    const path = `${namespaces}/${name}`
    t.match(await refused(admin, { method: 'POST', path: namespaces, body: { metadata: { name } } }), {
      status: 409,
      message: /already exists/,
    })
    const pinned = { name: 'pinned', finalizers: ['example.com/pin'] }
    await admin.send({ method: 'POST', path: `${path}/configmaps`, body: { metadata: pinned, data: { a: '1' } } })
    t.match((await admin.send({ method: 'DELETE', path })).body, { status: { phase: 'Terminating' } })
    t.match(
      await refused(admin, { method: 'POST', path: `${path}/configmaps`, body: { metadata: { name: 'late' } } }),
      {
        status: 403,
        message: /because it is being terminated/,
      },
    )
    const isThere = async (which: string) => (await admin.send({ path: which, accept: [404] })).status === 200
    t.ok(await isThere(path), 'a finalizer of somebody holds it')
    await admin.send({
      method: 'PATCH',
      path: `${path}/configmaps/pinned`,
      body: { metadata: { finalizers: null } },
      contentType: 'application/merge-patch+json',
    })
    await until(async () => !(await isThere(path)))
    t.match(await refused(admin, { method: 'DELETE', path }), { status: 404 })
  })

  t.test('what is leased is gone afterwards', async (t) => {
    const entries: string[] = []
    const ledger = {
      record: async ({ event, name }: LedgerEntry) => void entries.push(`${event} ${name}`),
    }
    const create = async (name: string) => {
      await admin.send({ method: 'POST', path: namespaces, body: { metadata: { name } } })
    }
    const thing = { kind: 'namespace', suffix: 'leased', path: namespaces, create }
    const runId = randomUUID().slice(0, 8)
    const found = await lease({ kubernetes: admin, runId, ledger }, thing, async (name) => {
      return (await admin.send({ path: `${namespaces}/${name}` })).status
    })
    t.strictSame(found, { value: 200, leftover: null })
    const name = `scs-conformance-${runId}-leased`
    t.strictSame(entries, [`planned ${name}`, `made ${name}`, `gone ${name}`])
  })

  t.test('server-side apply: who set what', async (t) => {
    const path = `${namespaces}/${await namespace(t)}/configmaps/applied`
    const apply = (fieldManager: string, data: object, force = 'false'): Call => ({
      method: 'PATCH',
      path,
      query: { fieldManager, force },
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data },
      contentType: applyPatch,
    })
    t.match(await admin.send(apply('one', { a: '1', b: '2' })), { status: 201, body: { data: { a: '1', b: '2' } } })
    t.match(await admin.send(apply('one', { a: '1', b: '2' })), { status: 200 })
    t.match(await refused(admin, apply('two', { a: '3' })), {
      status: 409,
      message: /Apply failed with 1 conflict: conflict with "one": \.data\.a/,
    })
    t.match((await admin.send(apply('two', { a: '3' }, 'true'))).body, { data: { a: '3', b: '2' } })
    const { body } = await admin.send(apply('one', {}))
    t.strictSame((body as { data: object }).data, { a: '3' }, 'what one no longer wants goes, what two took stays')
    t.match(await refused(admin, { ...apply('', {}), query: {} }), { status: 422, message: /fieldManager/ })
  })

  t.test('what is wrong with an object', async (t) => {
    const path = `${namespaces}/${await namespace(t)}`
    const make = (kind: string, body: object) => refused(admin, { method: 'POST', path: `${path}/${kind}`, body })
    t.match(await make('configmaps', { metadata: { name: 'Bad_Name' } }), { status: 422, message: /RFC 1123/ })
    t.match(await make('persistentvolumeclaims', { metadata: { name: 'claim' }, spec: {} }), {
      status: 422,
      message: /spec\.accessModes: Required value.*spec\.resources\[storage\]: Required value/,
    })
    t.match(await make('pods', { metadata: { name: 'pod' }, spec: { containers: [] } }), {
      status: 422,
      message: /spec\.containers: Required value/,
    })
    t.match(await make('configmaps', { metadata: { name: 'x', namespace: 'other' } }), { status: 400 })
    t.match(
      await refused(admin, {
        method: 'POST',
        path: `${namespaces}/scs-none/configmaps`,
        body: { metadata: { name: 'x' } },
      }),
      { status: 404, message: /namespaces "scs-none" not found/ },
    )
  })

  t.test('a claim waits for a class that is not there', async (t) => {
    const path = `${namespaces}/${await namespace(t)}/persistentvolumeclaims`
    const resources = { requests: { storage: '1Gi' } }
    const spec = { storageClassName: 'scs-none', accessModes: ['ReadWriteOnce'], resources }
    await admin.send({ method: 'POST', path, body: { metadata: { name: 'claim' }, spec } })
    t.match((await reader.send({ path: `${path}/claim` })).body, { status: { phase: 'Pending' }, spec })
    const deleted = await admin.send({ method: 'DELETE', path: `${path}/claim` })
    t.match(deleted, { status: 200, body: { kind: 'PersistentVolumeClaim' } })
    await until(async () => (await admin.send({ path: `${path}/claim`, accept: [404] })).status === 404)
  })

  t.test('pod security is enforced and warned of, also on a dry run', async (t) => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/warn': 'restricted' }
    const path = `${namespaces}/${await namespace(t, labels)}/pods`
    const pod = (securityContext: object) => ({
      metadata: { name: 'trial' },
      spec: { containers: [{ name: 'trial', image: 'registry.invalid/none:1', securityContext }] },
    })
    const make = { method: 'POST', path, query: { dryRun: 'All' } } as const
    t.match(await refused(admin, { ...make, body: pod({ privileged: true }) }), {
      status: 403,
      message: /violates PodSecurity "baseline:latest": privileged \(container "trial" must not set/,
    })
    const { status, headers } = await admin.send({ ...make, body: pod({}) })
    t.equal(status, 201)
    t.match(headers['warning'], /would violate PodSecurity \\"restricted:latest\\": allowPrivilegeEscalation != false/)
    t.equal((await admin.send({ path: `${path}/trial`, accept: [404] })).status, 404)
  })

  t.test('a stream', async (t) => {
    let text = ''
    await admin.stream({ path: '/metrics' }, (more) => void (text += more))
    t.match(text, /^apiserver_audit_event_total \d/m)
  })

  t.test('the log of a pod that runs, to its end', async (t) => {
    const free = (await nodesFact.load({ kubernetes: admin }, context)).filter(({ taints }) => taints.length === 0)
    const kept = await Promise.all(free.map(async ({ name }) => ((await isPlayed(admin, name)) ? [] : [name])))
    const [node = free[0]?.name ?? ''] = kept.flat()
    const path = `${namespaces}/${await namespace(t)}/pods`
    const made = { metadata: { name: 'speaker' }, spec: speaker(node) }
    await admin.send({ method: 'POST', path, body: made })
    const early = await refused(admin, { path: `${path}/none/log` })
    t.match(early, { status: 404, message: /pods "none" not found/ })
    if (await isPlayed(admin, node)) return // kwok's pods say nothing
    await until(async () => {
      const { body } = await admin.send({ path: `${path}/speaker` })
      return !['', 'Pending'].includes((body as { status: { phase?: string } }).status.phase ?? '')
    })
    let text = ''
    await admin.stream({ path: `${path}/speaker/log`, query: { follow: 'true' } }, (more) => void (text += more))
    t.equal(text, 'one\ntwo\n')
    await until(async () => {
      const { body } = await admin.send({ path: `${path}/speaker` })
      return (body as { status: { phase?: string } }).status.phase === 'Succeeded'
    })
  })
}

/** Says two words and ends. */
function speaker(node: string): object {
  const command = ['/bin/sh', '-c', 'echo one; sleep 1; echo two']
  return {
    restartPolicy: 'Never',
    nodeSelector: { 'kubernetes.io/hostname': node },
    containers: [{ name: 'speaker', image: 'registry.invalid/busybox:1', imagePullPolicy: 'IfNotPresent', command }],
  }
}

async function isPlayed(kubernetes: Kubernetes, node: string): Promise<boolean> {
  const { body } = await kubernetes.send({ path: `/api/v1/nodes/${node}` })
  return JSON.stringify(body).includes('"kwok.x-k8s.io/node":"fake"')
}
