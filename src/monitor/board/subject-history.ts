import type { Scope } from '../../scope.ts'
import type { Tally } from '../views/history.ts'
import { worstFirst, type VerdictCounts } from '../views/verdict-counts.ts'
import { historyPicture } from './history-picture.ts'
import { nothing, template, type Markup } from './markup.ts'

/** 18 months of a subject by one scope, as a picture and as a table. Pure. */
export function historyPart(scope: Scope, tallies: readonly Tally[], now: number): Markup {
  const history = historyPicture(scope, tallies, now)
  if (!history) return nothing
  const rows = historyRows(history.table)
  return drawHistory({ ...history, id: scope.id, name: scope.name, verdicts: worstFirst, rows })
}

function historyRows(rows: readonly { readonly day: string; readonly counts: VerdictCounts }[]) {
  return rows.map(({ day: of, counts }) => ({ day: of, counts: worstFirst.map((verdict) => counts[verdict]) }))
}

const drawHistory = template(
  `<figure><figcaption>Share of verdicts by day <span class="soft">of the testcases that the scope named at the time: each report counts until the next one, or until its results expire</span></figcaption>
<div class="wide" role="region" aria-label="History, <%= it.name %>" tabindex="0">
<svg class="history" width="<%= it.width %>" height="<%= it.height %>" viewBox="0 0 <%= it.width %> <%= it.height %>" role="img" aria-labelledby="history-<%= it.id %>">
<title id="history-<%= it.id %>">Share of verdicts by day, <%= it.name %>; the table below has the numbers</title>
<% for (const { verdict, x, y, width, height } of it.bars) { %><rect class="<%= verdict %>" x="<%= x %>" y="<%= y %>" width="<%= width %>" height="<%= height %>"/><% } %>
<g class="axis"><% for (const { y, label } of it.shares) { %><line x1="<%= it.left %>" x2="<%= it.right %>" y1="<%= y %>" y2="<%= y %>"/><text x="<%= it.left - 6 %>" y="<%= y + 4 %>" text-anchor="end"><%= label %></text><% } %>
<% for (const { x, label } of it.months) { %><line x1="<%= x %>" x2="<%= x %>" y1="<%= it.bottom %>" y2="<%= it.bottom + 5 %>"/><text x="<%= x %>" y="<%= it.bottom + 20 %>" text-anchor="middle"><%= label %></text><% } %></g>
</svg></div>
<details><summary>As a table</summary><div class="wide" role="region" aria-label="History as a table, <%= it.name %>" tabindex="0"><table><caption>On the last day of each month</caption>
<thead><tr><th scope="col">Day</th><% for (const verdict of it.verdicts) { %><th scope="col" class="number"><%= verdict %></th><% } %></tr></thead>
<tbody><% for (const { day, counts } of it.rows) { %><tr><th scope="row"><%= day %></th><% for (const n of counts) { %><td class="number"><%= n %></td><% } %></tr><% } %></tbody></table></div></details></figure>`,
)
