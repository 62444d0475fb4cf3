import t from 'tap'
import { conformantProvider, judgeProvider, seededProvider } from '../../testbed/judge-provider.ts'
import type { ProviderDescription } from '../../testbed/simulator/provider/index.ts'
import { availabilityCheck } from './availability-check.ts'

const judged = (description: ProviderDescription) => judgeProvider(availabilityCheck, description)
const kept = (more: object) => judged({ prometheus: { availability: [{ ratio: 0.9993, ...more }] } })
const figure = (more: object) =>
  judged({ healthMonitor: { availability: [{ service: 'compute', ratio: 0.999, ...more }] } })

t.test('by a Prometheus that has kept 30 days, of probes and of API calls', async (t) => {
  for (const metric of ['probe_success', 'openstack_http_requests_total'] as const) {
    const { verdict, notes } = await kept({ metric })
    t.equal(verdict, 'PASS')
    t.match(notes, [`availability over 30 days by ${metric}`], metric)
    t.match(notes[0], /99\.930 %/)
  }
})

t.test('by the monitor itself', async (t) => {
  for (const window of ['30d', '720h', 'P30D', '30 days'])
    t.match(await figure({ window }), { verdict: 'PASS' }, window)
  t.match(await figure({ window: '7d' }), {
    verdict: 'FAIL',
    violations: [{ expected: /over 30 days/, actual: 'figures over 7d' }],
  })
  t.match(await figure({ ratio: 99.9 }), {
    verdict: 'FAIL',
    violations: [{ expected: 'a share between 0 and 1', actual: '99.9' }],
  })
  t.match(await figure({ ratio: 0.02 }), { verdict: 'PASS' }, 'how high it is, is shown and not judged')
})

t.test('gaps are seen; a memory that is too short is not the monitor', async (t) => {
  t.match(await kept({ hours: 648 }), { verdict: 'PASS' })
  t.match(await kept({ hours: 647 }), {
    verdict: 'FAIL',
    violations: [{ subject: 'probe_success of job blackbox', actual: 'values in 647' }],
  })
  const short = await kept({ hours: 240, sinceHoursAgo: 250 })
  t.match(short, { verdict: 'DNF', cause: { kind: 'dependency', message: /reaches back 10 of 30 days: name a store/ } })
  const both = await judged({
    healthMonitor: { availability: [{ service: 'a', ratio: 1 }] },
    prometheus: { availability: [{ ratio: 1, hours: 240, sinceHoursAgo: 250 }] },
  })
  t.match(both, { verdict: 'PASS', notes: [/100.000/, /reaches back 10/] })
})

t.test('whole figures of one source are enough, whatever another lacks', async (t) => {
  const week = { availability: [{ service: 'a', ratio: 0.9, window: '7d' }] }
  const both = await judged({ healthMonitor: week, prometheus: { availability: [{ ratio: 1 }] } })
  t.match(both, { verdict: 'PASS', notes: [/100\.000/, /health monitor .*: figures over 7d/] })
  const gap = { ratio: 1, hours: 300 }
  t.match(await judged({ healthMonitor: week, prometheus: { availability: [gap] } }), { verdict: 'FAIL' })
  const calls = { ratio: 1, metric: 'openstack_http_requests_total' as const }
  const replaced = await judged({ prometheus: { availability: [gap, calls] } })
  t.match(replaced, { verdict: 'PASS', notes: [/100/, /100/, /probe_success of job blackbox: values in 300/] })
})

t.test('figures whose time is not told decide nothing; zones of availability are none', async (t) => {
  const shown = (body: string) => {
    const faults = [{ path: '/metrics$', action: { status: 200, body } }]
    return judgeProvider(availabilityCheck, { healthMonitor: {} }, { faults })
  }
  t.match(await shown('api_availability 0.999\n'), {
    verdict: 'DNF',
    cause: { kind: 'malformed', message: /does not tell over which time/ },
  })
  t.match(await shown('api_availability{window="7d"} 0.999\n'), { verdict: 'FAIL' })
  t.match(await shown('openstack_nova_availability_zones 4\n'), { verdict: 'MISS' })
})

t.test('not decided: nothing handed in, no figure there, a Prometheus that does not answer', async (t) => {
  t.match(await judgeProvider(availabilityCheck, null), {
    verdict: 'MISS',
    cause: { message: /neither a health monitor nor a Prometheus/ },
  })
  t.match(await judged({ healthMonitor: {}, prometheus: {} }), {
    verdict: 'MISS',
    cause: { message: /no figure of availability/ },
  })
  for (const [action, kind, message] of [
    [{ unauthorized: true }, 'auth', /401; name a token/],
    [{ html: true }, 'malformed', /no JSON; is it the URL to which/],
    [{ status: 502 }, 'unreachable', /answers 502/],
    [
      { status: 503, body: { status: 'error', errorType: 'timeout', error: 'query timed out' } },
      'timeout',
      /with an error: query timed out/,
    ],
    [{ malformed: { field: 'data.result', value: [{}] } }, 'malformed', /cannot be read at \/data\/result\/0/],
    [{ malformed: { field: 'data.resultType', value: 'matrix' } }, 'malformed', /cannot be read at \/data\/result/],
  ] as const) {
    const faults = [{ service: 'prometheus', action }]
    const { verdict, cause } = await judgeProvider(
      availabilityCheck,
      { prometheus: { availability: [{ ratio: 1 }] } },
      { faults },
    )
    t.match({ verdict, cause }, { verdict: 'DNF', cause: { kind, message } })
  }
})

t.test('the described providers', async (t) => {
  t.match(await judgeProvider(availabilityCheck, conformantProvider), { verdict: 'PASS' })
  const seeded = await judgeProvider(availabilityCheck, seededProvider)
  t.match(seeded, { verdict: 'FAIL', violations: [{ actual: 'figures over 7d' }, { actual: 'values in 300' }] })
})
