import type { CertificateDocument } from '../certificates/certificate.ts'
import { shownMonths, type MonthOfResults } from '../certificates/history.ts'
import { template, type Markup } from './markup.ts'

/** A table of testcases by months: what the worst result of each was, and how many there were. Pure. */
export function historyTable(
  { testcases }: Pick<CertificateDocument, 'testcases'>,
  results: readonly MonthOfResults[],
  at: Date,
): Markup {
  const months = shownMonths(at)
  const found = new Map(results.map((one) => [`${one.month} ${one.testcase}`, one]))
  return draw({
    months,
    rows: testcases.map(({ id }) => ({ id, cells: months.map((month) => cellOf(found.get(`${month} ${id}`))) })),
  })
}

function cellOf(month: MonthOfResults | undefined) {
  if (!month) return { verdict: 'none', letter: '–', says: 'no result' }
  const { pass, dnf, fail } = month
  const all = pass + dnf + fail
  if (fail > 0) return { verdict: 'FAIL', letter: 'F', says: `${fail} of ${all} FAIL` }
  if (dnf > 0) return { verdict: 'DNF', letter: 'D', says: `${dnf} of ${all} DNF` }
  return { verdict: 'PASS', letter: 'P', says: `${all} PASS` }
}

const draw = template(
  `<div class="sheet wide" role="region" aria-labelledby="history" tabindex="0"><table class="months">
<caption>The worst result of each month: P all PASS, D some DNF, F some FAIL, – no result</caption>
<thead><tr><th scope="col">Testcase</th><% for (const month of it.months) { %><th scope="col"><%= month %></th><% } %></tr></thead>
<tbody><% for (const { id, cells } of it.rows) { %>
<tr><th scope="row"><%= id %></th><% for (const { verdict, letter, says } of cells) { %><td><% if (verdict === 'none') { %><span title="<%= says %>"><%= letter %></span><% } else { %><span class="badge <%= verdict %>" title="<%= says %>"><%= letter %></span><% } %></td><% } %></tr><% } %>
</tbody></table></div>`,
)
