import { AsyncLocalStorage } from 'node:async_hooks'
import type { Quota, Room } from './room.ts'

export type { Quota, Room } from './room.ts'

/** Why something could not be observed or decided; the machine-readable half of a DNF or MISS. */
export type CauseKind = (typeof causeKinds)[number]
export const causeKinds = [
  'auth',
  'timeout',
  'unreachable',
  'forbidden',
  'quota',
  'malformed',
  'interrupted',
  'not-selected',
  'manual',
  'no-check',
  'dependency',
  'internal',
] as const

/**
 * Something could not be observed on the subject. Thrown by facts and clients; becomes a DNF with this cause,
 * never a FAIL. The message is one sentence for the operator: what was tried, what came, what to do.
 */
export class ProbeError extends Error {
  readonly kind: CauseKind

  constructor(kind: CauseKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ProbeError'
    this.kind = kind
  }
}

/** What learning a fact costs, at most, as far as it can be told before the run. Absent numbers are 0. */
export interface Cost {
  /** Calls that only read. */
  readonly reads?: number
  /** Calls that create, change or delete something on the subject. */
  readonly writes?: number
  /** Virtual machines booted. */
  readonly vms?: number
  /** Minutes of waiting beyond the calls themselves. */
  readonly minutes?: number
}

/** What a fact makes on the subject while it is learned, and deletes again: for people before a run, and for the run to share out. */
export interface Making {
  /** What is made, without a full stop: `one security group`. */
  readonly what: string
  /** How long it is there on a usual cloud: `seconds`, `1 to 3 minutes`. */
  readonly stays: string
  /** Milliseconds that deleting it may take, at most, beyond the deadline of the fact. */
  readonly cleanUpMs: number
  /** What it holds of the project's quota at its peak, as little as that may be. Absent: what it makes counts towards none that is told. */
  readonly room?: Room
  /** The same, once its needs are known; absent where it does not depend on them. Method syntax as for `load`. */
  roomOf?(needs: FactsOf<Needs>): Room
  /** The quotas that this counts towards. They are learned before the fact, like a need. */
  readonly quotas?: readonly Fact<readonly Quota[]>[]
}

// `never`-free variance: a Fact<number> must be storable as Fact (of unknown), so `load` is a method.
/**
 * Something learned from the subject, loaded at most once per run, only when a check needs it.
 * A fact that checks judge must be plain JSON data, so that it can be recorded and judged again offline.
 */
export interface Fact<T = unknown> {
  readonly name: string
  /** Other facts this one is made of; they are loaded first, concurrently. */
  readonly needs: Needs
  readonly cost: Cost
  /** Absent where it makes nothing. */
  readonly makes?: Making
  /** Milliseconds this fact may take once its needs are there; the run's default if absent. */
  readonly timeoutMs?: number
  /** What it does would be disturbed by others at work in the same project: it begins when all else that writes has ended. */
  readonly alone?: boolean
  load(needs: FactsOf<Needs>, context: LoadContext): Promise<T>
}

export type Needs = Readonly<Record<string, Fact>>
export type FactsOf<N extends Needs> = { readonly [K in keyof N]: N[K] extends Fact<infer T> ? T : never }

/** What the engine gives to a loading fact. */
export interface LoadContext {
  /** Aborts when the fact's deadline or the run's ends, or the load has ended. The HTTP client obeys it by itself. */
  readonly signal: AbortSignal
  /** Tells whoever watches how far a long load has come; absent where nobody does. */
  readonly onProgress?: (progress: FactProgress) => void
}

/** How far a load that takes minutes has come. */
export interface FactProgress {
  /** What is being done, for people: `tests`, `waiting for the pod`. */
  readonly doing: string
  readonly done: number
  /** null where it is not known yet. */
  readonly total: number | null
}

interface FactDefinition<T, N extends Needs> {
  readonly name: string
  readonly needs: N
  readonly cost?: Cost
  readonly makes?: Omit<Making, 'roomOf'> & { roomOf?(needs: FactsOf<N>): Room }
  readonly timeoutMs?: number
  readonly alone?: boolean
  load(needs: FactsOf<N>, context: LoadContext): Promise<T> | T
}

/**
 * Defines a fact.
 *
 * @example
 * export const flavors = fact({ name: 'flavors', needs: { openstack }, cost: { reads: 1 }, load: ({ openstack }) => listFlavors(openstack) })
 */
export function fact<T, N extends Needs>(definition: FactDefinition<T, N>): Fact<T> {
  const { name, needs, cost = {}, makes, timeoutMs, alone } = definition
  const quotas = makes?.quotas?.map((one) => [one.name, one] as const)
  return {
    name,
    needs: quotas ? { ...needs, ...Object.fromEntries(quotas) } : needs,
    cost,
    // As for `load`: what it is called with has the shape that `N` says.
    ...(makes === undefined ? {} : { makes: makes as Making }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(alone === undefined ? {} : { alone }),
    // The store loads exactly `needs`, so what arrives has the shape that `N` says.
    load: async (loaded, context) => definition.load(loaded as FactsOf<N>, context),
  }
}

/** A fact whose value is handed in by the one who starts the run (a client, the reference time), not fetched. */
export function given<T>(name: string): Fact<T> {
  return {
    name,
    needs: {},
    cost: {},
    load: () => Promise.reject(new ProbeError('internal', `nobody gave ${name} to this run`)),
  }
}

/** One moment in UTC, as ISO 8601; the only "now" a check may know, so that it can be judged again later. */
export const referenceTime = given<string>('the reference time')

/** What is loading at this moment; lets the HTTP client count calls per fact and stop at its deadline. */
export interface Loading {
  readonly fact: Fact
  readonly signal: AbortSignal
  readonly traffic: Traffic
  readonly onProgress?: (progress: FactProgress) => void
}

/** HTTP traffic, in calls and bytes of bodies received. */
export interface Traffic {
  requests: number
  retries: number
  bytes: number
}

export const loading = new AsyncLocalStorage<Loading>()

/** Tells whoever watches the load under way what it is doing: a step, or once more that it still waits. */
export function tellProgress(doing: string): void {
  loading.getStore()?.onProgress?.({ doing, done: 0, total: null })
}
