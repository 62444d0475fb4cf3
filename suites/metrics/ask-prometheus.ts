import { ProbeError } from '../../src/fact.ts'
import type { Place } from '../../src/provider/provider-file.ts'
import type { Web } from '../../src/provider/web.ts'

/** One element of an instant vector. */
export interface Element {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/**
 * Asks the HTTP API of a Prometheus, or of what answers as one (Thanos, Mimir): the `data` of its answer.
 * @throws ProbeError auth, forbidden, unreachable (also for an answer that comes with warnings: a store behind it did not answer,
 * so what is missing may be there), and malformed for what is no answer of it, or an error of its
 */
export async function askPrometheus(
  web: Web,
  place: Place,
  path: '/api/v1/query' | '/api/v1/rules',
  query: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, body, url } = await web.get(place, { path, query })
  const call = `GET ${path} on ${new URL(url).host}`
  if (status === 401) throw new ProbeError('auth', `${call} answers 401; name a token in tokenFile, or another one`)
  if (status === 403) throw new ProbeError('forbidden', `${call} answers 403; this token may not read it`)
  if (status === 429 || (status >= 500 && status !== 503))
    throw new ProbeError('unreachable', `${call} answers ${status}`)
  let answer: unknown
  try {
    answer = JSON.parse(body.toString('utf8'))
  } catch {
    const hint = 'is it the URL to which /api/v1/query is added?'
    throw new ProbeError('malformed', `${call} answers ${status} and no JSON; ${hint}`)
  }
  const { status: outcome, data, error, warnings } = isObject(answer) ? answer : {}
  // 503: a query that was aborted or took too long
  if (outcome === 'error')
    throw new ProbeError(
      status === 503 ? 'timeout' : 'malformed',
      `${call} answers with an error: ${String(error).slice(0, 200)}`,
    )
  if (outcome !== 'success' || !isObject(data))
    throw new ProbeError('malformed', `${call} answers ${status}, and not as Prometheus does`)
  if (Array.isArray(warnings) && warnings.length > 0)
    throw new ProbeError(
      'unreachable',
      `${call} answers in part only, with a warning: ${String(warnings[0]).slice(0, 200)}; try again later`,
    )
  return data
}

/** The elements of an instant vector that a query gives, now. */
export async function queryVector(web: Web, place: Place, query: string): Promise<readonly Element[]> {
  const { resultType, result } = await askPrometheus(web, place, '/api/v1/query', { query })
  const wrong = (at: string) =>
    new ProbeError('malformed', `the answer to the query ${query} cannot be read at /data/${at}`)
  if (resultType !== 'vector' || !Array.isArray(result)) throw wrong('result')
  return (result as readonly unknown[]).map((element, at) => {
    const { metric, value } = isObject(element) ? element : {}
    if (!isObject(metric) || !Array.isArray(value) || typeof value[1] !== 'string') throw wrong(`result/${at}`)
    const labels = Object.entries(metric).map(([name, text]) => [name, String(text)] as const)
    return { labels: Object.fromEntries(labels), value: Number(value[1]) }
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
