/** The text with everything a terminal or editor would not show, or would obey, written as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** A quoted, visible piece of the text, shortened to what fits into a sentence. */
export function excerpt(text: string): string {
  return `"${visible(text.slice(0, 24))}${text.length > 24 ? '…' : ''}"`
}
