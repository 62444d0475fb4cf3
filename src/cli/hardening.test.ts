import { execFileSync, type ExecFileSyncOptions } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Report } from '../report.ts'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'

/**
 * scs-0211, 0215 and 0217 on the real API server that SCS_TESTBED_KUBECONFIG names (testbed/kubernetes): as its
 * administrator, as a user who may only look, and with mistakes put into the cluster.
 */
const kubeconfig = process.env['SCS_TESTBED_KUBECONFIG']

const byAdmin = {
  'scs-0211-default-class': 'PASS',
  'scs-0211-read-write-once': 'PASS',
  'scs-0211-not-node-local': 'FAIL', // its volumes are paths on this machine
  'scs-0212-tls': 'MISS',
  'scs-0215-request-limits': 'PASS',
  'scs-0215-event-rate-limit': 'FAIL',
  'scs-0215-priority-and-fairness': 'PASS',
  'scs-0215-etcd-compaction': 'MISS', // etcd is not shown
  'scs-0215-certificate-rotation': 'PASS',
  'scs-0215-ca-validity': 'PASS',
  'scs-0217-etcd-tls': 'FAIL', // it is on loopback, without
  'scs-0217-etcd-client-certificates': 'MISS',
  'scs-0217-api-server-tls': 'PASS',
  'scs-0217-anonymous-requests': 'PASS',
  'scs-0217-anonymous-grants': 'PASS',
  'scs-0217-authentication-methods': 'PASS',
  'scs-0217-authorization-modes': 'PASS',
  'scs-0217-authenticated-secrets': 'PASS',
  'scs-0217-node-restriction': 'PASS',
  'scs-0217-pod-security-admission': 'PASS',
  'scs-0217-pod-security-baseline': 'FAIL',
  'scs-0217-audit-log': 'FAIL',
}

/** What cannot be seen with the least of rights, and what cannot be made. */
const byReader = Object.fromEntries(
  Object.entries(byAdmin).map(([id, verdict]) => {
    const open = /default-class|fairness|rotation|server-tls|anonymous|authorization|authenticated|0212/.test(id)
    const etcd = /compaction|etcd-client/.test(id)
    return [id, open || etcd ? verdict : 'DNF']
  }),
)

async function judge(
  context: string,
  tests: string,
  more: readonly string[] = [],
  file = kubeconfig ?? '',
): Promise<Report['results']> {
  const output = folder()
  const args = ['run', '-k', file, '--context', context, '--tests', tests, '--output', output, '--quiet', ...more]
  const { code, stderr } = await scsConformance(args)
  if (code !== 1 && code !== 2) throw new Error(stderr)
  return (JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report).results
}

async function verdicts(context: string, ids: readonly string[]) {
  const results = await judge(context, `^(${ids.join('|')})$`)
  return Object.fromEntries(ids.map((id) => [id, results[id]?.verdict]))
}

function kubectl(args: readonly string[], input?: object): string {
  const options: ExecFileSyncOptions = { input: input ? JSON.stringify(input) : '', stdio: ['pipe', 'pipe', 'inherit'] }
  return execFileSync('kubectl', ['--kubeconfig', kubeconfig ?? '', '--context', 'admin', ...args], options).toString()
}

/** Puts objects into the cluster for the time of one test. */
function put(t: Test, ...items: readonly object[]): void {
  const list = { apiVersion: 'v1', kind: 'List', items }
  t.teardown(() => kubectl(['delete', '--ignore-not-found', '--wait=true', '-f', '-'], list))
  kubectl(['apply', '-f', '-'], list)
}

/** Parts of Harbor's API that show a feature, below /api/v2.0. */
const features: readonly string[] = [
  '/auditlog-exts',
  '/robots',
  '/projects/1/members',
  '/scanners',
  '/projects',
  '/quotas',
  '/system/gc',
  '/replication/policies',
]

interface ListedNode {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
}

const metadata = { name: 'hardening-test' }
const rbac = 'rbac.authorization.k8s.io'

function grant(group: string, rule: object): readonly object[] {
  const here = { ...metadata, namespace: 'default' }
  const roleRef = { apiGroup: rbac, kind: 'Role', name: here.name }
  const subjects = [{ apiGroup: rbac, kind: 'Group', name: group }]
  return [
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: here, rules: [{ apiGroups: [''], ...rule }] },
    { apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata: here, roleRef, subjects },
  ]
}

function staticPod(component: string, ...flags: readonly string[]): object {
  const labels = { component, tier: 'control-plane' }
  const container = { name: component, image: 'none', command: [component, ...flags] }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${component}-hardening-test`, namespace: 'kube-system', labels },
    spec: { containers: [container], schedulerName: 'nobody', terminationGracePeriodSeconds: 0 },
  }
}

t.test('a registry is named by a URL without a password, for a cluster', async (t) => {
  const run = (...args: readonly string[]) => scsConformance(['run', ...args])
  t.match(await run('--layer', 'kaas', '--registry', 'r.example'), { code: 64, stderr: /must be a URL such as https/ })
  t.match(await run('--layer', 'kaas', '--registry', 'https://u:p@r.example'), { code: 64, stderr: /password/ })
  t.match(await run('--layer', 'iaas', '--registry', 'https://r.example'), {
    code: 64,
    stderr: /--registry names a cluster/,
  })
})

/** Verdicts on a simulated cluster of testbed/clusters, by id. */
async function onSimulator(description: string, more: readonly string[] = []) {
  await using simulator = await startClusterSimulator({ description: `testbed/clusters/${description}.yaml` })
  const file = join(folder(), 'kubeconfig')
  simulator.writeKubeconfig(file, 'admin')
  const results = await judge('admin', '^scs-02(11|12|15|17)-', more, file)
  return Object.entries(results).filter(([id]) => /^scs-02(11|12|15|17)-/.test(id))
}

t.test('a simulated cluster as the standards want it: only what nobody sees is left to attest', async (t) => {
  const others = (await onSimulator('conformant')).filter(([, { verdict }]) => verdict !== 'PASS')
  t.match(
    others.map(([id, { verdict, cause }]) => `${id} ${verdict} ${cause?.kind}`),
    [
      'scs-0211-volume-redundancy MISS manual',
      ...['tls', 'authentication', 'required-features'].map((what) => `scs-0212-${what} MISS manual`),
      'scs-0215-etcd-backup MISS manual',
      'scs-0217-etcd-access MISS manual',
      'scs-0217-internal-ports MISS manual',
      'scs-0217-pod-security-baseline MISS manual',
    ],
  )
})

t.test('a simulated cluster full of mistakes, and a registry without TLS', async (t) => {
  const registry = createServer(({ url = '' }, response) => {
    const isThere = url === '/v2/' || features.includes(url.slice('/api/v2.0'.length))
    const said = { '/api/v2.0/ping': 'Pong', '/api/v2.0/systeminfo': '{"auth_mode":"oidc_auth"}' }[url]
    response
      .writeHead(said ? 200 : isThere ? 401 : 404, isThere ? { 'www-authenticate': 'Bearer realm="x"' } : {})
      .end(said)
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  t.teardown(() => registry.close())
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`
  const results = (await onSimulator('seeded', ['--registry', url])).filter(([, { cause }]) => cause?.kind !== 'manual')
  t.same(
    results.filter(([, { verdict }]) => verdict !== 'FAIL').map(([id, { verdict }]) => `${id} ${verdict}`),
    [
      'scs-0211-read-write-once PASS',
      'scs-0212-authentication PASS',
      'scs-0212-required-features PASS',
      'scs-0215-certificate-rotation PASS',
      'scs-0217-api-server-tls PASS',
      'scs-0217-authentication-methods PASS',
    ],
  )
  t.ok(results.some(([id, { verdict }]) => id === 'scs-0212-tls' && verdict === 'FAIL'))
})

if (kubeconfig) {
  t.setTimeout(300_000)

  t.test('as the administrator', async (t) => {
    t.same(await verdicts('admin', Object.keys(byAdmin)), byAdmin)
    t.notMatch(
      kubectl(['get', 'namespaces,persistentvolumes', '-o', 'name']),
      /scs-conformance-[0-9a-f]+-(volume|bare)/,
    )
  })

  t.test('as a user who may only look', async (t) => {
    t.same(await verdicts('reader', Object.keys(byReader)), byReader)
  })

  t.test('rights for everybody are seen', async (t) => {
    put(t, ...grant('system:unauthenticated', { verbs: ['get'], resources: ['configmaps'] }))
    const id = 'scs-0217-anonymous-grants'
    t.match((await judge('admin', id))[id], {
      verdict: 'FAIL',
      violations: [{ subject: 'RoleBinding default/hardening-test', actual: 'get on configmaps' }],
    })
  })

  t.test('secrets for all who are logged in are seen', async (t) => {
    put(t, ...grant('system:authenticated', { verbs: ['list'], resources: ['secrets'] }))
    const id = 'scs-0217-authenticated-secrets'
    t.match((await judge('reader', id))[id], {
      verdict: 'FAIL',
      violations: [{ actual: /may list them .*hardening-test/ }],
    })
  })

  t.test(
    'a policy by label is seen, and so is a second default class, whose volumes wait and would stay',
    async (t) => {
      const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' }
      put(t, {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { ...metadata, annotations },
        provisioner: 'kubernetes.io/host-path',
        reclaimPolicy: 'Retain',
        volumeBindingMode: 'WaitForFirstConsumer',
      })
      put(t, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { ...metadata, labels: { 'pod-security.kubernetes.io/warn': 'baseline' } },
      })
      const ids = ['scs-0211-default-class', 'scs-0211-read-write-once', 'scs-0217-pod-security-baseline']
      t.same(Object.values(await verdicts('admin', ids)), ['FAIL', 'PASS', 'MISS'])
      t.notMatch(
        kubectl(['get', 'persistentvolumes', '-o', 'jsonpath={.items[*].spec.storageClassName}']),
        /hardening-test/,
      )
    },
  )

  t.test('a control plane that runs as pods is judged by their flags', async (t) => {
    const ids = ['scs-0215-etcd-compaction', 'scs-0217-etcd-client-certificates', 'scs-0217-node-restriction']
    put(
      t,
      staticPod('etcd', '--client-cert-auth=true', '--auto-compaction-retention=8h'),
      staticPod('kube-apiserver', '--authorization-mode=Node,RBAC', '--enable-admission-plugins=Priority'),
    )
    t.same(Object.values(await verdicts('reader', ids)), ['PASS', 'PASS', 'FAIL'])
  })

  t.test('real kubelets are seen to be configured well; the fake ones leave it open', async (t) => {
    const { items } = JSON.parse(kubectl(['get', 'nodes', '-o', 'json'])) as { readonly items: readonly ListedNode[] }
    const isFake = ({ metadata }: ListedNode) => metadata.annotations?.['kwok.x-k8s.io/node'] === 'fake'
    const real = items.filter((node) => !isFake(node)).map(({ metadata }) => `kubelet of ${metadata.name}`)
    const results = await judge('admin', 'scs-0217-kubelet-')
    for (const id of ['anonymous', 'authorization', 'read-only-port'].map((what) => `scs-0217-kubelet-${what}`)) {
      t.match(results[id], { verdict: items.some(isFake) ? 'DNF' : 'PASS', examined: real, violations: [] })
    }
  })
}
