import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { provider } from '../../src/provider/facts.ts'
import { judgeProvider } from '../../testbed/judge-provider.ts'
import { availabilityCheck } from '../scs-0004-health-monitor/availability-check.ts'
import { healthMonitorCheck } from '../scs-0004-health-monitor/health-monitor-check.ts'
import { alertRulesCheck } from '../scs-0403-observability/alert-rules-check.ts'
import { metricsCheck } from '../scs-0403-observability/metrics-check.ts'
import { incidentsCheck } from '../scs-0402-status-page/incidents-check.ts'
import { severitiesCheck } from '../scs-0402-status-page/severities-check.ts'
import { statusPageCheck } from '../scs-0402-status-page/status-page-check.ts'

// Places that answer with whatever they like: nobody passes by it, nothing breaks down, and each has a cause.

const checks = [
  statusPageCheck,
  incidentsCheck,
  severitiesCheck,
  healthMonitorCheck,
  availabilityCheck,
  metricsCheck,
  alertRulesCheck,
] as const

async function place(t: Test, type: string, body: string, status = 200): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end(body))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const deep = 1_000_000
for (const [what, type, body] of [
  ['a million lists in each other', 'application/json', `${'['.repeat(deep)}${']'.repeat(deep)}`],
  [
    'a million objects in each other, where data belongs',
    'application/json',
    `{"data":${'{"data":'.repeat(deep)}1${'}'.repeat(deep)}}`,
  ],
  ['lists that never end', 'application/json', '['.repeat(deep)],
  ['a key that is a prototype', 'application/json', '{"__proto__":{"data":[]},"constructor":1}'],
  ['data of all kinds', 'application/json', '{"status":"success","data":[null,1,"x",[],{}]}'],
  ['an empty answer', 'application/json', ''],
  ['bytes', 'application/octet-stream', '\u0000\u0001\uffff'],
  ['a login page', 'text/html', '<html><form action="/login"></form></html>'],
  ['a million labels', 'text/plain', `a{${'b="c",'.repeat(deep / 10)}} 1`],
] as const) {
  t.test(what, async (t) => {
    const url = await place(t, type, body)
    const places = { statusPage: { url }, healthMonitor: { url }, prometheus: { url } }
    for (const check of checks) {
      const { verdict, cause } = await judgeProvider(check as never, null, { given: [[provider, places]] })
      t.not(verdict, 'PASS', check.id)
      t.not(cause?.kind, 'internal', `${check.id}: ${cause?.message}`)
    }
  })
}
