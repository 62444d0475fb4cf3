import { folder } from '../../testbed/cli.ts'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { managementCluster, type ManagementCluster } from '../../testbed/management-cluster.ts'
import { ProbeError } from '../fact.ts'
import type { LedgerEntry } from '../ledger.ts'
import { redactor as newRedactor } from '../redact.ts'
import type { CapiPlan } from './cluster-plan.ts'
import { withCluster, type ProvisionContext, type ProvisionedCluster } from './provisioner.ts'

process.env['TMPDIR'] = folder() // what is kept on request goes with it

const run = '1f2e3d4c'
const name = `scs-conformance-${run}-k1-36`
const clusters = '/apis/cluster.x-k8s.io/v1beta2/namespaces/org/clusters'
const secret = `/api/v1/namespaces/org/secrets/${name}-kubeconfig`
const kubeconfig = JSON.stringify({
  clusters: [{ name: 'c', cluster: { server: 'https://c.test' } }],
  users: [{ name: 'u', user: { token: 'token-of-the-cluster' } }],
})
const template = `
apiVersion: v1
kind: Secret
metadata: {name: "\${CLUSTER_NAME}-cloud-config"}
data: {clouds.yaml: "\${CLOUDS}"}
---
apiVersion: cluster.x-k8s.io/v1beta2
kind: Cluster
metadata: {name: "\${CLUSTER_NAME}"}
spec: {replicas: \${COUNT}}
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
kind: OpenStackCluster
metadata: {name: "prefix-\${CLUSTER_NAME}-infra"}
`

type Conditions = readonly { readonly type: string; readonly status: string; readonly reason?: string }[]

/** Controllers that give the Cluster these conditions as soon as it is there, and its secret. */
function controllers(conditions: Conditions, config: string | null = kubeconfig) {
  return managementCluster((method, path, objects) => {
    const cluster = objects.get(`${clusters}/${name}`)
    if (method !== 'PATCH' || !path.startsWith(clusters) || !cluster) return
    objects.set(`${clusters}/${name}`, { ...cluster, status: { phase: 'Provisioned', conditions } })
    const data = { value: Buffer.from(config ?? '').toString('base64') }
    if (config !== null) objects.set(secret, { metadata: { name: `${name}-kubeconfig` }, data })
  })
}
const available: Conditions = [{ type: 'Available', status: 'True' }]

function provisioning({ kubernetes }: Pick<ManagementCluster, 'kubernetes'>, more: Partial<CapiPlan> = {}) {
  const file = `${folder()}/cluster.yaml`
  writeFileSync(file, template)
  const entries: LedgerEntry[] = []
  const lines: string[] = []
  const redactor = newRedactor()
  const interrupt = new AbortController()
  const context: ProvisionContext = {
    runId: run,
    ledger: { record: async (entry) => void entries.push(entry) },
    signal: interrupt.signal,
    environment: { CLOUDS: 'a secret clouds.yaml' },
    redactor,
    lookEveryMs: 5,
    progress: (line) => void lines.push(line),
    openCluster: () => Promise.resolve(kubernetes),
  }
  const plan: CapiPlan = {
    subject: '1.36',
    file: 'provision.yaml',
    kind: 'capi',
    kubeconfig: '/management',
    namespace: 'org',
    template: file,
    variables: { COUNT: '3', CLOUDS: { env: 'CLOUDS', base64: true } },
    readyTimeoutMs: 5_000,
    goneTimeoutMs: 2_000,
    ...more,
  }
  const provision = <Value>(use: (cluster: ProvisionedCluster) => Promise<Value>) => withCluster(plan, context, use)
  return { provision, entries, lines, redactor, interrupt, context }
}

const left = (entries: readonly LedgerEntry[]) =>
  entries.filter(({ event, name }) => event === 'made' && !entries.some((e) => e.event === 'gone' && e.name === name))

t.test('applied, awaited, used, and deleted: the Cluster first of all', async (t) => {
  const management = controllers(available)
  const { provision, entries, lines, redactor } = provisioning(management)
  let path = ''
  const leased = await provision((cluster) => {
    path = cluster.kubeconfig
    t.equal(readFileSync(path, 'utf8'), kubeconfig)
    t.equal(statSync(path).mode & 0o777, 0o600)
    t.match(management.objects.get(`${clusters}/${name}`), { spec: { replicas: 3 }, metadata: { namespace: 'org' } })
    return Promise.resolve('tested')
  })
  t.same(leased, { value: 'tested', leftover: null })
  t.notOk(existsSync(path), 'the kubeconfig is gone too')
  const infra = `/apis/infrastructure.cluster.x-k8s.io/v1beta1/namespaces/org/openstackclusters/prefix-${name}-infra`
  const cloud = `/api/v1/namespaces/org/secrets/${name}-cloud-config`
  t.same(management.writes, [
    `PATCH ${cloud}`,
    `PATCH ${infra}`,
    `PATCH ${clusters}/${name}`,
    `DELETE ${clusters}/${name}`,
    `DELETE ${infra}`,
    `DELETE ${cloud}`,
  ])
  t.same(left(entries), [])
  t.match(
    entries.find(({ kind }) => kind === 'Cluster'),
    { place: { server: 'https://management.test:6443', context: 'management' }, path: clusters, name },
  )
  t.match(lines, [/Provisioned, 0 of 0 machines/, /is ready/])
  t.notMatch(redactor.redact('token-of-the-cluster and a secret clouds.yaml'), /token|clouds/)
  t.notMatch(JSON.stringify(entries), /a secret|YSBzZWNyZXQ/)
})

t.test('whatever goes wrong, each with its own cause, it is deleted', async (t) => {
  const waiting: Conditions = [{ type: 'Available', status: 'False', reason: 'NoQuota' }]
  for (const [management, kind, message] of [
    [controllers(waiting), 'timeout', /not ready after 0.1 s \(Provisioned, .*Available False \(NoQuota\)\)/],
    [controllers(available, null), 'dependency', /is ready, but there is no secret .*-kubeconfig/],
    [controllers(available, 'nonsense'), 'malformed', /has no clusters and users/],
    [controllers(available, '{clusters: [], users: [{user: {exec: {command: x}}}]}'), 'malformed', /names a command/],
  ] as const) {
    const { provision, entries } = provisioning(management, { readyTimeoutMs: 100 })
    await t.rejects(
      provision(() => Promise.resolve()),
      { name: 'ProbeError', kind, message },
    )
    t.same(left(entries), [])
    t.notOk(management.objects.has(`${clusters}/${name}`))
  }
  const { provision, entries } = provisioning(controllers(available))
  await t.rejects(
    provision(() => Promise.reject(new Error('the run crashed'))),
    /crashed/,
  )
  t.same(left(entries), [])
})

t.test('interrupted while it waits', async (t) => {
  const management = controllers([])
  const { provision, entries, interrupt } = provisioning(management)
  const provisioned = provision(() => Promise.resolve())
  setTimeout(() => interrupt.abort(), 30)
  await t.rejects(provisioned, { name: 'ProbeError', kind: 'interrupted' })
  t.same(left(entries), [])
})

t.test('a Cluster that does not go keeps all it was made with, and the ledger names them', async (t) => {
  const management = controllers(available)
  const stubborn = {
    kubernetes: {
      ...management.kubernetes,
      send: async (call: Parameters<typeof management.kubernetes.send>[0]) =>
        call.method === 'DELETE' && call.path.startsWith(clusters)
          ? Promise.reject(new ProbeError('unreachable', 'no'))
          : management.kubernetes.send(call),
    },
  }
  const { provision, entries } = provisioning(stubborn, { goneTimeoutMs: 50 })
  const { leftover } = await provision(() => Promise.resolve())
  t.match(leftover, { message: /Cluster scs-conformance-1f2e3d4c-k1-36 may be left behind: no/ })
  t.equal(new Set(left(entries).map((entry) => entry.name)).size, 4)
})

t.test('kept on request', async (t) => {
  process.env['TMPDIR'] = folder()
  const management = controllers(available)
  const { context, entries } = provisioning(management)
  const plan = { subject: '1.36', file: 'p.yaml', kind: 'capi', kubeconfig: '/m', namespace: 'org' } as const
  const topology = { class: 'c', version: 'v1.36.1', controlPlaneReplicas: 1, workers: [] }
  const limits = { variables: {}, readyTimeoutMs: 1000, goneTimeoutMs: 1000 }
  const leased = await withCluster({ ...plan, ...limits, topology }, { ...context, keep: true }, ({ kubeconfig }) =>
    Promise.resolve(kubeconfig),
  )
  t.ok(existsSync(leased.value))
  t.ok(management.objects.has(`${clusters}/${name}`))
  t.equal(new Set(left(entries).map((entry) => entry.name)).size, 2)
})

t.test('of a ClusterClass, in the API version that is served; the newest cluster stack of a branch', async (t) => {
  const topology = {
    version: '1.36',
    controlPlaneReplicas: 3,
    workers: [{ class: 'worker', replicas: 2, failureDomain: 'az1', variables: { flavor: 'SCS-4V-8' } }],
    variables: { region: 'one' },
  }
  for (const version of ['v1beta2', 'v1beta1']) {
    const management = managementCluster(() => {}, [version])
    const releases = '/apis/clusterstack.x-k8s.io/v1alpha1/namespaces/org/clusterstackreleases'
    for (const [release, kubernetesVersion, ready] of [
      ['stack-1-36-v1', 'v1.36.9', true],
      ['stack-1-36-v2', 'v1.36.10', true],
      ['stack-1-36-v3', 'v1.36.11', false],
      ['stack-1-37-v1', 'v1.37.1', true],
    ] as const)
      management.objects.set(`${releases}/${release}`, {
        metadata: { name: release },
        status: { ready, kubernetesVersion },
      })
    process.env['TMPDIR'] = folder()
    const { context } = provisioning(management)
    const plan = {
      subject: '1.36',
      file: 'p.yaml',
      kind: 'capi',
      kubeconfig: '/m',
      namespace: 'org',
      topology,
    } as const
    const limits = { variables: {}, readyTimeoutMs: 20, goneTimeoutMs: 1000 }
    await t.rejects(
      withCluster({ ...plan, ...limits }, { ...context, keep: true }, () => Promise.resolve()),
      { name: 'ProbeError', kind: 'timeout' },
    )
    const path = `/apis/cluster.x-k8s.io/${version}/namespaces/org/clusters/${name}`
    const className = version === 'v1beta2' ? { classRef: { name: 'stack-1-36-v2' } } : { class: 'stack-1-36-v2' }
    t.match(management.objects.get(path), {
      spec: {
        topology: {
          ...className,
          version: 'v1.36.10',
          controlPlane: { replicas: 3 },
          workers: {
            machineDeployments: [
              {
                class: 'worker',
                name: 'md-0',
                replicas: 2,
                failureDomain: 'az1',
                variables: { overrides: [{ name: 'flavor', value: 'SCS-4V-8' }] },
              },
            ],
          },
          variables: [{ name: 'region', value: 'one' }],
        },
      },
    })
  }
})

t.test('nothing is made where the template or the management cluster is wrong', async (t) => {
  const refused = async (
    text: string,
    says: { name: string; kind?: string; message: RegExp },
    management = managementCluster(),
  ) => {
    const file = `${folder()}/wrong.yaml`
    writeFileSync(file, text)
    const { provision } = provisioning(management, { template: file })
    await t.rejects(
      provision(() => Promise.resolve()),
      says,
    )
    t.same(management.writes, [])
  }
  const cluster = template.split('---')[1] ?? ''
  await refused('a: ${NOPE}', {
    name: 'UsageError',
    message: /wrong.yaml:1: \$\{NOPE\} has no value/,
  })
  await refused('a: [', { name: 'UsageError', message: /wrong.yaml:1: is not YAML/ })
  await refused('{}', { name: 'UsageError', message: /wrong.yaml:1: is no Kubernetes object/ })
  await refused('', { name: 'UsageError', message: /must have one Cluster .* it has none/ })
  await refused(cluster.replace('${CLUSTER_NAME}', 'x-${CLUSTER_NAME}'), {
    name: 'UsageError',
    message: /it has x-scs-conformance/,
  })
  const shared = 'apiVersion: v1\nkind: Secret\nmetadata: {name: openstack}'
  await refused(`${cluster}\n---\n${shared}`, {
    name: 'UsageError',
    message: /wrong.yaml:\d+: Secret openstack must have \$\{CLUSTER_NAME\}/,
  })
  const far = 'apiVersion: v1\nkind: Secret\nmetadata: {name: "${CLUSTER_NAME}", namespace: kube-system}'
  await refused(`${cluster}\n---\n${far}`, { name: 'UsageError', message: /is in another namespace/ })
  const wide = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: "${CLUSTER_NAME}"}'
  await refused(`${cluster}\n---\n${wide}`, {
    name: 'ProbeError',
    kind: 'dependency',
    message: /Namespace is in no namespace/,
  })
  const strange =
    'apiVersion: infrastructure.cluster.x-k8s.io/v1beta1\nkind: Hcloud\nmetadata: {name: "${CLUSTER_NAME}"}'
  await refused(`${cluster}\n---\n${strange}`, { name: 'ProbeError', kind: 'dependency', message: /no Hcloud of/ })
  await refused(
    cluster,
    { name: 'ProbeError', kind: 'dependency', message: /has no Cluster API/ },
    managementCluster(() => {}, []),
  )
})
