/** ` (did you mean …?)` where one of the known names is close to what was written, else nothing. */
export function didYouMean(written: string, known: Iterable<string>): string {
  let best: string | undefined
  let least = Math.min(4, Math.floor(written.length / 2) + 1)
  for (const name of known) {
    const far = distance(written.toLowerCase(), name.toLowerCase())
    if (far < least) [best, least] = [name, far]
  }
  return best === undefined ? '' : ` (did you mean ${best}?)`
}

/** Levenshtein's: letters to insert, delete or replace; not counted where the lengths alone are too far apart. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 4) return Infinity
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 0; i < one.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < other.length; j++) {
      const replaced = (row[j] ?? 0) + (one[i] === other[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
