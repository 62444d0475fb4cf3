import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { provider } from '../../src/provider/facts.ts'
import { judgeProvider } from '../../testbed/judge-provider.ts'
import { startNodeExporter, startPrometheus, startPushgateway, type RealTool } from '../../testbed/prometheus/index.ts'
import { availabilityCheck } from '../scs-0004-health-monitor/availability-check.ts'
import { healthMonitorCheck } from '../scs-0004-health-monitor/health-monitor-check.ts'
import { alertRulesCheck } from '../scs-0403-observability/alert-rules-check.ts'
import { metricsCheck } from '../scs-0403-observability/metrics-check.ts'
import { kinds } from '../scs-0403-observability/telemetry.ts'

// Against the tools of Debian's packages, where SCS_TESTBED_PROMETHEUS says that they are here (.ci/real-prometheus).

const skip = process.env['SCS_TESTBED_PROMETHEUS'] ? false : 'SCS_TESTBED_PROMETHEUS is not set'

const given = (places: object) => ({ given: [[provider, places]] as const })
const judged = (check: typeof metricsCheck, { url }: { readonly url: string }) =>
  judgeProvider(check as never, null, given({ prometheus: { url } }))

/** Metrics of Kubernetes, as its exporters show them. */
async function exporter(t: Test, text: string): Promise<string> {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(text),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function scraped({ url }: RealTool, metric: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = (await (await fetch(`${url}/api/v1/query?query=${metric}`)).json()) as {
      data: { result: unknown[] }
    }
    if (answer.data.result.length > 0) return
    await wait(200)
  }
  throw new Error(`${metric} was never scraped`)
}

t.test('scs-0403 on a real Prometheus: what node_exporter gives is seen, the rest is named', { skip }, async (t) => {
  await using node = await startNodeExporter()
  const missing = ['HTTP connectivity', 'control plane', 'pods', 'certificates of Kubernetes']
  const text = kinds
    .filter(({ what }) => missing.includes(what))
    .map(({ metrics, ofSystem }) => `${metrics[0]}${ofSystem ? '{namespace="kube-system",pod="x"}' : ''} 1\n`)
  const kubernetes = await exporter(t, text.join(''))
  await using whole = await startPrometheus({ scrapes: { node: node.url, kubernetes } })
  await using half = await startPrometheus({ scrapes: { node: node.url } })
  await Promise.all([scraped(whole, 'probe_success'), scraped(half, 'node_load1'), scraped(whole, 'node_load1')])
  t.match(await judged(metricsCheck, whole), { verdict: 'PASS' })
  const { verdict, violations } = await judged(metricsCheck, half)
  t.equal(verdict, 'FAIL')
  t.strictSame(
    violations.map(({ subject }) => subject.replace('metrics of ', '')),
    missing,
  )
  await using empty = await startPrometheus({})
  t.match(await judged(metricsCheck, empty), { verdict: 'DNF', cause: { kind: 'dependency' } })
})

t.test('rules of a real Prometheus', { skip }, async (t) => {
  const sound = [{ alert: 'Watchdog', expr: 'vector(1)' }]
  // two series on the right that match one on the left
  const broken = [
    ...sound,
    { alert: 'Broken', expr: 'vector(1) * on () (label_replace(vector(1), "a", "b", "", "") or vector(2))' },
  ]
  for (const [rules, verdict] of [
    [sound, 'PASS'],
    [broken, 'FAIL'],
    [[{ record: 'a:b', expr: 'vector(1)' }], 'FAIL'],
  ] as const) {
    await using prometheus = await startPrometheus({ rules })
    let found = await judged(alertRulesCheck as never, prometheus)
    for (let tries = 0; found.verdict === 'DNF' && tries < 50; tries++) {
      await wait(200)
      found = await judged(alertRulesCheck as never, prometheus)
    }
    t.equal(found.verdict, verdict)
  }
})

/** `probe_success` every four minutes of so many days, without success in one hour of 50; only in the hours that are wanted. */
function past(days: number, isThere: (hour: number) => boolean): string {
  const now = Math.floor(Date.now() / 1000)
  const lines: string[] = ['# TYPE probe_success gauge']
  for (let at = now - days * 86_400; at < now; at += 240) {
    if (isThere(Math.floor(at / 3600) % 24))
      lines.push(`probe_success{job="blackbox",instance="a"} ${Math.floor(at / 3600) % 50 === 0 ? 0 : 1} ${at}`)
  }
  return `${lines.join('\n')}\n# EOF\n`
}

t.test('availability by what a real Prometheus has kept', { skip, timeout: 120_000 }, async (t) => {
  for (const [text, expected] of [
    [
      past(31, () => true),
      { verdict: 'PASS', notes: [/^availability over 30 days by probe_success of job blackbox: 9[78]\.\d{3} %$/] },
    ],
    [
      past(31, (hour) => hour < 8),
      { verdict: 'FAIL', violations: [{ expected: /at least 648/, actual: /^values in 2\d\d$/ }] },
    ],
    [past(10, () => true), { verdict: 'DNF', cause: { message: /reaches back 9 of 30 days/ } }],
  ] as const) {
    await using prometheus = await startPrometheus({ past: text })
    t.match(await judged(availabilityCheck as never, prometheus), expected)
  }
})

t.test('a real Pushgateway as health monitor', { skip }, async (t) => {
  await using gateway = await startPushgateway()
  const see = () => judgeProvider(healthMonitorCheck, null, given({ healthMonitor: { url: `${gateway.url}/metrics` } }))
  t.match((await see()).notes[0], /nothing that is known as a result of a health monitor/)
  const push = {
    method: 'POST',
    body: '# TYPE openstack_http_requests_total counter\nopenstack_http_requests_total{status_code="200"} 7\n',
  }
  await fetch(`${gateway.url}/metrics/job/SCS-Health-Monitor`, push)
  const { violations, notes } = await see()
  t.match(notes[0], /^newest result: 20.*, by push_time_seconds \(metrics\)/)
  t.strictSame(
    violations.map(({ expected }) => expected),
    ['an https URL'],
  )
})
