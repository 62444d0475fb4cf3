import type { ReportFormat } from '../src/report.ts'
import { framed } from './html/frame.ts'
import { page } from './html/page.ts'
import { viewOf } from './html/view.ts'
import { tongueOf } from './language/tongue.ts'
import { legible } from './shared/legible.ts'
import { summarize } from './shared/summary.ts'

const render = framed(page)

/** One self-contained page for auditors and operators: no resource from anywhere, works without its script, prints. */
export const format: ReportFormat = {
  name: 'html',
  extension: '.html',
  render(given, { language = 'en' } = {}) {
    const report = legible(given)
    const tongue = tongueOf(language)
    const summary = summarize(report, tongue)
    const { subject, scope, uuid, startedAt } = report
    return render(viewOf(report, summary, tongue), {
      title: `${summary.verdict}: ${summary.headline}`,
      tongue,
      margins: {
        topLeft: `${tongue.words.page.report}: ${subject}`,
        topRight: `${scope.name} ${summary.version}, ${tongue.day(startedAt)}`,
        bottomLeft: uuid,
      },
    })
  },
}
