import type { ReportFormat } from '../src/report.ts'
import { drawBadge } from './shared/badge-picture.ts'
import { legible } from './shared/legible.ts'
import { summarize } from './shared/summary.ts'

/** A badge (SVG) for a page of the provider: scope, version, whether its level is reached, or what keeps that from counting, and the day of the run. */
export const format: ReportFormat = {
  name: 'badge',
  extension: '.svg',
  render(given) {
    const report = legible(given)
    const { verdict, version } = summarize(report)
    const { scope, finishedAt, subject } = report
    const validity = report.versions[version]?.validity
    const worthless = validity === 'draft' || validity === 'deprecated' ? validity : undefined
    return drawBadge({ what: `${scope.name} ${version}`, verdict, worthless, day: finishedAt.slice(0, 10), subject })
  },
}
