import { chmodSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { hashPassword } from '../../src/monitor/accounts/password-hash.ts'
import { certificate } from '../../testbed/certificate.ts'
import { testKey } from '../../testbed/monitor/open-monitor.ts'
import { chart, execute, helm, shapes, valuesFile } from './helm.ts'

// The chart on the real Kubernetes of testbed/kubernetes, with the image that deploy/image.sh makes. Which they are, .ci/chart says:
// SCS_TESTBED_KUBECONFIG · SCS_TESTBED_KUBECTL · SCS_TESTBED_IMAGE, its tag · SCS_TESTBED_API, where pods reach the API server.

const {
  SCS_TESTBED_KUBECONFIG: kubeconfig = '',
  SCS_TESTBED_KUBECTL: program = 'kubectl',
  SCS_TESTBED_IMAGE: image = '',
  SCS_TESTBED_API: api = '',
} = process.env
const patience = '180s'
t.setTimeout(900_000)

interface Listed {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> }
    readonly spec: Readonly<Record<string, unknown>>
    readonly status: Readonly<Record<string, unknown>>
  }[]
}

async function kubectl(args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await execute(program, ['--kubeconfig', kubeconfig, ...args], input)
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`)
  return stdout
}

/** Waits for at most three minutes; what cannot be asked yet does not hold yet. */
async function until(t: Test, what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 180; attempt++) {
    if (await holds().catch(() => false)) {
      t.pass(what)
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  t.fail(what)
}

/** In which pods that are not restricted are refused. */
async function restricted(t: Test, namespace: string): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' }
  await kubectl(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } })) // prettier-ignore
  t.teardown(() => kubectl(['delete', 'namespace', namespace, '--wait=false']))
}

async function install(
  namespace: string,
  values: readonly string[],
): Promise<{ readonly code: number; readonly said: string }> {
  const files = values.flatMap((file) => ['-f', file])
  const { code, stdout, stderr } = await helm(
    'install',
    'r',
    chart,
    '--kubeconfig',
    kubeconfig,
    '-n',
    namespace,
    ...files,
  )
  return { code, said: stdout + stderr }
}

t.test('a restricted namespace refuses a pod that is not', async (t) => {
  await restricted(t, 'chart-plain')
  const plain = kubectl(['run', 'plain', '-n', 'chart-plain', '--image', image])
  await t.rejects(plain, /violates PodSecurity "restricted/)
})

for (const [shape, file] of Object.entries(shapes)) {
  t.test(`and admits all pods of ${shape}`, async (t) => {
    const namespace = `chart-${shape}`
    await restricted(t, namespace)
    const { code, said } = await install(namespace, file ? [file] : [])
    t.equal(code, 0, said)
    t.notMatch(said, /warning/i)
    const made = async () =>
      JSON.parse(await kubectl(['get', 'deployments,statefulsets', '-n', namespace, '-o', 'json'])) as Listed
    for (const { metadata, spec } of (await made()).items) {
      await until(t, `${metadata.name}: ${String(spec['replicas'])} pods`, async () => {
        const again = (await made()).items.find((one) => one.metadata.name === metadata.name)
        return again?.status['replicas'] === spec['replicas']
      })
    }
    const cronJobs = JSON.parse(await kubectl(['get', 'cronjobs', '-n', namespace, '-o', 'json'])) as Listed
    for (const { metadata } of cronJobs.items) {
      await kubectl(['create', 'job', '-n', namespace, `--from=cronjob/${metadata.name}`, metadata.name])
      await until(
        t,
        `${metadata.name}: its job has a pod`,
        async () =>
          (await kubectl(['get', 'pods', '-n', namespace, '-l', `job-name=${metadata.name}`, '-o', 'name'])) !== '',
      )
    }
  })
}

t.test('a night in a real cluster: judged, signed, submitted, kept', async (t) => {
  const namespace = 'chart-night'
  await restricted(t, namespace)
  const key = testKey()
  const password = 'correct-horse-battery'
  const address = '10.96.77.7'
  const pair = certificate(`DNS:r-scs-conformance-monitor.${namespace}.svc,IP:${address}`)
  const [type, publicKey] = [key.type, key.key]
  const bootstrap = {
    accounts: [
      { subject: 'nightly', roles: ['append_any', 'read_any'], api_keys: [await hashPassword(password)], keys: [{ public_key: publicKey, public_key_type: type, public_key_name: 'ci' }] },
      { subject: 'kaas', delegates: ['nightly'] },
    ],
  } // prettier-ignore
  const secrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    bootstrap: { 'bootstrap.yaml': JSON.stringify(bootstrap) },
    tls: { 'tls.crt': pair.cert, 'tls.key': pair.key, 'ca.crt': pair.cert },
    submit: {
      token: Buffer.from(`nightly:${password}`).toString('base64'),
      id_ed25519: readFileSync(key.file, 'utf8'),
    },
    kubeconfigs: { kaas: readFileSync(kubeconfig, 'utf8').replaceAll(/server: "[^"]*"/g, `server: "${api}"`) },
    environment: { kaas: 'FROM_A_SECRET=yes\n' },
  }
  for (const [name, stringData] of Object.entries(secrets)) {
    await kubectl(['create', '-n', namespace, '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData })) // prettier-ignore
  }
  const kaas = {
    layer: 'kaas',
    kubeconfigs: ['/secrets/kubeconfigs/kaas'],
    context: 'reader',
    readOnly: true,
    environmentFile: '/secrets/environment/kaas',
  }
  const [repository, tag] = image.split(/:(?=[^:/]*$)/)
  const values = valuesFile({
    image: { repository, tag, pullPolicy: 'Never' },
    monitor: { bootstrapSecret: { name: 'bootstrap' }, tlsSecret: 'tls', service: { clusterIP: address }, storage: { size: '1Gi' } },
    // there is no DNS in the testbed
    submit: { enabled: true, monitorUrl: `https://${address}`, tokenSecret: { name: 'submit' }, keySecret: { name: 'submit' }, caSecret: { name: 'tls' } },
    groups: [{ name: 'clusters', schedule: '@yearly', subjects: { subjects: { kaas } }, secrets: [{ name: 'kubeconfigs' }, { name: 'environment' }], storage: { size: '1Gi' }, args: ['--tests', 'scs-0214|scs-0217'] }],
  }) // prettier-ignore
  const { code, said } = await install(namespace, [values])
  t.equal(code, 0, said)

  // The testbed's provisioner gives no volume to the group of a pod, as drivers of real storage do.
  for (const claim of ['data-r-scs-conformance-monitor-0', 'r-scs-conformance-clusters']) {
    await until(t, `${claim} is bound`, async () => {
      const volume = await kubectl(['get', 'pvc', claim, '-n', namespace, '-o', 'jsonpath={.spec.volumeName}'])
      const path = await kubectl(['get', 'pv', volume, '-o', 'jsonpath={.spec.hostPath.path}'])
      chmodSync(join(dirname(kubeconfig), 'data/hostpath', basename(path)), 0o777)
      return true
    })
  }
  const monitorPod = 'r-scs-conformance-monitor-0'
  const ready = () => kubectl(['wait', '-n', namespace, '--for=condition=Ready', `pod/${monitorPod}`, `--timeout=${patience}`]) // prettier-ignore
  await t.resolves(ready(), 'the monitor is ready')
  t.match(await kubectl(['exec', '-n', namespace, monitorPod, '--', 'sh', '-c', 'id -u; touch /app/x 2>&1; stat -c %a -L /tls/tls.key; ls /var/run/secrets 2>&1; true']), /^65532\n.*Read-only file system\n440\n.*No such file/) // prettier-ignore

  const night = async (name: string) => {
    await kubectl(['create', 'job', '-n', namespace, '--from=cronjob/r-scs-conformance-clusters', name])
    await until(t, `${name} has ended`, async () => /Complete|Failed/.test(await kubectl(['get', 'job', name, '-n', namespace, '-o', 'jsonpath={.status.conditions[*].type}']))) // prettier-ignore
    const log = await kubectl(['logs', '-n', namespace, `job/${name}`])
    const succeeded = await kubectl(['get', 'job', name, '-n', namespace, '-o', 'jsonpath={.status.succeeded}'])
    t.equal(succeeded, '1', log)
    return log
  }
  const log = await night('first')
  t.match(log, /kaas .*FAIL [1-9]/, 'some testcases fail, which is no failure of the job')
  t.match(log, /1 report taken by https:\/\/10\.96\.77\.7/)
  const kept = async () =>
    JSON.parse(await kubectl(['get', '--raw', `/api/v1/namespaces/${namespace}/services/https:r-scs-conformance-monitor:https/proxy/status?subject=kaas`])) as object // prettier-ignore
  const before = await kept()
  t.match(JSON.stringify(before), /kaas/)

  await t.test('helm test passes', async (t) => {
    const tested = await helm('test', 'r', '--kubeconfig', kubeconfig, '-n', namespace, '--logs')
    t.equal(tested.code, 0, tested.stdout + tested.stderr)
  })

  await t.test('the monitor ends in good order, and comes again with all that it had', async (t) => {
    const following = kubectl(['logs', '-f', '-n', namespace, monitorPod])
    await kubectl(['delete', 'pod', '-n', namespace, monitorPod])
    t.match(await following, /SIGTERM: ending/)
    await until(t, 'there is another one', async () => (await ready()) !== '')
    t.same(await kept(), before)
  })

  await t.test('so it does after it was killed, though its lock is there', async (t) => {
    const uid = () => kubectl(['get', 'pod', '-n', namespace, monitorPod, '-o', 'jsonpath={.metadata.uid}'])
    const killed = await uid()
    await kubectl(['delete', 'pod', '-n', namespace, monitorPod, '--grace-period=0', '--force'])
    await until(t, 'there is another one', async () => (await uid()) !== killed && (await ready()) !== '')
    t.same(await kept(), before)
  })

  await t.test('the next night has the ledger’s folder and name of the first', async (t) => {
    await night('second')
    const names = await kubectl(['get', 'pods', '-n', namespace, '-l', 'app.kubernetes.io/component=run', '-o', 'jsonpath={.items[*].spec.hostname}']) // prettier-ignore
    t.equal(names, 'r-scs-conformance-clusters r-scs-conformance-clusters')
  })

  await t.test('its volumes stay when the release is deleted', async (t) => {
    const { code } = await helm('uninstall', 'r', '--kubeconfig', kubeconfig, '-n', namespace)
    t.equal(code, 0)
    const claims = await kubectl(['get', 'pvc', '-n', namespace, '-o', 'name'])
    t.match(claims, /data-r-scs-conformance-monitor-0/)
    t.match(claims, /r-scs-conformance-clusters/)
  })
})
