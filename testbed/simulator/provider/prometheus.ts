import type { Reply } from '../router.ts'
import type { PrometheusDescription } from './description.ts'

/** Answers as the HTTP API of Prometheus does, to the queries that the suites ask and to no others. */
export function prometheusReply(
  prometheus: PrometheusDescription,
  path: string,
  query: URLSearchParams,
  now: number,
): Reply {
  if (path === '/api/v1/rules') return success({ groups: groups(prometheus, now) })
  if (path !== '/api/v1/query')
    return { status: 404, headers: { 'Content-Type': 'text/plain' }, body: '404 page not found\n' }
  const asked = query.get('query') ?? ''
  const result = series(prometheus, asked, now)
  if (!result) return failure(400, 'bad_data', `the simulator does not know the query ${asked}`)
  return success({
    resultType: 'vector',
    result: result.map(({ metric, value }) => ({ metric, value: [now / 1000, String(value)] })),
  })
}

const success = (data: unknown): Reply => ({ status: 200, body: { status: 'success', data } })
const failure = (status: number, errorType: string, error: string): Reply => ({
  status,
  body: { status: 'error', errorType, error },
})

interface Sample {
  readonly metric: Readonly<Record<string, string>>
  readonly value: number
}

function series(
  { series, availability }: PrometheusDescription,
  asked: string,
  now: number,
): readonly Sample[] | undefined {
  const selectors = /^count by \(__name__\) \((.+)\)$/.exec(asked)?.[1]?.split(' or ')
  const parsed = selectors?.map((one) => /^\{__name__=~"([\w:|]+)"(?:,\w+="kube-system")?\}$/.exec(one)?.[1])
  const [named] = parsed?.every((one) => one === parsed[0]) ? parsed : [] // the labels of its series are not described
  if (named !== undefined) {
    return named
      .split('|')
      .flatMap((name) => (series[name] ? [{ metric: { __name__: name }, value: series[name] }] : []))
  }
  const over = /^(avg|count|min)_over_time\(.*\b(probe_success|openstack_http_requests_total)\b.*\[30d:1h\]\)$/.exec(
    asked,
  )
  const found = availability.filter(({ metric }) => metric === over?.[2])
  if (!over) return undefined
  return found.map(({ metric, ratio, hours, sinceHoursAgo }) => ({
    metric: metric === 'probe_success' ? { job: 'blackbox' } : {},
    value: { avg: ratio, count: hours, min: now / 1000 - sinceHoursAgo * 3600 }[over[1] ?? ''] ?? Number.NaN,
  }))
}

function groups({ rules }: PrometheusDescription, now: number): readonly object[] {
  if (rules.length === 0) return []
  const lastEvaluation = new Date(now - 15_000).toISOString()
  return [
    {
      name: 'kubernetes',
      file: 'kubernetes.yaml',
      interval: 30,
      rules: rules.map(({ name, health, type }) => ({
        name,
        query: 'vector(1)',
        labels: {},
        health,
        type,
        ...(health === 'err' ? { lastError: 'many-to-many matching not allowed' } : {}),
        ...(type === 'alerting' ? { state: 'inactive', duration: 300, annotations: {}, alerts: [] } : {}),
        evaluationTime: 0.0003,
        lastEvaluation: health === 'unknown' ? '0001-01-01T00:00:00Z' : lastEvaluation,
      })),
    },
  ]
}
