import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { namesOf } from '../../suites/e2e/required-tests.ts'
import { printed } from '../../suites/e2e/runner/sample-cluster.ts'
import { sampleJUnit } from '../../suites/e2e/sample-junit.ts'
import { folder, judgeCluster, type CliOptions } from '../../testbed/cli.ts'
import { startClusterSimulator, type ClusterDescription } from '../../testbed/simulator/kubernetes/index.ts'
import type { Report } from '../report.ts'
import { loadRequiredTests } from './e2e-data.ts'

// The e2e tests as a user orders them, on a simulated cluster whose pod of the conformance image plays a part.

type Run = NonNullable<ClusterDescription['runs']>[number]

const required = await loadRequiredTests()
const names = (['conformance', 'networkPolicy'] as const).flatMap((set) => namesOf(required, set, '1.36') ?? [])

/** What the container that prints the results would say where all tests passed but those that are named. */
function results(failed = /^$/): readonly string[] {
  const part = (isSerial: boolean): string =>
    sampleJUnit({
      tests: names
        .filter((name) => name.includes('[Serial]') === isSerial)
        .map((name) => (failed.test(name) ? { name, status: 'failed' as const, why: 'as told' } : { name })),
      timestamp: `${new Date().toISOString().slice(0, 10)}T00:00:00`,
    })
  const files = {
    version: 'v1.36.6',
    exits: 'parallel 0\nserial 0\n',
    'parallel/junit_01.xml': part(false),
    'serial/junit_01.xml': part(true),
  }
  return printed(files).trimEnd().split('\n')
}

async function run(tests: Partial<Run>, end: Partial<Run>, options: CliOptions = {}) {
  const state = folder()
  await using cluster = await startClusterSimulator({
    description: {
      version: 'v1.36.6',
      nodes: [{ name: 'worker-{n}', count: 2 }],
      runs: [
        { image: 'conformance', container: 'tests', ...tests },
        { image: 'conformance', container: 'results', ...end },
      ],
    },
  })
  const image = ['--section', 'heavy', '--conformance-image', 'mirror.example/conformance:v1.36.6']
  const { code, stdout, stderr } = await judgeCluster(cluster, [...image, '--format', 'json'], {
    ...options,
    env: { XDG_STATE_HOME: state },
  })
  const left = ['namespaces', 'clusterrolebindings.rbac.authorization.k8s.io', 'pods']
    .flatMap((plural) => cluster.objects(plural))
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith('scs-conformance-'))
  const ledgers = join(state, 'scs-conformance')
  const report = JSON.parse(stdout) as Report
  const of = (id: string) => report.results[id]
  return { code, stderr, report, left: [...left, ...(existsSync(ledgers) ? readdirSync(ledgers) : [])], of }
}

const both = ['cncf-k8s-conformance', 'kaas-networking-check']

t.jobs = 4 // most of the time these wait

const side = { buffered: true }

t.test(
  'one failed; the log of the tests is cut on the way, and read on; nothing is left on the cluster',
  side,
  async (t) => {
    const tests = { lines: ['•', '•', '•'], everyMs: 100, cutAfterLines: 1 }
    const { of, left, code } = await run(tests, {
      lines: results(/should enforce policy based on PodSelector/),
      afterMs: 600,
    })
    t.match(of('cncf-k8s-conformance'), { verdict: 'PASS' })
    t.match(of('kaas-networking-check'), { verdict: 'FAIL', violations: [{ actual: /as told/ }] })
    t.strictSame(left, [])
    t.equal(code, 1)
  },
)

const between = {
  evicted: [
    { lines: ['•'], everyMs: 100, end: 'Evicted' },
    { end: 'never' },
    /was evicted from its node: The node was low on resource/,
  ],
  'ended without results': [
    {},
    { end: 'Failed', exitCode: 2 },
    /container results ended without results \(exit code 2/,
  ],
  'a log with results that always breaks off': [{}, { lines: results(), cutAfterLines: 20, cuts: 1000 }, /was cut: /],
} as const
for (const [name, [tests, end, message]] of Object.entries(between)) {
  t.test(`${name}: DNF with its cause, and nothing is left`, side, async (t) => {
    const { of, left, code, report } = await run(tests, end)
    for (const id of both) t.match(of(id), { verdict: 'DNF', cause: { kind: 'dependency', message } }, id)
    t.strictSame(left, [])
    t.match({ code, complete: report.complete }, { code: 2, complete: true })
  })
}
