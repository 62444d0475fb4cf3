import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { stringify } from 'yaml'
import { folder } from '../../testbed/cli.ts'
import { cliUser, reportIn } from '../../testbed/cli-user.ts'
import { installClusterApi, startControllers } from '../../testbed/cluster-api.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { openCluster } from '../kubernetes/connect.ts'
import { readKubeconfigFiles } from '../kubernetes/kubeconfig/files.ts'
import { redactor as newRedactor } from '../redact.ts'

// `run --provision` with Cluster API, on a simulated API server, or on a real one where SCS_TESTBED_KUBECONFIG names it (its
// context admin may do all). Controllers of our own play Cluster API there, and the cluster that they "make" is that API
// server itself.

const runs = ['--quiet', '--tests', 'version-policy']

const simulator = await startClusterSimulator({ description: {} })
t.teardown(() => simulator.stop())
const simulated = join(folder(), 'kubeconfig')
simulator.writeKubeconfig(simulated)
const apiServer = process.env['SCS_TESTBED_KUBECONFIG'] ?? simulated
t.setTimeout(300_000)
t.test('what Cluster API makes', { timeout: 120_000 }, (t) => onApiServer(t, apiServer))

const template = `
apiVersion: cluster.x-k8s.io/v1beta2
kind: Cluster
metadata: {name: "\${CLUSTER_NAME}"}
spec: {clusterNetwork: {pods: {cidrBlocks: ["192.168.0.0/16"]}}}
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
kind: OpenStackCluster
metadata: {name: "\${CLUSTER_NAME}-infra"}
spec: {identityRef: {name: "\${CLUSTER_NAME}-cloud-config"}}
---
apiVersion: v1
kind: Secret
metadata: {name: "\${CLUSTER_NAME}-cloud-config"}
data: {clouds.yaml: "\${CLOUDS_YAML_B64}"}
`

async function onApiServer(t: Test, file: string): Promise<void> {
  const choice = { environment: {}, directory: process.cwd(), home: folder(), kubeconfig: file, context: 'admin' }
  const cluster = await openCluster(choice, { redactor: newRedactor() })
  await using _closing = { [Symbol.asyncDispose]: () => cluster.close() }
  const { kubernetes } = cluster
  const files = await readKubeconfigFiles(file, choice)
  const context = files?.contexts.get('admin')?.value
  const kubeconfig = stringify({
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: files?.clusters.get(context?.cluster ?? '')?.value }],
    users: [{ name: 'u', user: files?.users.get(context?.user ?? '')?.value }],
  })
  const namespace = `provision-test-${process.pid}`
  await using _installed = await installClusterApi(kubernetes, namespace)
  const clusters = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${namespace}`
  const objects = async () => {
    const lists = [`${clusters}/clusters`, `/api/v1/namespaces/${namespace}/secrets`].map((path) =>
      kubernetes.send({ path }),
    )
    const bodies = (await Promise.all(lists)).map(({ body }) => body as { items: { metadata: { name: string } }[] })
    return bodies.flatMap(({ items }) => items.map(({ metadata }) => metadata.name))
  }
  const described = ({ write }: ReturnType<typeof cliUser>) => {
    write('cluster.yaml', template)
    write('clouds.yaml', 'clouds: {mine: {auth: {password: the-password-of-the-cloud}}}')
    const variables = 'variables: {CLOUDS_YAML_B64: {file: clouds.yaml, base64: true}}'
    const where = `kubeconfig: ${file}, context: admin, namespace: ${namespace}, template: cluster.yaml`
    return write(
      'clusters.yaml',
      `clusters: {own-1.36: {kind: capi, ${where}, ${variables}, timeouts: {ready: 30, gone: 30}}}`,
    )
  }

  await t.test('made, judged, deleted', async (t) => {
    await using api = startControllers(kubernetes, namespace, kubeconfig)
    const it = cliUser()
    const output = folder()
    const { stderr } = await it.call([
      'run',
      '--provision',
      described(it),
      '--output',
      output,
      '--tests',
      'version-policy',
    ])
    const report = reportIn(output)
    t.equal(report.subject, 'own-1.36', stderr)
    t.match(report.preflight[0], { id: 'reachability', outcome: 'ok' })
    t.match(report.results['version-policy-check'], { verdict: /PASS|FAIL/ })
    t.match(stderr, /own-1\.36: cluster scs-conformance-\w{8}-own-1-36 is ready/)
    t.match(api.events, [/^scs-conformance-\w{8}-own-1-36 made/, /deleted with its credentials/])
    t.same([await objects(), it.left()], [[], []])
    t.notMatch(stderr, /the-password/)
  })

  await t.test('never ready, and interrupted', async (t) => {
    await using api = startControllers(kubernetes, namespace)
    const it = cliUser()
    const output = folder()
    const { code, stderr } = await it.call(['run', '--provision', described(it), '--output', output], {
      signal: { name: 'SIGINT', at: 'Provisioning' },
    })
    t.equal(code, 130, stderr)
    t.match(reportIn(output), {
      complete: false,
      preflight: [{ message: /could not be provisioned: the run was interr/ }],
    })
    t.match(api.events, [/made/, /deleted with its credentials/])
    t.same([await objects(), it.left()], [[], []])
  })

  await t.test('killed while it waits; cleanup deletes what the ledger names, the Cluster first', async (t) => {
    await using api = startControllers(kubernetes, namespace)
    const it = cliUser()
    await it.call(['run', '--provision', described(it)], { signal: { name: 'SIGKILL', at: 'Provisioning' } })
    t.equal((await objects()).length, 2)
    // Others use this API server too: what they have made is not in our ledger, and is kept.
    const shown = await it.call(['cleanup'])
    t.match(shown.stdout, /4 to delete; nothing was deleted yet: scs-conformance cleanup --yes/)
    const done = await it.call(['cleanup', '--yes'])
    t.match(done, { code: 0, stdout: /^gone: Cluster [^]*gone: Secret [^]*4 deleted\n$/ }, done.stdout)
    t.match(api.events, [/made/, /deleted with its credentials/])
    t.same([await objects(), it.left()], [[], []])
  })

  await t.test('without a ledger it is found by its name', async (t) => {
    await using api = startControllers(kubernetes, namespace)
    const it = cliUser()
    await it.call(['run', '--provision', described(it)], { signal: { name: 'SIGKILL', at: 'Provisioning' } })
    const elsewhere = cliUser()
    const [run = ''] = it.left().map((name) => name.slice(0, 8))
    const place = ['--kubeconfig', file, '--context', 'admin', '--run', run]
    const done = await elsewhere.call(['cleanup', ...place, '--yes'])
    t.match(done, { code: 0, stdout: /^gone: Cluster scs-conformance-\w{8}-own-1-36 \(cluster admin\)\n/ })
    t.match(api.events, [/made/, /deleted with its credentials/])
    t.equal((await it.call(['cleanup', '--yes'])).code, 0)
    t.same([await objects(), it.left()], [[], []])
  })

  await t.test('kept on request, and deleted as it was said', async (t) => {
    await using api = startControllers(kubernetes, namespace, kubeconfig)
    const it = cliUser()
    const { stderr } = await it.call(['run', '--provision', described(it), '--keep-cluster', ...runs])
    const command = /to delete it: scs-conformance (cleanup --run \w{8} --yes)/.exec(stderr)?.[1]?.split(' ') ?? []
    const path = /KUBECONFIG=([^)]+)/.exec(stderr)?.[1] ?? ''
    t.ok(existsSync(path), stderr)
    t.equal(api.events.length, 1)
    t.match(await it.call(command), { code: 0, stdout: /4 deleted/ })
    t.same([await objects(), it.left()], [[], []])
  })
}
