import { XMLBuilder } from 'fast-xml-parser'
import type { ReportFormat, Verdict } from '../src/report.ts'
import { columns } from './text/layout.ts'
import { clip } from './shared/visible.ts'
import { legible } from './shared/legible.ts'
import { summarize } from './shared/summary.ts'

const colors = { PASS: '#1a7040', FAIL: '#b3261e', DNF: '#8a5600', MISS: '#41597a' } satisfies Record<Verdict, string>
const words = { PASS: 'reached', FAIL: 'not reached', DNF: 'not decided', MISS: 'not shown' } satisfies Record<
  Verdict,
  string
>

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  preserveOrder: false,
  format: true,
})

const height = 20
const letterWidth = 7
const padding = 12

/** A badge (SVG) for a page of the provider: scope, version, whether its level is reached, or what keeps that from counting, and the day of the run. */
export const format: ReportFormat = {
  name: 'badge',
  extension: '.svg',
  render(given) {
    const report = legible(given)
    const { verdict, version } = summarize(report)
    const left = clip(`${report.scope.name} ${version}`.trim(), 60)
    const validity = report.versions[version]?.validity
    const worthless = validity === 'draft' || validity === 'deprecated' ? ` (${validity})` : ''
    const right = `${words[verdict]}${worthless} ${report.finishedAt.slice(0, 10)}`
    const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)]
    const text = (content: string, x: number, width: number) => ({
      '@x': x + width / 2,
      '@y': 14,
      '@textLength': width - padding,
      '#text': content,
    })
    return builder.build({
      svg: {
        '@xmlns': 'http://www.w3.org/2000/svg',
        '@width': leftWidth + rightWidth,
        '@height': height,
        '@role': 'img',
        '@aria-label': `${left}: ${right}`,
        title: `${left}: ${right} (${report.subject})`,
        rect: [
          { '@width': leftWidth, '@height': height, '@fill': '#333' },
          { '@x': leftWidth, '@width': rightWidth, '@height': height, '@fill': colors[verdict] },
        ],
        g: {
          '@fill': '#fff',
          '@font-family': 'DejaVu Sans, Verdana, sans-serif',
          '@font-size': 11,
          '@text-anchor': 'middle',
          text: [text(left, 0, leftWidth), text(right, leftWidth, rightWidth)],
        },
      },
    })
  },
}

/** The width of the text set in this font, about; `textLength` makes it fit. */
function widthOf(text: string): number {
  return columns(text) * letterWidth + padding
}
