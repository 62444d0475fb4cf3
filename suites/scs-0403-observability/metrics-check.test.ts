import { readFileSync } from 'node:fs'
import t from 'tap'
import { conformantProvider, judgeProvider, seededProvider } from '../../testbed/judge-provider.ts'
import type { Fault } from '../../testbed/simulator/index.ts'
import { metricsCheck } from './metrics-check.ts'
import { kinds, queryOf } from './telemetry.ts'

const recorded = (name: string) =>
  JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), 'utf8')) as unknown
const series = { up: 3, ...Object.fromEntries(kinds.map(({ metrics }) => [metrics[0], 4])) }
const judged = (series: Readonly<Record<string, number>>, ...faults: readonly Fault[]) =>
  judgeProvider(metricsCheck, { prometheus: { series } }, { faults })

t.test('each kind by any of its metrics; each that is missing, by name', async (t) => {
  t.match(await judged(series), { verdict: 'PASS' })
  for (const { what, metrics } of kinds) {
    const { [metrics[0] ?? '']: _, ...without } = series as Readonly<Record<string, number>>
    for (const metric of metrics) t.match(await judged({ ...without, [metric]: 1 }), { verdict: 'PASS' }, metric)
    const { verdict, violations } = await judged(without)
    t.match(
      { verdict, violations },
      {
        verdict: 'FAIL',
        violations: [{ subject: `metrics of ${what}`, expected: `a series of ${metrics.join(' or ')}` }],
      },
    )
    t.equal(violations.length, 1)
  }
})

t.test('only counts are asked for, and pods of kube-system alone', async (t) => {
  const { asked } = await judged(series)
  const queries = asked.map((path) => new URL(path, 'http://x').searchParams.get('query') ?? '')
  t.equal(queries.length, kinds.length + 1)
  const selector = String.raw`\{__name__=~"[\w|]+"(,\w+="kube-system")?\}`
  for (const query of queries)
    t.match(query, new RegExp(String.raw`^count by \(__name__\) \(${selector}( or ${selector})*\)$`))
  const [pods = '', ...more] = queries.filter((text) => text.includes('pod'))
  t.equal(more.length, 0)
  const named = '__name__=~"kube_pod_status_ready|kube_pod_status_phase|k8s_pod_phase"'
  const labels = ['namespace', 'exported_namespace', 'k8s_namespace_name']
  const all = labels.map((label) => `{${named},${label}="kube-system"}`).join(' or ')
  t.equal(pods, `count by (__name__) (${all})`, 'wherever an exporter tells the namespace')
  const docs = readFileSync(new URL('../../docs/provider-file.md', import.meta.url), 'utf8')
  for (const kind of kinds) for (const metric of kind.metrics) t.match(docs, metric, 'the docs list them all')
  t.match(queryOf({ metrics: ['up'] }), 'count by (__name__) ({__name__=~"up"})')
})

t.test('not decided: no Prometheus, one without targets, one that wants a token or answers nonsense', async (t) => {
  t.match(await judgeProvider(metricsCheck, null), {
    verdict: 'MISS',
    cause: { kind: 'manual', message: /prometheus in the file of --provider/ },
  })
  t.match(await judged({}), { verdict: 'DNF', cause: { kind: 'dependency', message: /scrapes nothing at all/ } })
  t.match(await judged(series, { action: { unauthorized: true } }), { verdict: 'DNF', cause: { kind: 'auth' } })
  t.match(await judged(series, { action: { status: 400, body: recorded('query-error') } }), {
    verdict: 'DNF',
    cause: { kind: 'malformed', message: /with an error: invalid parameter "query"/ },
  })
  const partial = { action: { malformed: { field: 'warnings', value: ['store a:10901 is not available'] } } }
  t.match(await judged({ up: 3 }, partial), {
    verdict: 'DNF',
    cause: { kind: 'unreachable', message: /in part only, with a warning: store a:10901 is not available; try again/ },
  })
  t.match(await judged(series, { action: { malformed: { field: 'warnings', value: [] } } }), { verdict: 'PASS' })
  const broken = { action: { malformed: { field: 'data.result.0.value', value: 'x' } } }
  t.match(await judged(series, broken), {
    verdict: 'DNF',
    cause: { kind: 'malformed', message: /cannot be read at \/data\/result\/0/ },
  })
})

t.test('answers of a real Prometheus', async (t) => {
  const answer = (path: string, name: string) => ({ path, action: { status: 200, body: recorded(name) } })
  t.match(await judged(series, answer('node_cpu', 'query-cpu')), { verdict: 'PASS' })
  const { violations } = await judged(series, answer('node_cpu', 'query-nothing'))
  t.match(violations, [{ subject: 'metrics of CPU', actual: 'none is scraped now' }])
})

t.test('the described providers', async (t) => {
  t.match(await judgeProvider(metricsCheck, conformantProvider), { verdict: 'PASS' })
  const { verdict, violations } = await judgeProvider(metricsCheck, seededProvider)
  t.equal(verdict, 'FAIL')
  t.strictSame(
    violations.map(({ subject }) => subject.replace('metrics of ', '')),
    ['network', 'HTTP connectivity', 'control plane', 'certificates of Kubernetes', 'underlying nodes'],
  )
})
