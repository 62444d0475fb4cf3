import { fact, ProbeError } from '../../src/fact.ts'
import { provider, web } from '../../src/provider/facts.ts'
import { askPrometheus, queryVector } from '../metrics/ask-prometheus.ts'
import { kinds, queryOf } from './telemetry.ts'

/** What a Prometheus scrapes at this moment, counted. */
export interface Telemetry {
  readonly url: string
  /** Series of `up`: what it tries to scrape. */
  readonly targets: number
  readonly kinds: readonly {
    readonly what: string
    readonly wanted: readonly string[]
    readonly found: readonly { readonly metric: string; readonly series: number }[]
  }[]
}

/** null where no Prometheus is handed in. */
export const telemetry = fact<Telemetry | null, { provider: typeof provider; web: typeof web }>({
  name: 'telemetry in Prometheus',
  needs: { provider, web },
  cost: { reads: kinds.length + 1 },
  async load({ provider, web }) {
    const prometheus = provider?.prometheus
    if (!prometheus) return null
    const count = async (kind: Parameters<typeof queryOf>[0]) =>
      (await queryVector(web, prometheus, queryOf(kind))).map(({ labels, value }) => ({
        metric: labels['__name__'] ?? '',
        series: value,
      }))
    const [up] = await count({ metrics: ['up'] })
    const found = await Promise.all(
      kinds.map(async (kind) => ({ what: kind.what, wanted: kind.metrics, found: await count(kind) })),
    )
    return { url: prometheus.url, targets: up?.series ?? 0, kinds: found }
  },
})

export interface AlertRule {
  readonly group: string
  readonly name: string
  /** As Prometheus has it: ok, err, unknown where it was not evaluated yet. */
  readonly health: string
}

/** null where no Prometheus is handed in. */
export const alertRules = fact<
  { readonly url: string; readonly rules: readonly AlertRule[] } | null,
  { provider: typeof provider; web: typeof web }
>({
  name: 'alert rules in Prometheus',
  needs: { provider, web },
  cost: { reads: 1 },
  async load({ provider, web }) {
    const prometheus = provider?.prometheus
    if (!prometheus) return null
    // Alerts that are firing have labels of what customers run: they are not asked for, and an old Prometheus that tells them all the same is not listened to.
    const query = { type: 'alert', exclude_alerts: 'true' }
    const { groups, groupNextToken } = await askPrometheus(web, prometheus, '/api/v1/rules', query)
    const wrong = (at: string) =>
      new ProbeError('malformed', `GET /api/v1/rules: the answer cannot be read at /data/${at}`)
    if (!Array.isArray(groups)) throw wrong('groups')
    if (typeof groupNextToken === 'string' && groupNextToken !== '') {
      throw new ProbeError(
        'malformed',
        'GET /api/v1/rules: the answer is one page of several, though all were asked for',
      )
    }
    const rules = (groups as readonly unknown[]).flatMap((group, at) => {
      const { name: groupName, rules } = isObject(group) ? group : {}
      if (typeof groupName !== 'string' || !Array.isArray(rules)) throw wrong(`groups/${at}`)
      return (rules as readonly unknown[]).flatMap((rule, number) => {
        const { name, health, type } = isObject(rule) ? rule : {}
        if (typeof name !== 'string' || typeof health !== 'string') throw wrong(`groups/${at}/rules/${number}`)
        return type === 'alerting' ? [{ group: groupName, name, health }] : []
      })
    })
    return { url: prometheus.url, rules }
  },
})

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
