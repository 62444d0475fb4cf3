/**
 * Where a JSON text first nests deeper than this; undefined where it never does. Linear, and stands every text: whoever parses
 * what is nested a million levels deep runs out of stack.
 */
export function findDepth(text: string, most: number): { readonly line: number } | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // a string: skipped to its end
        for (at++; at < text.length && text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c) at++
        break
      case 0x5b:
      case 0x7b:
        if (++depth > most) return { line: text.slice(0, at).split('\n').length }
        break
      case 0x5d:
      case 0x7d:
        depth--
    }
  }
  return undefined
}
