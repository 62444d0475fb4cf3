import { fact, ProbeError, type CauseKind } from '../../src/fact.ts'
import { provider, web } from '../../src/provider/facts.ts'
import type { Place } from '../../src/provider/provider-file.ts'
import type { Web } from '../../src/provider/web.ts'
import { queryVector } from '../metrics/ask-prometheus.ts'
import { tlsCipherSuites } from '../../src/openstack/tls-cipher-suites.ts'
import { lookAtPlace, type PlaceSeen } from '../public-place/look-at-place.ts'
import { queriesOf, successes } from './availability-queries.ts'
import { readResults, type Figure, type Results } from './read-results.ts'

/** A health monitor: how it meets somebody who comes by, and what it tells. */
export interface HealthMonitor {
  readonly place: PlaceSeen
  readonly told: Results | Unread
}

/** Why nothing was learned from a place. */
export interface Unread {
  readonly cause: CauseKind
  readonly message: string
}

const accept =
  'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.8,application/json;q=0.6,*/*;q=0.1'

/** null where none is handed in. */
export const healthMonitor = fact<
  HealthMonitor | null,
  { provider: typeof provider; web: typeof web; tlsCipherSuites: typeof tlsCipherSuites }
>({
  name: 'the health monitor',
  needs: { provider, web, tlsCipherSuites },
  cost: { reads: 62 },
  timeoutMs: 300_000,
  async load({ provider, web, tlsCipherSuites }, { signal }) {
    const monitor = provider?.healthMonitor
    if (!monitor) return null
    const told = await unlessUnread(readMonitor(web, monitor), signal)
    return { place: await lookAtPlace(web, monitor, { accept }, tlsCipherSuites, signal), told }
  },
})

/** Where availability is told. */
export interface Availability {
  /** By the health monitor itself; absent where none is handed in. */
  readonly monitor?: { readonly url: string; readonly figures: readonly Figure[] | Unread }
  /** By what a Prometheus has kept; absent where none is handed in. */
  readonly prometheus?: { readonly url: string; readonly kept: readonly Kept[] | Unread }
}

/** What a Prometheus has kept of successes in the last 30 days. */
export interface Kept {
  /** `probe_success of job blackbox` */
  readonly of: string
  /** A share; null where nothing was tried. */
  readonly ratio: number | null
  /** Hours of the last 720 in which there was a value. */
  readonly hours: number
  /** Milliseconds since 1970: the first of them. */
  readonly sinceMs: number
}

/** null where neither is handed in. */
export const availability = fact<Availability | null, { provider: typeof provider; web: typeof web }>({
  name: 'availability over 30 days',
  needs: { provider, web },
  cost: { reads: 7 },
  async load({ provider, web }, { signal }) {
    const { healthMonitor, prometheus } = provider ?? {}
    if (!healthMonitor && !prometheus) return null
    const figures =
      healthMonitor &&
      (await unlessUnread(
        readMonitor(web, healthMonitor).then((told) => told.figures),
        signal,
      ))
    const kept = prometheus && (await unlessUnread(readKept(web, prometheus), signal))
    return {
      ...(figures ? { monitor: { url: healthMonitor.url, figures } } : {}),
      ...(kept ? { prometheus: { url: prometheus.url, kept } } : {}),
    }
  },
})

async function readMonitor(web: Web, monitor: Place): Promise<Results> {
  const { status, headers, body, url } = await web.get(monitor, { accept })
  const where = `the health monitor ${url}`
  if (status === 401) throw new ProbeError('auth', `${where} answers 401`)
  if (status === 403) throw new ProbeError('forbidden', `${where} answers 403`)
  if (status === 429 || status >= 500)
    throw new ProbeError('unreachable', `${where} answers ${status}; try again later`)
  if (status !== 200) throw new ProbeError('malformed', `${where} answers ${status}; name the URL of its results`)
  const read = readResults(body.toString('utf8'), String(headers['content-type'] ?? ''))
  const formats = 'name a URL that answers with metrics, or with an answer of Prometheus or InfluxDB to a query'
  if (!read.ok) throw new ProbeError('malformed', `${where}: ${read.reason}; ${formats}`)
  const { metrics } = read.results
  return { ...read.results, metrics: metrics.slice(0, 50) }
}

async function readKept(web: Web, prometheus: Place): Promise<readonly Kept[]> {
  const kept: Kept[] = []
  for (const { what, expression } of successes) {
    const queries = queriesOf(expression)
    const ratios = await queryVector(web, prometheus, queries.ratio)
    if (ratios.length === 0) continue
    const hours = await queryVector(web, prometheus, queries.hours)
    const since = await queryVector(web, prometheus, queries.since)
    for (const { labels, value } of ratios) {
      const { job } = labels
      const ofJob = ({ labels }: { readonly labels: Readonly<Record<string, string>> }) => labels['job'] === job
      const [counted, first] = [hours.find(ofJob), since.find(ofJob)]
      if (!counted || !first || !Number.isFinite(first.value)) continue
      const of = job === undefined ? what : `${what} of job ${job}`
      kept.push({ of, ratio: Number.isFinite(value) ? value : null, hours: counted.value, sinceMs: first.value * 1000 })
    }
  }
  return kept
}

async function unlessUnread<T>(reading: Promise<T>, signal: AbortSignal): Promise<T | Unread> {
  try {
    return await reading
  } catch (error) {
    if (signal.aborted || !(error instanceof ProbeError)) throw error
    return { cause: error.kind, message: error.message }
  }
}
