import { styleText } from 'node:util'
import type { RenderOptions, Verdict } from '../../src/report.ts'

type Style = Parameters<typeof styleText>[0]

/** How the text looks: colours, and how much of it is shown. */
export interface Look {
  readonly paint: (style: Style, text: string) => string
  /** Colours a padded cell that holds a verdict. */
  readonly dress: (cell: string) => string
  /** The first few, unless all are wanted. */
  readonly some: <T>(items: readonly T[]) => readonly T[]
  readonly verbose: boolean
}

export const colorOf = { PASS: 'green', FAIL: 'red', DNF: 'yellow', MISS: 'cyan' } satisfies Record<Verdict, Style>

export function lookFor({ color = false, verbose = false }: RenderOptions): Look {
  const paint = (style: Style, text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text
  return {
    paint,
    dress: (cell) => {
      const verdict = cell.trim()
      return isVerdict(verdict) ? paint(colorOf[verdict], cell) : cell
    },
    some: (items) => (verbose ? items : items.slice(0, 10)),
    verbose,
  }
}

function isVerdict(text: string): text is Verdict {
  return Object.hasOwn(colorOf, text)
}
