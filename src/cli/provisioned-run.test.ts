import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { stringify } from 'yaml'
import { folder, scsConformance, type CliOptions } from '../../testbed/cli.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import { installClusterApi, startControllers } from '../../testbed/cluster-api.ts'
import { openCluster } from '../kubernetes/connect.ts'
import { readKubeconfigFiles } from '../kubernetes/kubeconfig/files.ts'
import { redactor as newRedactor } from '../redact.ts'
import type { Report } from '../report.ts'

// `run --provision` as a user calls it. What Cluster API makes is made on a real API server where SCS_TESTBED_KUBECONFIG
// names one (its context admin may do all); controllers of our own play Cluster API there, and the cluster that they
// "make" is that API server itself.

const runs = ['--quiet', '--tests', 'version-policy']

function reportIn(...path: readonly string[]): Report {
  return JSON.parse(readFileSync(join(...path, 'report.json'), 'utf8')) as Report
}

/** Files and environment of one user. */
function user() {
  const state = folder()
  const temporary = folder()
  const files = folder()
  const write = (name: string, text: string) => {
    const path = join(files, name)
    writeFileSync(path, text, { mode: 0o755 })
    return path
  }
  const env = { XDG_STATE_HOME: state, TMPDIR: temporary, HOME: folder() }
  const call = (args: readonly string[], options: CliOptions = {}) => scsConformance(args, { env, ...options })
  const left = () => {
    const ledgers = join(state, 'scs-conformance')
    return [
      ...(existsSync(ledgers) ? readdirSync(ledgers) : []),
      ...readdirSync(temporary).filter((name) => name.startsWith('scs-')),
    ]
  }
  return { write, call, left, files }
}

t.test('a cluster that cannot be made has a report that says so; the next one is tried', async (t) => {
  const { write, call, left, files } = user()
  write('fail', '#!/bin/sh\necho no quota >&2; exit 1')
  write('delete', '#!/bin/sh\necho "$SCS_SUBJECT" >> "$(dirname "$0")/deleted"')
  const one = '{kind: command, provision: [./fail], unprovision: [./delete]}'
  const file = write('clusters.yaml', `clusters:\n  own-1.35: ${one}\n  own-1.36: ${one}\n`)
  const output = join(files, 'out')
  const { code, stderr } = await call(['run', '--provision', file, '--output', output, ...runs])
  t.equal(code, 2, stderr)
  t.match(stderr, /scs-conformance: own-1\.35: \.\/fail ended with exit code 1/)
  for (const subject of ['own-1.35', 'own-1.36']) {
    const report = reportIn(output, subject)
    t.equal(report.subject, subject)
    const message = /the cluster could not be provisioned: .\/fail ended with exit code 1/
    t.match(report.preflight, [{ id: 'reachability', outcome: 'failed', message }])
    t.match(report.results['version-policy-check'], { verdict: 'DNF', cause: { kind: 'dependency', message } })
  }
  t.equal(readFileSync(join(files, 'deleted'), 'utf8'), 'own-1.35\nown-1.36\n')
  t.same(left(), [])
})

t.test('killed while it makes a cluster by command: cleanup calls the command that deletes it', async (t) => {
  const { write, call, left, files } = user()
  write('hang', '#!/bin/sh\necho $$ > "$(dirname "$0")/pid"; sleep 0.5; echo began; exec sleep 60')
  write('delete', '#!/bin/sh\necho "$SCS_CLUSTER_NAME $SIZE $API_TOKEN" >> "$(dirname "$0")/deleted"')
  const settings = 'environment: {SIZE: small, API_TOKEN: {file: ./access}}'
  write('access', 'the-access-token')
  const file = write(
    'clusters.yaml',
    `clusters: {own: {kind: command, provision: [./hang], unprovision: [./delete], ${settings}}}`,
  )
  await call(['run', '--provision', file], { signal: { name: 'SIGKILL', at: 'own: began' } })
  const pid = Number(readFileSync(join(files, 'pid'), 'utf8'))
  t.ok(process.kill(pid, 0), 'it goes on making the cluster')
  t.equal(left().length, 2, 'its ledger and its folder')
  const shown = await call(['cleanup'])
  t.match(shown.stdout, /would delete +cluster by command +scs-conformance-\w{8}-own +by .\/delete/)
  const done = await call(['cleanup', '--yes'])
  t.match(done, { code: 0, stdout: /gone: cluster by command [^]*gone: folder [^]*2 deleted\n$/ }, done.stderr)
  t.match(readFileSync(join(files, 'deleted'), 'utf8'), /^scs-conformance-\w{8}-own small the-access-token\n$/)
  t.notOk(isAtWork(pid), 'and was ended before that')
  t.same(left(), [])
})

/** Not gone, and not merely waiting for its parent to take notice. */
function isAtWork(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

t.test('options and files that cannot be used are refused before anything is made', async (t) => {
  const { write, call, left } = user()
  const one = '{kind: command, provision: [touch, made], unprovision: [rm, -f, made]}'
  const file = write('clusters.yaml', `clusters:\n  a-1.35: ${one}\n  a-1.36: ${one}\n`)
  const refused = async (args: readonly string[], says: RegExp) => {
    const { code, stderr, stdout } = await call(['run', '--provision', file, ...args])
    t.match({ code, stderr, stdout }, { code: 64, stderr: says, stdout: '' })
  }
  await refused([], /2 clusters make 2 reports: name a folder with --output/)
  await refused(['--cluster', 'a-1.37'], /no such cluster.*; it has a-1.35, a-1.36/)
  await refused(['--output', folder(), '--subject', 'x'], /each with its own name/)
  await refused(['--output', folder(), '--bundle', 'b.zip'], /several bundles/)
  await refused(['--kubeconfig', 'x', '--cluster', 'a-1.35'], /goes not with --provision/)
  await refused(['--layer', 'iaas', '--cluster', 'a-1.35'], /scope of layer kaas/)
  await refused(['--cluster', 'a-1.35', '--tests', '('], /--tests/)
  const unset = write(
    'unset.yaml',
    `clusters: {a: {kind: command, provision: [x], unprovision: [x], environment: {A: {env: NOPE}}}}`,
  )
  t.match(await call(['run', '--provision', unset]), {
    code: 64,
    stderr: /unset.yaml: clusters.a.environment.A: .* NOPE is not set/,
  })
  const gone = write('gone.yaml', `clusters: {a: {kind: static, kubeconfig: ./nowhere}}`)
  t.match(await call(['run', '--provision', gone]), { code: 64, stderr: /nowhere/ })
  t.same(left(), [])
})

const simulator = await startClusterSimulator({ description: {} })
t.teardown(() => simulator.stop())
const simulated = join(folder(), 'kubeconfig')
simulator.writeKubeconfig(simulated)

t.test('one that is there, and one that a command makes: a report each, by its name in the file', async (t) => {
  const { write, call, left, files } = user()
  write('create', '#!/bin/sh\ncp "$1" "$SCS_KUBECONFIG"')
  write('delete', '#!/bin/sh\necho "$SCS_SUBJECT" >> "$(dirname "$0")/deleted"')
  const file = write(
    'clusters.yaml',
    `clusters:
  there-1.36: {kind: static, kubeconfig: ${simulated}, context: reader}
  made-1.36: {kind: command, provision: [./create, ${simulated}], unprovision: [./delete], context: runner}`,
  )
  const output = join(files, 'out')
  const { code, stderr } = await call(['run', '--provision', file, '--output', output, ...runs])
  t.ok(code === 1 || code === 2, stderr) // whether its version is still supported is a matter of today
  for (const subject of ['there-1.36', 'made-1.36']) {
    const report = reportIn(output, subject)
    t.match(report, { subject, complete: true, preflight: [{ id: 'reachability', outcome: 'ok' }] })
    t.match(report.results['version-policy-check'], { verdict: /PASS|FAIL/ })
  }
  t.equal(readFileSync(join(files, 'deleted'), 'utf8'), 'made-1.36\n')
  t.same(left(), [])
})

t.setTimeout(120_000)
for (const [where, file] of Object.entries({ simulated, 'a real API server': process.env['SCS_TESTBED_KUBECONFIG'] })) {
  if (file) t.test(`Cluster API: ${where}`, { timeout: 120_000 }, (t) => onApiServer(t, file))
}

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
  const described = ({ write }: ReturnType<typeof user>) => {
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
    const it = user()
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
    const it = user()
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
    const it = user()
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
    const it = user()
    await it.call(['run', '--provision', described(it)], { signal: { name: 'SIGKILL', at: 'Provisioning' } })
    const elsewhere = user()
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
    const it = user()
    const { stderr } = await it.call(['run', '--provision', described(it), '--keep-cluster', ...runs])
    const command = /to delete it: scs-conformance (cleanup --run \w{8} --yes)/.exec(stderr)?.[1]?.split(' ') ?? []
    const path = /KUBECONFIG=([^)]+)/.exec(stderr)?.[1] ?? ''
    t.ok(existsSync(path), stderr)
    t.equal(api.events.length, 1)
    t.match(await it.call(command), { code: 0, stdout: /4 deleted/ })
    t.same([await objects(), it.left()], [[], []])
  })
}
