import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError, type LoadContext } from '../../src/fact.ts'
import { ifThere } from '../../src/openstack/if-there.ts'
import { isInPassing } from '../../src/openstack/volumes.ts'

/** How long to wait for one step, and how often to look. */
export interface Patience {
  /** Milliseconds for each step. */
  readonly stepMs: number
  /** Milliseconds before the second look, then twice as long each time, at most ten times that. */
  readonly pauseMs: number
  /** Milliseconds for the deletion of each thing; none goes while it is being backed up or restored. */
  readonly cleanUpMs: number
}

/** The step that is waited for. */
interface Waiting {
  /** For people: `the backup`. */
  readonly what: string
  /** Steps before this one, of three. */
  readonly done: number
  readonly patience: Patience
  readonly context: LoadContext
}

/**
 * Looks at something until its status is not one of those that are passed through; null where it has vanished.
 * ProbeError `timeout` where it is still in one when the time of the step is over.
 */
export async function settled<T extends { readonly status: string }>(
  look: () => Promise<T>,
  { what, done, patience, context }: Waiting,
): Promise<T | null> {
  const endsAt = performance.now() + patience.stepMs
  for (let wait = patience.pauseMs; ; wait = Math.min(wait * 2, patience.pauseMs * 10)) {
    const seen = await ifThere(look)
    if (!seen || !isInPassing(seen.status)) return seen
    context.onProgress?.({ doing: `${what} is ${seen.status}`, done, total: 3 })
    if (performance.now() + wait > endsAt) {
      const message = `${what} was still ${seen.status} after ${patience.stepMs / 1000} s; a slow cloud and one that hangs look the same from here: look at the service's log, or try again when it is less busy`
      throw new ProbeError('timeout', message)
    }
    await pause(wait, undefined, { signal: context.signal }).catch(() => context.signal.throwIfAborted())
  }
}
