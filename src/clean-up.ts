import { setTimeout as pause } from 'node:timers/promises'
import { StatusError } from './answer.ts'
import { given, loading, ProbeError, type CauseKind } from './fact.ts'

/** How to find, delete and see one kind of resource. */
export interface Broom {
  find(): Promise<readonly string[]>
  remove(id: string): Promise<void>
  isGone(id: string): Promise<boolean>
  /** Milliseconds before the second try, then twice as long each time. */
  readonly pauseMs: number
  /** How often to look for what has no known id. */
  readonly looks: number
  /** How often to send the delete call; as often as the deadline allows if absent. */
  readonly removals?: number
}

/** What is in the way of a deletion. */
export interface Obstacle {
  /** Why the delete call failed; null where it was accepted, but the resource stayed. */
  readonly kind: CauseKind | null
  readonly message: string
}

/**
 * Deletes what has these ids, or what is found, until it is seen to be gone; null when it is. Has its own deadline, so that
 * it also happens in a run that is being aborted. Rejects where nothing could be looked for.
 */
export function cleanUp(
  broom: Broom,
  ids: readonly string[] | undefined,
  milliseconds: number,
): Promise<Obstacle | null> {
  return withOwnDeadline(milliseconds, async (signal) => {
    for (const id of ids ?? (await lookFor(broom, signal))) {
      const obstacle = await removeAndWatch(broom, id, signal)
      if (obstacle) return obstacle
    }
    return null
  })
}

/** A service may still be busy with a create call whose answer was lost: nothing found at once is looked for again. */
async function lookFor(broom: Broom, signal: AbortSignal): Promise<readonly string[]> {
  for (let look = 0; look < broom.looks; look++) {
    if (look > 0) await pause(broom.pauseMs * 2 ** (look - 1), undefined, { signal })
    const ids = await broom.find()
    if (ids.length > 0) return ids
  }
  return []
}

const longestPauseMs = 4_000

/** Deletes, looks, waits and deletes again: a service may refuse for a while, as long as something else is in use. */
async function removeAndWatch(broom: Broom, id: string, signal: AbortSignal): Promise<Obstacle | null> {
  let obstacle: Obstacle = stillThere
  for (let attempt = 0; attempt < (broom.removals ?? Infinity); attempt++) {
    try {
      if (attempt > 0) await pause(Math.min(broom.pauseMs * 2 ** (attempt - 1), longestPauseMs), undefined, { signal })
      await broom.remove(id)
      if (await broom.isGone(id)) return null
      obstacle = stillThere
    } catch (error) {
      if (signal.aborted && attempt > 0) return obstacle
      obstacle = { kind: kindOf(error), message: messageOf(error) }
      if (signal.aborted || obstacle.kind === 'forbidden') return obstacle
    }
  }
  return obstacle
}

const stillThere: Obstacle = { kind: null, message: 'it was deleted, but is still there' }

/** Does work that the end of the run does not cut off: what is half made or half deleted would be left behind. */
export function withOwnDeadline<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return under(AbortSignal.timeout(milliseconds), work)
}

/** Does work whose calls obey this signal, and no other. */
export async function under<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const store = loading.getStore() ?? { fact: outsideFacts, traffic: { requests: 0, retries: 0, bytes: 0 } }
  return loading.run({ ...store, signal }, () => work(signal))
}

/** What is leased around a run belongs to no fact. */
const outsideFacts = given<never>('what is made around the run')

/** The same error, saying also what may be left behind. */
export function withLeftover(error: unknown, leftover: string | null): unknown {
  if (leftover === null) return error
  const message = `${messageOf(error)}; ${leftover}`
  if (error instanceof StatusError) return new StatusError(error.kind, message, error.status, error.reason)
  return new ProbeError(kindOf(error), message, { cause: error })
}

export function kindOf(error: unknown): CauseKind {
  return error instanceof ProbeError ? error.kind : 'internal'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
