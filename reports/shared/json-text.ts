/** JSON for files and terminals: what nobody can see is escaped, which means the same, and `cat report.json` is safe. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(unseen, escaped)}\n`
}

// JSON.stringify leaves these raw.
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu

function escaped(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
