import t from 'tap'
import type { Report, Result } from '../report.ts'
import { conformantCloud, judge, type CliResult } from '../../testbed/cli.ts'
import { startSimulator, type Fault, type Simulator } from '../../testbed/simulator/index.ts'

// A broken or hostile server: what it hides is DNF with a cause, what it shows is judged, and nothing leaks.

async function reportWith(
  ...faults: readonly Fault[]
): Promise<{ report: Report; result: CliResult; simulator: Simulator }> {
  await using simulator = await startSimulator({ description: conformantCloud, faults })
  const result = await judge(simulator, ['--format', 'json', '--fact-timeout', '4'])
  return { report: JSON.parse(result.stdout) as Report, result, simulator }
}

/** Ids that are FAIL or DNF, but for what a cloud in plain HTTP cannot pass. */
function withoutPass({ results }: Report): string[] {
  const bad = Object.entries(results).filter(([, { verdict }]) => verdict === 'FAIL' || verdict === 'DNF')
  return bad.map(([id]) => id).filter((id) => !id.startsWith('scs-0125-'))
}

function flavorCheck(report: Report): Result | undefined {
  return report.results['scs-0100-syntax-check']
}

t.test('a sound cloud, to compare with: everything this version judges is PASS', async (t) => {
  const { report, result } = await reportWith()
  t.same(withoutPass(report), [])
  t.equal(result.code, 0)
  t.equal(result.stderr, '')
})

t.test('a broken compute service is DNF for what reads flavors, and nothing else', async (t) => {
  const faults: readonly (readonly [string, Fault['action'], Result['cause'] | object])[] = [
    ['HTML instead of JSON', { html: true }, { kind: 'malformed' }],
    ['truncated JSON', { truncate: true }, { kind: 'malformed' }],
    [
      'a field of the wrong type',
      { malformed: { field: 'flavors.*.vcpus', value: 'many' } },
      { kind: 'malformed', message: /\/flavors.*vcpus/ },
    ],
    ['pages without end', { endlessPages: 'repeat' }, { kind: 'malformed' }],
    ['forbidden', { status: 403 }, { kind: 'forbidden' }],
    ['a body of 1 GB', { hugeBytes: 2 ** 30 }, { kind: 'malformed' }],
    ['a redirect to another host', { redirect: 'http://127.0.0.2:9/' }, { message: /127\.0\.0\.2/ }],
    ['an answer that never comes', { delayMs: 600_000 }, { kind: 'timeout' }],
  ]
  for (const [name, action, cause] of faults) {
    await t.test(name, async (t) => {
      const { report, result } = await reportWith({ service: 'compute', action })
      t.match(flavorCheck(report), { verdict: 'DNF', cause: { ...cause, fact: 'flavors' } })
      t.equal(report.results['scs-0102-prop-architecture']?.verdict, 'PASS')
      t.equal(result.code, 2)
      t.equal(report.complete, true)
      t.notMatch(result.stdout + result.stderr, /gAAAAA|at file:/)
    })
  }
})

t.test('what passes by itself is not even seen in the verdicts', async (t) => {
  const passing: Record<string, Fault> = {
    'a few 503': { service: 'compute', times: 2, action: { status: 503 } },
    'a 429 with Retry-After': { service: 'image', times: 1, action: { status: 429, retryAfter: 1 } },
    'a reset connection': { service: 'image', times: 1, action: { reset: true } },
    '401 in the middle': { service: 'image', times: 1, action: { unauthorized: true } },
    'half an answer': { service: 'compute', times: 1, action: { truncate: true } },
    'half a token': { service: 'identity', method: 'POST', times: 1, action: { truncate: true } },
    'a nameless service in the catalog': {
      service: 'identity',
      method: 'POST',
      action: { malformed: { field: 'token.catalog.1.name', value: null } },
    },
    'a 503 while something is made': { service: 'key-manager', method: 'POST', times: 1, action: { status: 503 } },
  }
  for (const [name, fault] of Object.entries(passing)) {
    const { report } = await reportWith(fault)
    t.same(withoutPass(report), [], name)
    if (/^a (few|429|reset)/.test(name)) t.ok(report.http.retries > 0, `${name}: the report counts the retries`)
  }
})

t.test('credentials do not follow a redirect', async (t) => {
  await using other = await startSimulator({ description: conformantCloud })
  await reportWith({ service: 'compute', action: { redirect: other.url } })
  t.same(other.requests, [])
})
