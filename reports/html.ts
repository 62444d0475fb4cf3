import type { Language, Report, ReportFormat } from '../src/report.ts'
import { framed, policyIn, type Link } from './html/frame.ts'
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
  render: (report, { language = 'en' } = {}) => renderPage(report, language, []),
}

/** The same page to be served among others: with links to those, and the policy to be sent along with it. */
export function renderReport(
  report: Report,
  links: readonly Link[],
  language: Language = 'en',
): { readonly html: string; readonly policy: string } {
  const html = renderPage(report, language, links)
  return { html, policy: policyIn(html) }
}

function renderPage(given: Report, language: Language, links: readonly Link[]): string {
  const report = legible(given)
  const tongue = tongueOf(language)
  const summary = summarize(report, tongue)
  const { subject, scope, uuid, startedAt } = report
  return render(viewOf(report, summary, tongue), {
    title: `${summary.verdict}: ${summary.headline}`,
    tongue,
    links,
    margins: {
      topLeft: `${tongue.words.page.report}: ${subject}`,
      topRight: `${scope.name} ${summary.version}, ${tongue.day(startedAt)}`,
      bottomLeft: uuid,
    },
  })
}
