import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { readResults } from './read-results.ts'

const recorded = (name: string) => readFileSync(new URL(`../metrics/recorded/${name}`, import.meta.url), 'utf8')
const time = Date.parse('2026-11-24T12:00:00Z')

t.test('the SCS Health Monitor behind a real Pushgateway: results, and when they came', async (t) => {
  const read = readResults(recorded('pushgateway.txt'), 'text/plain; version=0.0.4; charset=utf-8')
  t.match(read, {
    ok: true,
    results: {
      format: 'metrics',
      metrics: /openstack_http_requests_total,ssh_connect_duration_seconds_bucket/,
      newest: { by: 'push_time_seconds', timeMs: 1795526743616 },
      figures: [],
    },
  })
  const broken = recorded('pushgateway.txt').replace('push_time_seconds{instance="",', 'push_time_seconds{instance=",')
  t.match(readResults(broken, 'text/plain'), { ok: false, reason: /^line 10 cannot be read as metrics: / })
})

t.test('OpenMetrics of a real client library have no time of their own', async (t) => {
  const read = readResults(recorded('python-client.openmetrics.txt'), 'application/openmetrics-text; version=1.0.0')
  t.match(read, { ok: true, results: { metrics: /total_test_duration_seconds/, newest: null } })
})

t.test('other exporters show no results', async (t) => {
  for (const name of ['node-exporter.txt', 'prometheus.txt'])
    t.match(readResults(recorded(name), 'text/plain'), { ok: true, results: { metrics: [], newest: null } })
})

t.test('times: of a result, or of the last of them; not of anything else', async (t) => {
  const newest = (text: string) => {
    const read = readResults(text, 'text/plain')
    return read.ok ? (read.results.newest?.timeMs ?? null) : read.reason
  }
  t.equal(newest(`probe_success 1 ${time}\nprobe_success{a="b"} 0 ${time - 1}\n`), time)
  t.equal(newest(`probe_success 1\nscs_last_run_timestamp_seconds ${time / 1000}\n`), time)
  t.equal(newest(`probe_success 1\nprocess_start_time_seconds ${time / 1000}\n`), null)
  t.equal(newest(`node_load1 1 ${time}\n`), null)
  t.equal(newest(`iperf3_x{job="a"} 1\npush_time_seconds{job="a"} NaN\n`), null)
  t.equal(newest(`iperf3_x{job="a"} 1\npush_time_seconds{job="a"} ${time / 1000}\n`), time)
  t.equal(newest(`iperf3_x{job="a"} 1\npush_time_seconds{job="b"} ${time / 1000}\n`), null, 'another job')
  t.equal(newest(`iperf3_x 1\npush_time_seconds 0\n`), null)
  t.equal(newest(`iperf3_x 1\nprometheus_rule_group_last_evaluation_timestamp_seconds ${time / 1000}\n`), null)
  t.equal(newest(`plus_return_code{cmd="nova",method="list"} 0 ${time}\nother_return_code 0 ${time + 5}\n`), time)
})

t.test('availability as the monitor reckons it', async (t) => {
  const read = readResults(
    'x_availability_ratio{service="compute",window="30d"} 0.999\na_availability_percent 98\nb_availability NaN\nc_availability_count 4\n',
    'text/plain',
  )
  t.match(read, {
    results: {
      figures: [
        { of: 'x_availability_ratio{service="compute",window="30d"}', window: '30d', ratio: 0.999 },
        { window: null, ratio: 0.98 },
        { ratio: null },
      ],
    },
  })
})

t.test(
  'an answer of Prometheus: what is probed has a time, what a Pushgateway keeps has only that of the push',
  async (t) => {
    const answer = (metric: object, value: unknown) =>
      JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric, value }] } })
    const newest = (text: string) => readResults(text, 'application/json')
    t.match(newest(answer({ __name__: 'probe_success' }, [time / 1000, '1'])), {
      ok: true,
      results: { newest: { timeMs: time } },
    })
    t.match(newest(answer({ __name__: 'total_test_duration_seconds' }, [time / 1000, '1'])), {
      ok: true,
      results: { metrics: ['total_test_duration_seconds'], newest: null },
    })
    const push = { metric: { __name__: 'push_time_seconds' }, value: [time / 1000, String(time / 1000 - 60)] }
    const both = answer({ __name__: 'total_test_duration_seconds' }, [time / 1000, '1']).replace(
      ']}}',
      `,${JSON.stringify(push)}]}}`,
    )
    t.match(newest(both), { results: { newest: { timeMs: time - 60_000 } } })
    t.match(newest(answer({}, time)), { ok: false, reason: '/data/result/0 has no metric and value' })
    t.match(newest('{"data":{"result":5}}'), { ok: false, reason: '/data/result is no list' })
  },
)

t.test('an answer of InfluxDB: rows with a result count, rows of empty hours do not', async (t) => {
  const answer = (values: unknown, columns: unknown = ['time', 'mean']) =>
    JSON.stringify({ results: [{ statement_id: 0, series: [{ name: 'nordwind', columns, values }] }] })
  const read = (text: string) => readResults(text, 'application/json')
  t.match(
    read(
      answer([
        ['2026-11-24T11:00:00Z', 1.5],
        ['2026-11-24T12:00:00Z', null],
      ]),
    ),
    { ok: true, results: { metrics: ['nordwind'], newest: { timeMs: time - 3_600_000 } } },
  )
  for (const cell of [time / 1000, time, time * 1e3, time * 1e6])
    t.match(read(answer([[cell, 1]])), { results: { newest: { timeMs: time } } })
  t.match(read(answer([[0, 1]])), { results: { newest: null } }, 'which is how InfluxDB says that there is no time')
  t.match(read(answer([[time]], ['mean'])), { ok: false, reason: /\/results\/0\/series\/0 has no name/ })
  t.match(read('{"results":[{"error":"database not found: cicd"}]}'), {
    ok: false,
    reason: '/results/0 is an error: database not found: cicd',
  })
  t.match(read('{"results":[{"statement_id":0}]}'), { ok: true, results: { metrics: [] } })
})

t.test('a part of an answer tells nothing of what is newest', async (t) => {
  const influx = (statement: object, series: object) =>
    JSON.stringify({
      results: [
        { series: [{ name: 'nordwind', columns: ['time', 'mean'], values: [[time, 1]], ...series }], ...statement },
      ],
    })
  const prometheus = (more: object) => JSON.stringify({ status: 'success', data: { result: [] }, ...more })
  for (const [text, ok] of [
    [influx({ partial: true }, {}), false],
    [influx({}, { partial: true }), false],
    [influx({ partial: false }, {}), true],
    [prometheus({ warnings: ['store a is not available'] }), false],
    [prometheus({ warnings: [] }), true],
  ] as const) {
    const read = readResults(text, 'application/json')
    t.match(read, ok ? { ok } : { ok, reason: /only a part of what there is/ }, text)
  }
})

t.test('what is neither', async (t) => {
  for (const [text, type, reason] of [
    ['<!doctype html>', 'text/html; charset=utf-8', /page for people/],
    ['{"a":', 'application/json', 'it cannot be read as JSON'],
    ['{"a":1}', 'application/json', /no answer of Prometheus or InfluxDB/],
    ['[1]', 'application/json', /no answer of/],
    ['Hello\n', 'text/plain', /^line 1 cannot be read as metrics: there is no value/],
  ] as const)
    t.match(readResults(text, type), { ok: false, reason })
  fc.assert(
    fc.property(
      fc.oneof(fc.json(), fc.string()),
      fc.constantFrom('application/json', 'text/plain'),
      (text, type) => typeof readResults(text, type).ok === 'boolean',
    ),
  )
})
