import type { Tongue } from '../language/tongue.ts'
import { clip, visible } from '../shared/visible.ts'

/** What stands in the margins of each sheet of paper, beside the number of the page. */
export interface Margins {
  readonly topLeft: string
  readonly topRight: string
  readonly bottomLeft: string
}

const mostLetters = 70

/** The style of the printed page. A text from the cloud is in it, so all but letters and digits is written as escapes. */
export function marginsOf({ topLeft, topRight, bottomLeft }: Margins, { words }: Tongue): string {
  const [page = '', of = ''] = words.page.pageOf
  const number = `${quoted(`${page} `)} counter(page) ${quoted(` ${of} `)} counter(pages)`
  const boxes = [
    ['@top-left', quoted(topLeft)],
    ['@top-right', quoted(topRight)],
    ['@bottom-left', quoted(bottomLeft)],
    ['@bottom-right', number],
  ]
  const rules = boxes.map(
    ([at, content]) => `${at} { content: ${content}; font: 8pt system-ui, sans-serif; color: #444; }`,
  )
  return `@page { size: A4; margin: 18mm 15mm 16mm; ${rules.join(' ')} }\n`
}

function quoted(text: string): string {
  const safe = clip(visible(text), mostLetters).replace(
    /[^A-Za-z0-9]/gu,
    (char) => `\\${char.codePointAt(0)?.toString(16) ?? ''} `,
  )
  return `"${safe}"`
}
