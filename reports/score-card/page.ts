import {
  allTestcases,
  badge,
  contents,
  countsBar,
  factSheet,
  ladderBrief,
  ladderInDetail,
  obstacleList,
  versionTable,
} from '../html/parts.ts'

const rows = `<% for (const { id, verdict, title, dates, marks, history, standard, targets, demandedBy } of it.entries) { %>
<tr id="testcase-<%= id %>" data-verdict="<%= verdict %>" data-standard="<%= standard %>" data-target="<%= targets %>"><td>${badge}</td>
<th scope="row"><span class="id"><%= id %></span><% for (const mark of marks) { %> <span class="mark"><%= mark %></span><% } %><p lang="en"><%= title %></p><p class="soft"><%= dates %></p>
<% if (history.length > 0) { %><details><summary><%= it.w.history.title %> <span class="soft">(<%= it.tongue.count(history.length, 'result') %>)</span></summary><dl><% for (const { verdict, text } of history) { %><dt>${badge}</dt><dd><%= text %></dd><% } %></dl></details><% } %></th>
<td class="demand soft"><%= demandedBy %></td></tr>
<% } %>`

/** Eta template of a score card; `it` is the view of view.ts. */
export const page = `<header>
<p class="kicker"><%= it.w.page.card %></p>
<h1><span class="badge <%= it.verdict %>"><%= it.verdict %></span> <%= it.headline %></h1>
<% { const { facts } = it %>${factSheet}<% } %>
${ladderBrief}
<% for (const { label, counts } of it.bars) { %><div class="sheet"><p class="soft"><%= label %></p>${countsBar}</div><% } %>
${contents}
</header>
<main>
<% if (it.obstacles.length > 0) { %>
<section aria-labelledby="missing">
<h2 id="missing"><%= it.w.page.between(it.aim) %></h2>
<div class="sheet"><% { const { obstacles } = it %>${obstacleList}<% } %></div>
</section>
<% } %>
<section aria-labelledby="levels">
<h2 id="levels"><%= it.w.ladder.inDetail %></h2>
${ladderInDetail}
<% for (const { label, caption, versions } of it.cards) { %>${versionTable}<% } %>
</section>
<% if (it.history) { const { width, height, bottom, ticks, rows, left } = it.history %>
<section aria-labelledby="history">
<h2 id="history"><%= it.w.history.title %></h2>
<figure class="sheet">
<figcaption class="soft"><%= it.w.history.caption(it.tongue.count(rows.length, 'testcase')) %><% if (left > 0) { %> <%= it.w.history.left(it.tongue.count(left, 'testcase')) %><% } %></figcaption>
<ul class="legend" aria-label="<%= it.w.history.legend %>"><% for (const { verdict, d, meaning } of it.legend) { %><li><svg class="history" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path class="<%= verdict %>" d="<%= d %>"/></svg> <%= verdict %> <span class="soft"><%= meaning %></span></li><% } %></ul>
<div class="wide" role="region" aria-label="<%= it.w.history.picture %>" tabindex="0">
<svg class="history" width="<%= width %>" height="<%= height %>" viewBox="0 0 <%= width %> <%= height %>" role="img" aria-labelledby="history-title history-desc">
<title id="history-title"><%= it.w.history.title %></title>
<desc id="history-desc"><%= it.w.history.described(rows.map(({ id }) => id).join(', ')) %></desc>
<g class="axis"><% for (const { x, label } of ticks) { %><line x1="<%= x %>" x2="<%= x %>" y1="20" y2="<%= bottom %>"/><text x="<%= x %>" y="12" text-anchor="middle"><%= label %></text><% } %></g>
<% for (const { label, id, y, bands, marks } of rows) { %>
<text x="0" y="<%= y + 4 %>"><%= label %><title><%= id %></title></text>
<% for (const { x, width: wide, verdict } of bands) { %><rect class="band <%= verdict %>" x="<%= x %>" y="<%= y - 5 %>" width="<%= wide %>" height="10"/><% } %>
<% for (const { d, verdict, text } of marks) { %><path class="<%= verdict %>" d="<%= d %>"><title><%= text %></title></path><% } %>
<% } %>
</svg>
</div>
</figure>
</section>
<% } %>
${allTestcases(rows)}
</main>
<footer>
<h2 id="sources"><%= it.w.sources.title %></h2>
<ul><% for (const line of it.sources) { %><li><%= line %></li><% } %></ul>
</footer>`
