import { createHash } from 'node:crypto'
import { Eta } from 'eta/core'
import type { ReportFormat } from '../src/report.ts'
import { page } from './html/page.ts'
import { script } from './html/script.ts'
import { style } from './html/style.ts'
import { viewOf } from './html/view.ts'
import { legible } from './shared/legible.ts'
import { summarize } from './shared/summary.ts'
import { visible } from './shared/visible.ts'

const policy = [
  "default-src 'none'",
  `style-src '${hash(style)}'`,
  `script-src '${hash(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const eta = new Eta({
  autoFilter: true,
  filterFunction: (value) => (typeof value === 'string' || typeof value === 'number' ? visible(String(value)) : ''),
})
const template = eta.compile(page)

/** One self-contained page for auditors and operators: no resource from anywhere, works without its script, prints. */
export const format: ReportFormat = {
  name: 'html',
  extension: '.html',
  render(given) {
    const report = legible(given)
    return eta.render(template, { ...viewOf(report, summarize(report)), policy })
  },
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
