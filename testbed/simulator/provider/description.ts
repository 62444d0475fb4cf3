import type { Fault } from '../faults.ts'
import type { Loose } from '../read-description.ts'

/** A provider with all defaults filled in; description.schema.json holds the meaning and the default of each key. */
export interface FullProviderDescription {
  readonly name?: string
  readonly statusPage?: StatusPageDescription
  readonly healthMonitor?: HealthMonitorDescription
  readonly prometheus?: PrometheusDescription
  readonly latencyMs: number
  readonly faults: readonly Fault[]
}

export interface StatusPageDescription {
  readonly login: 'open' | 'required'
  /** generations, the oldest first */
  readonly phases: readonly (readonly string[])[]
  readonly impactTypes: readonly { readonly name: string; readonly description: string }[]
  readonly severities: readonly { readonly name: string; readonly value: number }[]
  readonly components: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[]
  readonly incidents: readonly IncidentDescription[]
  readonly filter: 'kept' | 'ignored'
}

export interface IncidentDescription {
  readonly name: string
  readonly description: string
  readonly beganHoursAgo: number
  readonly endedHoursAgo: number | null
  readonly phase: { readonly generation: number; readonly order: number }
  readonly affects: readonly { readonly component: string; readonly type: string; readonly severity: number }[]
  readonly updates: readonly { readonly hoursAgo: number; readonly text: string }[]
}

export interface HealthMonitorDescription {
  readonly login: 'open' | 'required'
  readonly format: 'openmetrics' | 'text' | 'influxdb' | 'prometheus' | 'html'
  readonly cloud: string
  readonly lastResultMinutesAgo: number
  readonly availability: readonly { readonly service: string; readonly ratio: number; readonly window: string }[]
}

export interface PrometheusDescription {
  readonly token?: string
  /** series by metric, and how many of each are outside of the namespaces of the provider */
  readonly series: Readonly<Record<string, number>>
  readonly rules: readonly {
    readonly name: string
    readonly health: 'ok' | 'err' | 'unknown'
    readonly type: 'alerting' | 'recording'
  }[]
  readonly availability: readonly {
    readonly metric: string
    readonly ratio: number
    readonly hours: number
    readonly sinceHoursAgo: number
  }[]
}

/** What an author writes: every key may be left out that has a default. */
export type ProviderDescription = Loose<FullProviderDescription>
