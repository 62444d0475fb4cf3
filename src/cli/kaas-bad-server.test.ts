import t from 'tap'
import { conformantCluster, judgeCluster, type CliResult } from '../../testbed/cli.ts'
import type { Fault } from '../../testbed/simulator/index.ts'
import { startClusterSimulator } from '../../testbed/simulator/kubernetes/index.ts'
import type { Report, Result } from '../report.ts'

// A broken or hostile API server: what it hides is DNF with a cause, what it shows is judged, and nothing leaks.

const tests = ['--tests', 'node-distribution-check|scs-0211-default-class']

async function reportWith(
  ...faults: readonly Fault[]
): Promise<{ readonly report: Report; readonly result: CliResult }> {
  await using simulator = await startClusterSimulator({ description: conformantCluster, faults })
  const result = await judgeCluster(simulator, ['--format', 'json', '--fact-timeout', '4', ...tests])
  return { report: JSON.parse(result.stdout) as Report, result }
}

const nodes = { path: '^/api/v1/nodes' }

t.test('a broken listing of nodes is DNF for what reads nodes, and nothing else', async (t) => {
  const faults: readonly (readonly [string, Fault['action'], Result['cause'] | object])[] = [
    ['HTML instead of JSON', { html: true }, { kind: 'malformed' }],
    ['truncated JSON', { truncate: true }, { kind: 'malformed' }],
    [
      'a field of the wrong type',
      { malformed: { field: 'items.*.metadata.labels', value: 'many' } },
      { kind: 'malformed', message: /\/items\/0\/metadata\/labels/ },
    ],
    ['pages without end', { endlessPages: 'repeat' }, { kind: 'malformed' }],
    ['new pages without end', { endlessPages: 'fresh' }, { kind: /malformed|timeout/ }],
    ['a continue token that is always too old', { status: 410 }, { kind: 'dependency', message: /410/ }],
    ['forbidden', { status: 403 }, { kind: 'forbidden' }],
    ['a body of 1 GB', { hugeBytes: 2 ** 30 }, { kind: 'malformed' }],
    ['a redirect to another host', { redirect: 'https://127.0.0.2:9/' }, { message: /127\.0\.0\.2/ }],
    ['an answer that never comes', { delayMs: 600_000 }, { kind: 'timeout' }],
    ['a connection that breaks in every answer', { close: true }, {}],
  ]
  for (const [name, action, cause] of faults) {
    await t.test(name, async (t) => {
      const { report, result } = await reportWith({ ...nodes, action })
      t.match(report.results['node-distribution-check'], { verdict: 'DNF', cause: { ...cause, fact: 'nodes' } })
      t.equal(report.results['scs-0211-default-class']?.verdict, 'PASS')
      t.equal(result.code, 2)
      t.equal(report.complete, true)
      t.notMatch(result.stdout + result.stderr, /eyJhbGci|BEGIN|at file:/)
    })
  }
})

t.test('what passes by itself is not even seen in the verdicts', async (t) => {
  const passing: Readonly<Record<string, Fault>> = {
    'a few 503': { ...nodes, times: 2, action: { status: 503 } },
    'a 429 with Retry-After': { ...nodes, times: 1, action: { status: 429, retryAfter: 1 } },
    'a reset connection': { ...nodes, times: 1, action: { reset: true } },
    'half an answer': { ...nodes, times: 1, action: { truncate: true } },
    'a review that fails once': { path: 'selfsubject', times: 1, action: { status: 500 } },
  }
  for (const [name, fault] of Object.entries(passing)) {
    const { report } = await reportWith(fault)
    t.equal(report.results['node-distribution-check']?.verdict, 'PASS', name)
    if (/^a (few|429|reset)/.test(name)) t.ok(report.http.retries > 0, `${name}: the report counts the retries`)
  }
})

t.test('credentials do not follow a redirect', async (t) => {
  await using other = await startClusterSimulator({ description: {} })
  await reportWith({ ...nodes, action: { redirect: other.url } })
  t.strictSame(other.requests, [])
})
