import { setTimeout as wait } from 'node:timers/promises'
import { isAway, saidBy } from './trouble.ts'

const pauseMs = 2000

/** Whether the server can be reached, told once when that changes, however many ask at the same time. */
export interface Reach {
  worked(): void
  failed(error: unknown): void
}

export function watchReach(told: (text: string) => void): Reach {
  let cannot = false
  return {
    worked() {
      if (cannot) told('PostgreSQL can be reached again')
      cannot = false
    },
    failed(error) {
      if (!cannot) told(`PostgreSQL cannot be reached (${saidBy(error)}); trying again until it can`)
      cannot = true
    },
  }
}

/**
 * Does it again until the server can be reached.
 * @param unless no more, when this is aborted; absent: not at all
 */
export async function patiently<T>(act: () => Promise<T>, reach: Reach, unless: AbortSignal | undefined): Promise<T> {
  for (;;) {
    try {
      const result = await act()
      reach.worked()
      return result
    } catch (error) {
      if (!unless || unless.aborted || !isAway(error)) throw error
      reach.failed(error)
      await wait(pauseMs, undefined, { signal: unless }).catch(() => {})
    }
  }
}
