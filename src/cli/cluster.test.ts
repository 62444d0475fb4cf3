import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { apiServer } from '../../testbed/api-server.ts'
import { conformantCloud, folder, settings, type CliOptions } from '../../testbed/cli.ts'
import { probes, suite, tool, whoever, written } from '../../testbed/cluster-cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'
import type { Report } from '../report.ts'

async function report(args: readonly string[], options?: CliOptions): Promise<Report> {
  return JSON.parse(
    (await tool(['run', '--quiet', '--tests', 'version', '--format', 'json', ...args], options)).stdout,
  ) as Report
}

/** What each probe says: its note, or why it could not. */
async function told(args: readonly string[], options?: CliOptions): Promise<Readonly<Record<string, string>>> {
  const { stderr } = await tool(['check', '--suite', suite, ...args, '--', ...probes], options)
  const lines = [...stderr.matchAll(/^(?:INFO|WARNING): (p-\w+): (.*)$/gm)]
  return Object.fromEntries(lines.map(([, id, text]) => [id ?? '', text ?? '']))
}

t.test('a run that names a cluster is one of layer kaas, named after the context', async (t) => {
  const server = await apiServer(t, whoever)
  const kubeconfig = written(server, { token: 'x-token' })
  for (const [args, options] of [
    [['--kubeconfig', kubeconfig], {}],
    [['--layer', 'kaas'], { env: { KUBECONFIG: kubeconfig } }],
    [['--context', 'test'], { env: { KUBECONFIG: kubeconfig } }],
    [['--scope', 'scs-compatible-kaas'], { env: { KUBECONFIG: kubeconfig } }],
  ] as const) {
    t.match(await report(args, options), {
      subject: 'test',
      layer: 'kaas',
      scope: { id: 'scs-compatible-kaas', uuid: '1fffebe6-fd4b-44d3-a36c-fc58b4bb0180' },
      preflight: [
        { id: 'reachability', outcome: 'ok' },
        { id: 'authentication', outcome: 'ok', message: 'jane' },
        { id: 'version', outcome: 'ok', message: 'Kubernetes v1.36.1' },
        { id: 'permissions', outcome: 'ok' },
        { id: 'clock-skew', outcome: 'ok' },
      ],
    })
  }
})

t.test('what the facts are given, by the options', async (t) => {
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => apiServer(t, whoever)))
  if (!one || !two || !three) throw new Error('three were started')
  const first = written(one, {}, 'first')
  const more = ['-k', written(two, {}, 'second'), '-k', written(two, {}, 'third')]
  t.strictSame(await told(['-k', first]), {
    'p-version': 'v1.36.1',
    'p-cluster': 'first',
    'p-others': 'none',
    'p-management': 'none',
    'p-host': 'none',
    'p-cloud': 'it judges a cloud, and none was named; add --os-cloud NAME',
  })
  t.match(await told(['-k', first, ...more, '--management-kubeconfig', written(three, {}, 'boss')]), {
    'p-cluster': 'first',
    'p-others': 'second,third',
    'p-management': 'boss',
  })
  const { preflight } = await report(['-k', first, ...more, '--management-kubeconfig', written(three, {}, 'boss')])
  t.match(
    preflight.slice(5).map(({ id, message }) => [id, message]),
    [
      ['other-cluster', /^second at .*: Kubernetes v1.36.1$/],
      ['other-cluster', /^third at /],
      ['management-cluster', /^boss at /],
    ],
  )
})

t.test(
  'the cloud behind a cluster: whoever reads is welcome, whoever is mighty is not; nothing else depends on it',
  async (t) => {
    const server = await apiServer(t, whoever)
    await using simulator = await startSimulator({ description: conformantCloud })
    const kubeconfig = written(server, {})
    const env = settings(simulator.cloudsYaml())
    const with_ = (cloud: string) => told(['-k', kubeconfig, '-c', cloud], { env })
    t.match(await with_('testbed'), { 'p-cluster': 'test', 'p-host': /member/, 'p-cloud': /member/ })
    t.match(await with_('testbed-reader'), {
      'p-cluster': 'test',
      'p-host': 'reader',
      'p-cloud': /use a user with role member/,
    })
    t.match(await with_('testbed-admin'), {
      'p-cluster': 'test',
      'p-host': /has role admin/,
      'p-cloud': /has role admin/,
    })

    const run = (cloud: string) => report(['-k', kubeconfig, '--os-cloud', cloud], { env })
    const last = async (cloud: string) => (await run(cloud)).preflight.at(-1)
    t.match(await last('testbed-reader'), { id: 'host-cloud', outcome: 'ok', message: /^cloud testbed-reader: / })
    t.match(await last('testbed-admin'), { id: 'host-cloud', outcome: 'failed', message: /without admin rights/ })
    await simulator.stop()
    t.match(await with_('testbed'), { 'p-cluster': 'test', 'p-host': /refuses connections/ })
  },
)

t.test('only a cloud: what needs a cluster says so', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const env = settings(simulator.cloudsYaml())
  t.match(await told(['-c', 'testbed'], { env }), {
    'p-cloud': /member/,
    'p-cluster': 'it judges a cluster, and none was named; add --kubeconfig FILE',
    'p-host': /add --kubeconfig/,
  })
})

t.test('both layers in one run', async (t) => {
  const server = await apiServer(t, whoever)
  await using simulator = await startSimulator({ description: conformantCloud })
  const output = folder()
  const scopes = ['--scope', 'scs-compatible-iaas', '--scope', 'scs-compatible-kaas', '--tests', 'flavor|version']
  const args = ['run', '--quiet', '--os-cloud', 'testbed', '-k', written(server, {}), '--output', output, ...scopes]
  await tool(args, { env: settings(simulator.cloudsYaml()) })
  const read = (id: string) =>
    JSON.parse(readFileSync(join(output, `report.scs-compatible-${id}.json`), 'utf8')) as Report
  t.match(read('iaas'), { subject: 'testbed', preflight: [{}, {}, { id: 'roles' }, {}, {}] })
  t.match(read('kaas'), { subject: 'test', preflight: [{}, {}, { id: 'version' }, {}, {}, { id: 'host-cloud' }] })
})

t.test('settings that cannot be used end with 64 and one sentence', async (t) => {
  const server = await apiServer(t, whoever)
  const kubeconfig = written(server, {})
  for (const [args, message] of [
    [['run', '--layer', 'kaas'], /^scs-conformance: there is no kubeconfig: .*; name one with --kubeconfig$/],
    [['run', '-k', '/nowhere/k'], /^scs-conformance: \/nowhere\/k: there is no such file$/],
    [['run', '-k', kubeconfig, '--context', 'tost'], /has no context tost \(--context\) \(did you mean test\?\)/],
    [['run', '-k', kubeconfig, '--layer', 'iaas'], /--kubeconfig names a cluster, but the scope is of layer iaas/],
    [['run', '-k', kubeconfig, '--os-cloud', 'none'], /there is no clouds\.yaml in /],
    [['check', '-k', kubeconfig, '-k', '/nowhere/k', 'x'], /\/nowhere\/k: there is no such file$/],
    [['check', '-k', kubeconfig, '--management-context', 'boss', 'x'], /has no context boss/],
  ] as const) {
    const { code, stdout, stderr } = await tool(args)
    t.match({ code, stdout }, { code: 64, stdout: '' }, args.join(' '))
    t.match(stderr.trim(), message)
    t.equal(stderr.trim().split('\n').length, 1)
  }
  t.match(await tool(['doctor', '-k', '/nowhere/k']), {
    code: 64,
    stdout: /failed +settings +\/nowhere\/k: there is no/,
  })
})

t.test('doctor looks at the cluster, and at the cloud where one is named too', async (t) => {
  const server = await apiServer(t, whoever)
  await using simulator = await startSimulator({ description: conformantCloud })
  const kubeconfig = written(server, {})
  const cluster = await tool(['doctor', '-k', kubeconfig])
  t.match(cluster.stdout, /ok +settings +context test\n.*ok +version +Kubernetes v1\.36\.1\n/s)
  t.notMatch(cluster.stdout, /Keystone|catalog|flavors/)
  const env = settings(simulator.cloudsYaml())
  const { stdout } = await tool(['doctor', '-k', kubeconfig, '--os-cloud', 'testbed'], { env })
  t.match(stdout, /settings +cloud testbed\n.*settings +context test\n.*host-cloud.*flavors/s)
})
