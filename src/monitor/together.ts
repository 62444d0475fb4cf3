/**
 * One work for all who ask while it has not begun: nobody is given what was learned before they asked, and a crowd costs two works at
 * most, the one under way and the next.
 */
export function together<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () => {
    next ??= running
      .catch(() => {}) // told to those who asked for it
      .then(() => {
        next = undefined
        const begun = work()
        running = begun
        return begun
      })
    return next
  }
}
