/** Fits the narrowest terminal that people use. */
export const width = 80

/** Words flowing to the width, continuation lines indented; a word longer than a line is not broken: it could be a link. */
export function paragraph(text: string, indent = 0, upTo = width): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line === '') lines.splice(-1, 1, word)
    else if (indent + columns(line) + 1 + columns(word) <= upTo) lines.splice(-1, 1, `${line} ${word}`)
    else lines.push(word)
  }
  return lines.join(`\n${' '.repeat(indent)}`)
}

/** A paragraph hanging from a dash. */
export function pointed(text: string, indent = 0): string {
  return `${' '.repeat(indent)}- ${paragraph(text, indent + 2)}`
}

/** A paragraph hanging from a label. */
export function labelled(label: string, text: string, indent: number, upTo = width): string {
  return `${' '.repeat(indent)}${label.padEnd(10)}${paragraph(text, indent + 10, upTo)}`
}

/** Columns as wide as their cells; `dress` may colour a cell, padding included. The last column may wrap. */
export function table(rows: readonly (readonly string[])[], dress = (padded: string): string => padded): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columns(row[i] ?? ''))))
  return rows.map(line).join('\n')

  function line(row: readonly string[]): string {
    const last = row.length - 1
    const before = widths.slice(0, last).reduce((sum, cells) => sum + cells + 2, 0)
    const cells = row.map((cell, i) =>
      i < last ? cell + ' '.repeat((widths[i] ?? 0) - columns(cell)) : fitted(cell, before),
    )
    return cells
      .map((cell) => dress(cell))
      .join('  ')
      .trimEnd()
  }

  function fitted(cell: string, before: number): string {
    return before + columns(cell) > width ? paragraph(cell, before) : cell
  }
}

/** Close enough without tables of East Asian widths: one column per grapheme, two for an emoji. */
export function columns(text: string): number {
  let sum = 0
  for (const { segment } of graphemes.segment(text)) sum += wide.test(segment) ? 2 : 1
  return sum
}

const graphemes = new Intl.Segmenter()
const wide = /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u
