/**
 * The first of many lines, and how many more there are, so that a sentence stays one: `a; b; and 3 more`.
 * @param most lines that are told
 */
export function someOf(lines: readonly string[], most: number): string {
  const more = lines.length > most ? `; and ${lines.length - most} more` : ''
  return `${lines.slice(0, most).join('; ')}${more}`
}
