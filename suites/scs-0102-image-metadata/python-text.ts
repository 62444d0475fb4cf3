/**
 * What the official suite takes over from its language when it reads image properties: which characters are white space
 * and which are digits. A provider may rely on either, so both are kept, exactly.
 */

/** One character of white space, as a regular expression's class: other than ECMAScript's, U+001C to U+001F and U+0085 are in, U+FEFF is not. */
export const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'

const trailingSpace = new RegExp(`${space}+$`, 'u')

/** The text without the white space at its end. */
export function trimEnd(text: string): string {
  return text.replace(trailingSpace, '')
}

/** At least one character, and all of them decimal digits of any script: `12`, `१२`. */
export function isDecimal(text: string): boolean {
  return /^\p{Nd}+$/u.test(text)
}

/** The number that decimal digits of any script stand for. */
export function numberOf(digits: string): number {
  let number = 0
  for (const character of digits) number = number * 10 + valueOf(character)
  return number
}

/** Unicode assigns decimal digits in gapless runs of ten, zero first; some of these runs stand side by side. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  if (code < 0x80) return code - 0x30
  let first = code
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--
  return (code - first) % 10
}
