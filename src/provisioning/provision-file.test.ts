import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../../testbed/cli.ts'
import { clusterName } from './cluster-name.ts'
import { readProvisionFile } from './provision-file.ts'

const read = (text: string) => {
  const file = join(folder(), 'provision.yaml')
  writeFileSync(file, text)
  return readProvisionFile(file)
}

t.test('three kinds, with absolute paths and the usual deadlines', async (t) => {
  const plans = await read(`
clusters:
  a-1.35: {kind: static, kubeconfig: ~/kubeconfig, context: admin}
  a-1.36:
    kind: capi
    kubeconfig: management.yaml
    namespace: org
    template: /templates/cluster.yaml
    variables: {COUNT: 3, BIG: true, CLOUDS: {file: clouds.yaml, base64: true}}
    timeouts: {ready: 60}
  a-1.37: {kind: command, provision: [./create, 'x y'], unprovision: [./delete], environment: {API_TOKEN: {env: T}}}
`)
  const [fixed, capi, command] = plans
  t.match(fixed, { subject: 'a-1.35', kubeconfig: join(homedir(), 'kubeconfig'), context: 'admin' })
  t.match(capi, {
    kubeconfig: /^\/.*management.yaml$/,
    template: '/templates/cluster.yaml',
    variables: { COUNT: '3', BIG: 'true', CLOUDS: { file: /^\/.*clouds.yaml$/, base64: true } },
    readyTimeoutMs: 60_000,
    goneTimeoutMs: 1_200_000,
  })
  t.match(command, { provision: ['./create', 'x y'], directory: /^\//, provisionTimeoutMs: 1_800_000 })
})

t.test('names that Kubernetes gives to namespaces', async (t) => {
  for (const name of ['o', 'org-scs', "'7'", 'x'.repeat(63)]) {
    const [plan] = await read(`clusters: {a: {kind: capi, kubeconfig: x, template: t, namespace: ${name}}}`)
    t.match(plan, { namespace: name.replaceAll("'", '') })
  }
})

t.test('what is wrong is said with file, line and key', async (t) => {
  for (const [text, says] of [
    ['clusters: {}', /provision.yaml:1: clusters: must not be empty/],
    ['clusters:\n  a:\n    kind: kind', /provision.yaml:3: .*kind: must be one of static, capi, command, not "kind"/],
    ['clusters:\n  a: {kind: static}', /provision.yaml:2: clusters.a: the key kubeconfig is missing/],
    ['clusters:\n  a: {kind: static, kubeconfg: x}', /kubeconfg: unknown key; did you mean kubeconfig|unknown key/],
    ['clusters:\n  a: {kind: static, kubeconfig: x, namespace: y}', /a.namespace: goes with no cluster of kind static/],
    ['clusters:\n  a: {kind: capi, kubeconfig: x, namespace: y}', /clusters.a: needs either template or topology/],
    ...['Org', 'org.scs', '-org', 'org-', 'a b', 'x'.repeat(64)].map(
      (name) =>
        [
          `clusters:\n  a: {kind: capi, kubeconfig: x, template: t, namespace: ${name}}`,
          /:2: clusters.a.namespace: must be a name of a namespace: up to 63 lower-case letters/,
        ] as const,
    ),
    [
      'clusters:\n  a: {kind: capi, kubeconfig: x, namespace: y, topology: {version: v1.36.1, controlPlaneReplicas: 1, workers: []}}',
      /topology.version: without a class it must be a branch such as 1.36/,
    ],
    [
      'clusters:\n  a:\n    kind: command\n    provision: ./create\n    unprovision: [x]',
      /:4: .*must be a list of the program/,
    ],
    [
      'clusters:\n  a: {kind: command, provision: [x], unprovision: [x], environment: {DB_PASSWORD: hunter2}}',
      /DB_PASSWORD is called like a secret; give it by reference/,
    ],
    [
      'clusters:\n  a: {kind: command, provision: [x], unprovision: [x], timeouts: {provision: 0}}',
      /a number of seconds/,
    ],
    [
      'clusters:\n  a: {kind: command, provision: [x], unprovision: [x], environment: {A: [1]}}',
      /\{env: NAME\} or \{file: PATH\}/,
    ],
    [
      'clusters:\n  a: {kind: command, provision: [x], unprovision: [x], environment: {A: {}}}',
      /A needs either env or file/,
    ],
  ] as const)
    await t.rejects(read(text), { name: 'UsageError', message: says }, text)
  await t.rejects(
    read('clusters: {a: {kind: command, provision: [x], unprovision: [x], environment: {DB_PASSWORD: hunter2}}}'),
    {
      name: 'UsageError',
      message: /^(?!.*hunter2)/,
    },
  )
})

t.test('the example of the documentation', async (t) => {
  const documented = readFileSync(new URL('../../docs/provisioning.md', import.meta.url), 'utf8')
  const plans = await read(/```yaml\n([^]*?)```/.exec(documented)?.[1] ?? '')
  t.same(
    plans.map(({ kind }) => kind),
    ['static', 'capi', 'capi', 'command'],
  )
})

t.test('the name of a cluster: of the run, and fit for Kubernetes', (t) => {
  t.equal(clusterName('1f2e3d4c', 'Noris-1.36'), 'scs-conformance-1f2e3d4c-noris-1-36')
  t.equal(clusterName('1f2e3d4c', '1.36'), 'scs-conformance-1f2e3d4c-k1-36')
  t.equal(clusterName('1f2e3d4c', `${'a'.repeat(19)}.b`), `scs-conformance-1f2e3d4c-${'a'.repeat(19)}`)
  t.end()
})
