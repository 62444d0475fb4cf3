import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { namesOf } from '../../suites/e2e/required-tests.ts'
import { sampleJUnit, type SampleTest } from '../../suites/e2e/sample-junit.ts'
import { openCluster } from '../kubernetes/connect.ts'
import { redactor } from '../redact.ts'
import type { Report } from '../report.ts'
import { folder, scsConformance, type CliOptions } from '../../testbed/cli.ts'
import { loadRequiredTests } from './e2e-data.ts'

// Results of e2e tests judged from files, as a user does it who names no cluster.

const required = await loadRequiredTests()
const log = 'e2e.go:245] e2e test version: v1.36.1\n'
const today = new Date().toISOString().slice(0, 10)

/** Results on 1.36 in which everything passed, but for what is said. */
function results(change: (test: SampleTest) => SampleTest | null = (test) => test, day = today): string {
  const names = (['conformance', 'networkPolicy'] as const).flatMap((set) => namesOf(required, set, '1.36') ?? [])
  const path = folder()
  const tests = names.flatMap((name) => change({ name }) ?? [])
  writeFileSync(join(path, 'junit_01.xml'), sampleJUnit({ tests, timestamp: `${day}T00:00:00` }))
  writeFileSync(join(path, 'e2e.log'), log)
  return path
}

const env = { HOME: folder(), XDG_CONFIG_HOME: folder() }
const both = ['cncf-k8s-conformance', 'kaas-networking-check']
const check = (...args: readonly string[]) => scsConformance(['check', ...args, ...both], { env })

async function says(t: Test, path: string, code: number, conformance: string, networking: string) {
  const result = await check('--import', path)
  t.equal(result.stdout, `cncf-k8s-conformance: ${conformance}\nkaas-networking-check: ${networking}\n`, result.stderr)
  t.equal(result.code, code)
  return result
}

t.test('passed, failed, incomplete, excused, expired', async (t) => {
  await says(t, results(), 0, 'PASS', 'PASS')
  const failed = results((test) =>
    /Pods should be updated/.test(test.name) ? { ...test, status: 'failed', why: 'no' } : test,
  )
  const { stderr } = await says(t, failed, 1, 'FAIL', 'PASS')
  t.match(
    stderr,
    /ERROR: cncf-k8s-conformance: test \[sig-node\] Pods should be updated.*expected it passes, found failed: no/,
  )
  const parallel = await says(
    t,
    results((test) => (test.name.includes('[Serial]') ? null : test)),
    2,
    'ABORT',
    'PASS',
  )
  t.match(parallel.stderr, /28 of 446 required tests did not run: .*; and 23 more; all of them are \[Serial\]/)
  const sctp = results((test) => (test.name.includes('SCTPConn') ? { ...test, status: 'failed' } : test))
  t.match((await says(t, sctp, 0, 'PASS', 'PASS')).stderr, /exception "Feature:SCTPConnectivity" .* excuses failed: /)
  const old = await says(t, results(undefined, '2020-01-01'), 2, 'ABORT', 'ABORT')
  t.match(old.stderr, /results are of 2020-01-01 and counted until 2021-03-01/)
})

t.test('run judges them without --section, and says what needs a cluster', async (t) => {
  const { stdout, code } = await scsConformance(['run', '--import', results(), '--format', 'lines', '--quiet'], { env })
  t.match(stdout, /cncf-k8s-conformance.*PASS/)
  t.match(stdout, /kaas-networking-check.*PASS/)
  t.equal(code, 2)
  const plan = await scsConformance(['plan', '--layer', 'kaas', '--json'], { env })
  t.match(plan.stdout, /section heavy and takes about 120 minutes; run it with --section light,heavy/)
})

t.test('options that make no sense are refused in one sentence', async (t) => {
  const refused = async (args: readonly string[], message: RegExp) => {
    const { code, stderr } = await scsConformance(args, { env })
    t.equal(code, 64, stderr)
    t.match(stderr, message)
    t.equal(stderr.trimEnd().split('\n').length, 1)
  }
  await refused(['check', '--import', '/nowhere', ...both], /--import \/nowhere: cannot be read \(ENOENT\)/)
  const combined = ['check', '--import', results(), '--conformance-image', 'x', ...both]
  await refused(combined, /--import: imported results are not run, so --conformance-image has no use/)
  await refused(['run', '--import', results(), '--tests', 'version'], /--import: no testcase that this run judges/)
})

/**
 * The same on a real cluster, where SCS_TESTBED_KUBECONFIG names one with real kubelets that have the stand-in for the
 * conformance image of testbed/kubernetes, and SCS_TESTBED_CONFORMANCE_IMAGE that image; its variants have `-MODE` in front
 * of the tag.
 */
const lane = { timeout: 900_000 }
const { SCS_TESTBED_KUBECONFIG: kubeconfig, SCS_TESTBED_CONFORMANCE_IMAGE: standIn } = process.env
if (kubeconfig && standIn) {
  t.setTimeout(lane.timeout)
  t.test('a real cluster', lane, (t) => onRealCluster(t, kubeconfig, standIn))
}

async function onRealCluster(t: Test, kubeconfig: string, standIn: string): Promise<void> {
  const choice = { environment: {}, directory: '/', home: '/', kubeconfig }
  const cluster = await openCluster(choice, { redactor: redactor() })
  t.teardown(() => cluster.close())

  async function run(
    mode: string,
    options: CliOptions = {},
    image = standIn.replace(/(?=:[^:/]*$)/, mode && `-${mode}`),
  ) {
    const output = folder()
    const args = ['run', '-k', kubeconfig, '--section', 'heavy', '--conformance-image', image, '--output', output]
    const { code, stderr } = await scsConformance(args, { ...options, env: { ...env, ...options.env } })
    const { results } = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report
    return { code, stderr, output, of: (id: string) => results[id], conformance: results['cncf-k8s-conformance'] }
  }

  async function nothingLeft(t: Test) {
    const paths = ['/api/v1/namespaces', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings']
    for (const path of paths) {
      const wire = { name: 'object', schema: {}, shape: { metadata: { name: '', deletionTimestamp: '' } } }
      const names = (await cluster.kubernetes.list({ path }, wire)).map(({ metadata }) => metadata.name)
      t.same(
        names.filter((name) => /^scs-conformance-.*-e2e$/.test(name)),
        [],
      )
    }
    t.notOk(existsSync(join(env.HOME, '.local/state/scs-conformance')) && readLedgers().length, 'nor in the ledger')
  }
  const readLedgers = () => readdirSync(join(env.HOME, '.local/state/scs-conformance'))

  await t.test(
    'a run: what the stand-in has passes, the rest is missing by name; its files are kept',
    lane,
    async (t) => {
      const { code, output, conformance, stderr } = await run('')
      t.equal(code, 2)
      t.match(conformance, { verdict: 'DNF', cause: { message: /of \d+ required tests did not run/ } })
      t.match(stderr, /e2e tests \d+\/\d+/)
      for (const part of ['parallel', 'serial']) t.ok(existsSync(join(output, 'e2e', part, 'junit_01.xml')), part)
      await nothingLeft(t)
      const again = await scsConformance(['check', '-k', kubeconfig, '--import', join(output, 'e2e'), ...both], { env })
      t.match(again.stderr, /required tests did not run/, 'what was kept can be imported')
    },
  )
  await t.test('a failed test, a flaky one', lane, async (t) => {
    const failed = await run('fail')
    t.match(failed.conformance, { verdict: 'FAIL', violations: [{ actual: /the stand-in was told to fail/ }] })
    const flaky = await run('flake')
    t.match(flaky.conformance?.notes.join('\n'), /passed at attempt 2: /)
    t.equal(flaky.conformance?.verdict, 'DNF')
    await nothingLeft(t)
  })
  await t.test('no results: ended early, without JUnit, crashed', lane, async (t) => {
    for (const [mode, message] of [
      ['exit-early', /exit code 0 and without results/],
      ['no-junit', /exit code 0 and without results/],
      ['crash', /required tests did not run \(the parallel part ended with exit code 137 and without results\)/],
    ] as const) {
      const { conformance, of } = await run(mode)
      t.match(conformance, { verdict: 'DNF', cause: { kind: 'dependency', message } }, mode)
      t.match(of('kaas-networking-check'), { verdict: 'DNF' }, mode)
    }
    await nothingLeft(t)
  })
  await t.test('an image that cannot be pulled', lane, async (t) => {
    const { conformance } = await run('', {}, 'registry.invalid/nothing:1')
    t.match(conformance, { verdict: 'DNF', cause: { message: /nothing:1 cannot be pulled.*--conformance-image/ } })
    await nothingLeft(t)
  })
  await t.test('interrupted in the middle', lane, async (t) => {
    const { code, conformance } = await run('hang', { signal: { name: 'SIGINT', at: 'e2e tests' } })
    t.equal(code, 130)
    t.match(conformance, { verdict: 'MISS', cause: { kind: 'interrupted' } })
    await nothingLeft(t)
  })
}
