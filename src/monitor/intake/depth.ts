const most = 64

/** Whether lists and mappings are nested no deeper than a report can be. Does not call itself: it is there for what is too deep. */
export function isNotTooDeep(document: unknown): boolean {
  let level: readonly unknown[] = [document]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return false
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return true
}
