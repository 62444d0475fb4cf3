import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { namesOf } from '../../suites/e2e/required-tests.ts'
import { printed } from '../../suites/e2e/runner/sample-cluster.ts'
import { sampleJUnit } from '../../suites/e2e/sample-junit.ts'
import { folder, scsConformance, type CliOptions } from '../../testbed/cli.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import type { Report } from '../report.ts'
import { loadRequiredTests } from './e2e-data.ts'

// A run of e2e tests from the command line, on a simulated cluster that plays the pod.

const required = await loadRequiredTests()
const names = (['conformance', 'networkPolicy'] as const).flatMap((set) => namesOf(required, set, '1.36') ?? [])
const junit = (isSerial: boolean) =>
  sampleJUnit({
    timestamp: new Date().toISOString().slice(0, 19),
    tests: names.filter((name) => name.includes('[Serial]') === isSerial).map((name) => ({ name })),
  })
const printedFiles = printed({
  version: 'v1.36.3\n',
  'parallel/junit_01.xml': junit(false),
  'parallel/e2e.log': 'the secret is hunter2-hunter2\n',
  'serial/junit_01.xml': junit(true),
})
const results = { image: '.', container: 'results', lines: printedFiles.trimEnd().split('\n'), afterMs: 300 }
const tests = { image: '.', container: 'tests', lines: ['Will run 2 of 9 specs', '•', '•'], everyMs: 20 }

type Runs = NonNullable<Exclude<Parameters<typeof startClusterSimulator>[0]['description'], string>>['runs']

async function run(runs: Runs, options: CliOptions = {}) {
  const description = { version: 'v1.36.3', nodes: [{ name: 'node-1' }], ...(runs ? { runs } : {}) }
  await using simulator = await startClusterSimulator({ description })
  const [kubeconfig, output, home] = [join(folder(), 'kubeconfig'), folder(), folder()]
  simulator.writeKubeconfig(kubeconfig)
  const args = ['run', '-k', kubeconfig, '--section', 'heavy', '--conformance-image', 'stand-in:1', '--output', output]
  const { code, stderr } = await scsConformance(args, { ...options, env: { HOME: home } })
  const { results } = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report
  const left = ['namespaces', 'clusterrolebindings', 'pods']
    .flatMap((kind) => simulator.objects(kind))
    .filter(({ metadata }) => metadata.name?.startsWith('scs-conformance-'))
  const ledgers = join(home, '.local/state/scs-conformance')
  t.same(left, [], 'nothing is left in the cluster')
  t.same(existsSync(ledgers) ? readdirSync(ledgers) : [], [], 'nor in the ledger')
  return { code, stderr, output, of: (id: string) => results[id] }
}

t.test('all passed: both testcases by one pod, progress, files kept', async (t) => {
  const { of, stderr, output } = await run([tests, results])
  t.match(of('cncf-k8s-conformance'), { verdict: 'PASS', examined: { count: 446 } })
  t.match(of('kaas-networking-check'), { verdict: 'PASS', examined: { count: 50 } })
  t.match(stderr, /waiting for the pod of the e2e tests/)
  t.match(readFileSync(join(output, 'e2e/serial/junit_01.xml'), 'utf8'), /testsuites/)
})

t.test('evicted, or crashed: undecided with the cause', async (t) => {
  const evicted = await run([
    { ...tests, end: 'Evicted' },
    { ...results, end: 'never' },
  ])
  t.match(evicted.of('cncf-k8s-conformance'), { verdict: 'DNF', cause: { message: /evicted/ } })
  const crashed = await run([
    { ...tests, end: 'Failed', exitCode: 3 },
    { ...results, end: 'never' },
  ])
  t.match(crashed.of('kaas-networking-check'), { verdict: 'DNF', cause: { message: /exit code 3/ } })
  t.equal(crashed.code, 2)
})

t.test('interrupted in the middle', async (t) => {
  const { of, code } = await run(
    [
      { ...tests, end: 'never' },
      { ...results, end: 'never' },
    ],
    {
      signal: { name: 'SIGINT', at: 'e2e tests 2/2' },
    },
  )
  t.equal(code, 130)
  t.match(of('cncf-k8s-conformance'), { verdict: 'MISS', cause: { kind: 'interrupted' } })
})
