/** What is judged of the resources of a status page, once their shape is known to be right. */
export interface Listing<T> {
  /** Those that are as specified. */
  readonly items: readonly T[]
  /** None was left out. */
  readonly isWhole: boolean
}

export interface Severity {
  readonly name: string | null
  readonly value: number | null
}

export interface Component {
  readonly id: string
  readonly name: string | null
  /** Ids of incidents that are told to affect it at the time of asking. */
  readonly affectedBy: readonly string[]
}

export interface Incident {
  readonly id: string
  readonly name: string | null
  /** ISO 8601 as the page has it. */
  readonly beganAt: string | null
  readonly endedAt: string | null
  readonly phase: { readonly generation: number; readonly order: number } | null
  /** 0 to 100; 0 is maintenance. */
  readonly severities: readonly number[]
  /** When its updates were made; null for one without a time. Undefined where they were not asked for, or could not be read. */
  readonly updatedAt?: readonly (string | null)[]
}

/** What the schema of each resource lets through, as far as it is of use. */
export interface Wire {
  readonly phases: { readonly generation: number; readonly phases: readonly string[] }
  readonly impactType: { readonly id: string }
  readonly severity: { readonly displayName?: string; readonly value?: number }
  readonly component: {
    readonly id: string
    readonly displayName?: string
    readonly activelyAffectedBy?: readonly { readonly reference?: string }[]
  }
  readonly incident: {
    readonly id: string
    readonly displayName?: string
    readonly beganAt?: string | null
    readonly endedAt?: string | null
    readonly phase?: { readonly generation: number; readonly order: number }
    readonly affects?: readonly { readonly severity?: number }[]
  }
  readonly update: { readonly order: number; readonly createdAt?: string | null }
}

export function severityOf({ displayName, value }: Wire['severity']): Severity {
  return { name: displayName ?? null, value: value ?? null }
}

export function componentOf({ id, displayName, activelyAffectedBy = [] }: Wire['component']): Component {
  const affectedBy = activelyAffectedBy.flatMap(({ reference }) => (reference === undefined ? [] : [reference]))
  return { id, name: displayName ?? null, affectedBy }
}

export function incidentOf({ id, displayName, beganAt, endedAt, phase, affects = [] }: Wire['incident']): Incident {
  const severities = affects.flatMap(({ severity }) => (severity === undefined ? [] : [severity]))
  return {
    id,
    name: displayName ?? null,
    beganAt: beganAt ?? null,
    endedAt: endedAt ?? null,
    phase: phase ? { generation: phase.generation, order: phase.order } : null,
    severities,
  }
}
