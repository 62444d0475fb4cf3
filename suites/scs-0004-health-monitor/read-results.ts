import { parseExposition, type Sample } from '../metrics/parse-exposition.ts'

/** What the answer of a health monitor tells. */
export interface Results {
  readonly format: 'metrics' | 'an answer of Prometheus' | 'an answer of InfluxDB'
  /** Names of metrics that are results of a health monitor, each once. */
  readonly metrics: readonly string[]
  /** The newest time that is told of a result, and by what; null where none is. */
  readonly newest: { readonly timeMs: number; readonly by: string } | null
  readonly figures: readonly Figure[]
}

/** An availability that the monitor has reckoned itself. */
export interface Figure {
  /** Name with labels, as it stands there. */
  readonly of: string
  /** As the label has it: `30d`; null where there is none. */
  readonly window: string | null
  /** A share; as it stands there, whatever it is. null for what is no number. */
  readonly ratio: number | null
}

export type Read = { readonly ok: true; readonly results: Results } | { readonly ok: false; readonly reason: string }

/**
 * Reads what health monitors show: metrics in the text format of Prometheus or OpenMetrics (the SCS Health Monitor behind its
 * Pushgateway, exporters of probes), the answer of Prometheus' HTTP API to a query, and that of InfluxDB 1, where the OpenStack
 * Health Monitor keeps its results.
 */
export function readResults(body: string, mediaType: string): Read {
  if (/html/i.test(mediaType)) return { ok: false, reason: 'it is a page for people, which cannot be read by machine' }
  if (/json/i.test(mediaType) || /^\s*\{\s*"/.test(body)) return readJson(body)
  const parsed = parseExposition(body, /openmetrics/i.test(mediaType))
  if (!parsed.ok) return { ok: false, reason: `line ${parsed.line} cannot be read as metrics: ${parsed.reason}` }
  return { ok: true, results: resultsOf('metrics', parsed.samples) }
}

/** Of the SCS Health Monitor, of probes by a blackbox exporter, and of the OpenStack Health Monitor as Telegraf hands it on. */
const known = [
  /^openstack_http_(?:requests|response_time)/,
  /^ssh_(?:connections|connect_duration|connectivity_tests)/,
  /^connectivity_tests/,
  /^total_test_duration_seconds$/,
  /^iperf3_/,
  /^probe_(?:success|duration_seconds|http_status_code)$/,
]

function isResult({ name, labels }: Sample): boolean {
  if (known.some((pattern) => pattern.test(name))) return true
  return /_(?:return_code|duration)$/.test(name) && 'cmd' in labels && 'method' in labels
}

/** A gauge of a monitor's own, in seconds since 1970. */
const lastRun = /^(?:scs|openstack|health)_(?:\w+_)?last_(?:\w+_)?time(?:stamp)?_seconds$/

function resultsOf(format: Results['format'], samples: readonly Sample[]): Results {
  const results = samples.filter(isResult)
  const jobs = new Set(results.map(({ labels }) => labels['job']))
  const times = [
    ...results.flatMap(({ name, timeMs }) => (timeMs === null ? [] : [{ timeMs, by: name }])),
    ...samples.flatMap(({ name, labels, value }) => {
      // A Pushgateway tells the time of each job: others than the monitor's say nothing of it.
      const isOurs = name === 'push_time_seconds' ? jobs.has(labels['job']) : lastRun.test(name)
      return isOurs ? [{ timeMs: Math.round(value * 1000), by: name }] : []
    }),
  ]
  const figures = samples
    .filter(({ name }) => /availability(?!_zone)/.test(name) && !/_(?:created|count|sum|bucket|total)$/.test(name))
    .map(({ name, labels, value }) => ({
      of: `${name}{${Object.entries(labels)
        .map(([key, text]) => `${key}="${text}"`)
        .join(',')}}`.slice(0, 200),
      window: labels['window'] ?? labels['period'] ?? labels['range'] ?? null,
      ratio: Number.isFinite(value) ? value / (/percent/.test(name) ? 100 : 1) : null,
    }))
  return { format, metrics: [...new Set(results.map(({ name }) => name))].toSorted(), newest: newestOf(times), figures }
}

function newestOf(times: readonly { readonly timeMs: number; readonly by: string }[]): Results['newest'] {
  let newest: Results['newest'] = null
  for (const time of times) {
    if (Number.isFinite(time.timeMs) && time.timeMs > 0 && !(newest && newest.timeMs >= time.timeMs)) newest = time
  }
  return newest
}

function readJson(body: string): Read {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return { ok: false, reason: 'it cannot be read as JSON' }
  }
  if (isObject(value) && Array.isArray(value['results'])) return readInflux(value['results'])
  if (isObject(value) && Array.isArray(value['warnings']) && value['warnings'].length > 0) {
    return { ok: false, reason: 'it is only a part of what there is (warnings)' }
  }
  if (isObject(value) && isObject(value['data'])) return readPrometheus(value['data'])
  return { ok: false, reason: 'it is JSON, but no answer of Prometheus or InfluxDB to a query' }
}

/** A value of a vector is at most five minutes old, except where a Pushgateway keeps it for ever: there only its own times count. */
function readPrometheus({ result }: Readonly<Record<string, unknown>>): Read {
  if (!Array.isArray(result)) return { ok: false, reason: '/data/result is no list' }
  const samples: Sample[] = []
  for (const [at, series] of (result as readonly unknown[]).entries()) {
    const wrong = { ok: false as const, reason: `/data/result/${at} has no metric and value` }
    if (!isObject(series) || !isObject(series['metric'])) return wrong
    const pair: unknown = series['value'] ?? (Array.isArray(series['values']) ? series['values'].at(-1) : undefined)
    if (!Array.isArray(pair) || typeof pair[0] !== 'number' || typeof pair[1] !== 'string') return wrong
    const entries = Object.entries(series['metric']).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    const { __name__: name = '', ...labels } = Object.fromEntries(entries)
    samples.push({ name, labels, value: Number(pair[1]), timeMs: name.startsWith('probe_') ? pair[0] * 1000 : null })
  }
  return { ok: true, results: resultsOf('an answer of Prometheus', samples) }
}

function readInflux(statements: readonly unknown[]): Read {
  const metrics = new Set<string>()
  const times: { timeMs: number; by: string }[] = []
  for (const [at, statement] of statements.entries()) {
    if (!isObject(statement)) return { ok: false, reason: `/results/${at} is no object` }
    if (typeof statement['error'] === 'string')
      return { ok: false, reason: `/results/${at} is an error: ${statement['error'].slice(0, 100)}` }
    const all: unknown = statement['series'] ?? []
    if (!Array.isArray(all)) return { ok: false, reason: `/results/${at}/series is no list` }
    // max-row-limit of InfluxDB keeps the oldest: what is newest is not among them.
    if ([statement, ...(all as readonly unknown[])].some((one) => isObject(one) && one['partial'] === true)) {
      return {
        ok: false,
        reason: `/results/${at} is only a part of what there is (partial); ask for less, or the newest first`,
      }
    }
    for (const [number, series] of (all as readonly unknown[]).entries()) {
      const wrong = {
        ok: false as const,
        reason: `/results/${at}/series/${number} has no name, columns with time, and values`,
      }
      if (!isObject(series)) return wrong
      const { name, columns, values } = series
      if (typeof name !== 'string' || !Array.isArray(columns) || !Array.isArray(values)) return wrong
      const time = columns.indexOf('time')
      if (time < 0) return wrong
      for (const row of values as readonly unknown[]) {
        if (!Array.isArray(row)) return wrong
        // fill(null) makes a row of times without results
        if (!row.some((cell, column) => column !== time && cell !== null)) continue
        metrics.add(name)
        times.push({ timeMs: timeOf(row[time]), by: name })
      }
    }
  }
  return {
    ok: true,
    results: { format: 'an answer of InfluxDB', metrics: [...metrics], newest: newestOf(times), figures: [] },
  }
}

/** RFC 3339, or a number since 1970 in the unit that the query has asked for: seconds to nanoseconds differ enough to tell. */
function timeOf(cell: unknown): number {
  if (typeof cell === 'string') return Date.parse(cell)
  if (typeof cell !== 'number') return Number.NaN
  if (cell > 1e17) return cell / 1e6
  if (cell > 1e14) return cell / 1e3
  return cell > 1e11 ? cell : cell * 1000
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
