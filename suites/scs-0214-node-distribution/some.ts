const few = 10

/** The first few of many names, so that a sentence stays one. */
export function some(names: readonly string[]): string {
  if (names.length <= few) return names.join(', ')
  return `${names.slice(0, few).join(', ')} and ${names.length - few} more`
}
