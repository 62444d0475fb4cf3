import { Refusal } from './refusal.ts'

/**
 * Runs no more than `running` works at the same time; others wait, but no more than `waiting` of them: what comes then is
 * refused with 503, so that a crowd costs no memory.
 */
export function atMost(running: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = []
  let free = running
  return async (work) => {
    if (free > 0) free--
    else {
      if (queue.length >= waiting) throw new Refusal(503, 'too much to do at the moment; try again later')
      await new Promise<void>((resolve) => queue.push(resolve))
    }
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else free++
    }
  }
}
