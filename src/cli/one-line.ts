const longest = 2000

/**
 * Text from a cloud, a file or an error, fit for a line of a terminal or log: it begins no line of its own, steers no
 * terminal and does not drown the rest.
 */
export function oneLine(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text
  return cut.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u{FFFD}')
}
