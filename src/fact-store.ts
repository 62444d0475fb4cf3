import { loading, ProbeError, type Fact, type FactProgress, type FactsOf, type Needs, type Traffic } from './fact.ts'
import { roomKeeper, type Ticket } from './room-keeper.ts'
import type { Quota } from './room.ts'
import { orAborted, semaphore } from './waiting.ts'

/** A fact could not be learned: the cause, with the name of the fact where it arose. */
export class FactError extends Error {
  readonly fact: string
  readonly probe: ProbeError

  constructor(fact: string, probe: ProbeError) {
    super(probe.message, { cause: probe })
    this.name = 'FactError'
    this.fact = fact
    this.probe = probe
  }
}

export interface FactStoreOptions {
  /** Values of `given` facts, or promises of them. */
  readonly given: ReadonlyMap<Fact, unknown>
  /** Ends every load: the run's deadline or a signal. Its reason should be a ProbeError. */
  readonly signal: AbortSignal
  /** Milliseconds a fact may take that names no deadline of its own. */
  readonly timeoutMs: number
  /** Loads in flight at once. */
  readonly concurrency: number
  readonly onEvent?: (event: FactEvent) => void
}

export type FactEvent =
  | { readonly type: 'fact-started'; readonly fact: string }
  | { readonly type: 'fact-progress'; readonly fact: string; readonly progress: FactProgress }
  | { readonly type: 'fact-finished'; readonly fact: string; readonly ok: boolean }

/** Learns facts for one run: each at most once, failures remembered too, needs side by side. */
export interface FactStore {
  /** Rejects with FactError. */
  learn<T>(fact: Fact<T>): Promise<T>
  /** Learns several side by side; rejects with the first failure in the order of the names. */
  learnAll<N extends Needs>(needs: N): Promise<FactsOf<N>>
  /** HTTP traffic of the fact and of all it is made of, each counted once. */
  trafficOf(needs: Needs): Traffic
  /** Resolves when the loads that may leave something behind on the subject have ended, also the aborted ones. */
  settled(): Promise<void>
}

/** Makes an empty store. */
export function factStore(options: FactStoreOptions): FactStore {
  const memory = new Map<Fact, Promise<unknown>>()
  const traffic = new Map<Fact, Traffic>()
  const acting = new Set<Promise<unknown>>()
  const writing = new Map<Fact, Promise<unknown>>()
  const places = semaphore(options.concurrency)
  const room = roomKeeper((fact) => tell(fact, { doing: 'waiting for room in the quota', done: 0, total: null }))

  function learn<T>(fact: Fact<T>, path: readonly Fact[] = []): Promise<T> {
    if (path.includes(fact)) {
      const circle = [...path.slice(path.indexOf(fact)), fact].map(({ name }) => name).join(' → ')
      return Promise.reject(new FactError(fact.name, new ProbeError('internal', `facts need each other: ${circle}`)))
    }
    const known = memory.get(fact)
    if (known) return known as Promise<T> // the map holds for each Fact<T> only what its load gave
    const learned = options.given.has(fact) ? receive(fact) : load(fact, path)
    learned.catch(() => {}) // whoever needs it sees the rejection; nobody needing it is no crash
    memory.set(fact, learned)
    if (fact.cost.writes && !options.given.has(fact)) writing.set(fact, learned)
    return learned as Promise<T>
  }

  /** A given value may be a promise, such as a client still authenticating. */
  async function receive(fact: Fact): Promise<unknown> {
    try {
      return await orAborted(options.given.get(fact), options.signal)
    } catch (error) {
      throw new FactError(fact.name, asProbeError(error))
    }
  }

  async function load(fact: Fact, path: readonly Fact[]): Promise<unknown> {
    // Needs are asked for before anything is awaited, so that a circle is found before somebody waits in it.
    const gathering = gather(fact.needs, (need) => learn(need, [...path, fact]))
    const queue = () => fact.makes?.room && room.queue(fact.name, fact.makes.room)
    // After them, so that nobody waits for room behind one that needs it; before anything is awaited, so in the order of the plan.
    // Who waits for all others must not stand before them.
    let ticket = fact.alone ? undefined : queue()
    let isBegun = false
    try {
      const needs = await gathering
      if (fact.alone) {
        await othersEnded(fact)
        ticket = queue()
      }
      if (ticket) await enter(fact, needs, ticket)
      const leave = await place(fact)
      options.onEvent?.({ type: 'fact-started', fact: fact.name })
      try {
        options.signal.throwIfAborted()
        isBegun = true
        const value = await loadInTime(fact, needs, () => ticket?.leave())
        options.onEvent?.({ type: 'fact-finished', fact: fact.name, ok: true })
        return value
      } catch (error) {
        options.onEvent?.({ type: 'fact-finished', fact: fact.name, ok: false })
        throw new FactError(fact.name, asProbeError(error))
      } finally {
        leave()
      }
    } finally {
      if (!isBegun) ticket?.leave()
    }
  }

  async function enter(fact: Fact, needs: FactsOf<Needs>, ticket: Ticket): Promise<void> {
    const { makes } = fact
    // A fact of quotas is among the needs, by its name.
    const quotas = (makes?.quotas ?? []).flatMap(({ name }) => needs[name] as readonly Quota[])
    try {
      await ticket.enter(makes?.roomOf?.(needs) ?? makes?.room ?? {}, quotas, options.signal)
    } catch (error) {
      throw new FactError(fact.name, asProbeError(error))
    }
  }

  /** Also what was asked for meanwhile, and what an aborted load is still deleting. */
  async function othersEnded(fact: Fact): Promise<void> {
    const others = () =>
      [...writing].filter(([other]) => !other.alone && !closure(other.needs).has(fact)).map(([, learned]) => learned)
    for (let waited = -1; waited < others().length;) {
      waited = others().length
      await Promise.allSettled(others())
    }
    try {
      await orAborted(Promise.allSettled(acting), options.signal)
    } catch (error) {
      throw new FactError(fact.name, asProbeError(error))
    }
  }

  function tell(fact: string, progress: FactProgress): void {
    options.onEvent?.({ type: 'fact-progress', fact, progress })
  }

  async function place(fact: Fact): Promise<() => void> {
    try {
      return await places.enter(options.signal)
    } catch (error) {
      throw new FactError(fact.name, asProbeError(error))
    }
  }

  /** `onEnd` when the load itself has ended, which may be after its deadline: it may still have had to delete something. */
  async function loadInTime(fact: Fact, needs: FactsOf<Needs>, onEnd: () => void): Promise<unknown> {
    const timeoutMs = fact.timeoutMs ?? options.timeoutMs
    const ended = new AbortController()
    const late = new ProbeError('timeout', `${fact.name} took longer than ${timeoutMs / 1000} s`)
    const timer = setTimeout(() => ended.abort(late), timeoutMs)
    const signal = AbortSignal.any([options.signal, ended.signal])
    const own: Traffic = { requests: 0, retries: 0, bytes: 0 }
    traffic.set(fact, own)
    const onProgress = (progress: FactProgress) => tell(fact.name, progress)
    const loaded = loading.run({ fact, signal, traffic: own, onProgress }, () =>
      fact.load(needs, { signal, onProgress }),
    )
    loaded.then(onEnd, onEnd)
    if (fact.cost.writes) {
      acting.add(loaded)
      loaded.then(
        () => acting.delete(loaded),
        () => acting.delete(loaded),
      )
    }
    try {
      return await orAborted(loaded, signal)
    } finally {
      clearTimeout(timer)
      // What a load that failed has left under way ends with it: 5,000 calls are not all made when the first is refused.
      ended.abort(new ProbeError('interrupted', `${fact.name} has ended`))
    }
  }

  return {
    learn: (fact) => learn(fact),
    learnAll: (needs) => gather(needs, (need) => learn(need)) as Promise<FactsOf<typeof needs>>,
    trafficOf(needs) {
      const sum: Traffic = { requests: 0, retries: 0, bytes: 0 }
      for (const fact of closure(needs)) {
        const own = traffic.get(fact)
        sum.requests += own?.requests ?? 0
        sum.retries += own?.retries ?? 0
        sum.bytes += own?.bytes ?? 0
      }
      return sum
    },
    settled: async () => void (await Promise.allSettled(acting)),
  }
}

/** The facts named and all that they are made of, each once, in the order they are met; stands circles. */
export function closure(needs: Needs, seen: Set<Fact> = new Set()): Set<Fact> {
  for (const fact of Object.values(needs)) {
    if (seen.has(fact)) continue
    seen.add(fact)
    closure(fact.needs, seen)
  }
  return seen
}

/** Waits for all, then takes the first failure by name order: the same facts give the same cause in every run. */
async function gather(needs: Needs, learn: (fact: Fact) => Promise<unknown>): Promise<FactsOf<Needs>> {
  const names = Object.keys(needs)
  const settled = await Promise.allSettled(Object.values(needs).map((fact) => learn(fact)))
  const failed = settled.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  return Object.fromEntries(
    settled.map((outcome, index) => [names[index], outcome.status === 'fulfilled' ? outcome.value : undefined]),
  )
}

function asProbeError(error: unknown): ProbeError {
  if (error instanceof ProbeError) return error
  if (error instanceof FactError) return error.probe
  const message = error instanceof Error ? error.message : String(error)
  return new ProbeError('internal', `unexpected: ${message}`, { cause: error })
}
