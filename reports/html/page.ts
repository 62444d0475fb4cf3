import { nodesPart } from './nodes-part.ts'
import {
  allTestcases, badge, contents, countsBar, factSheet, ladderBrief, ladderInDetail, versionTable, violationList,
} from './parts.ts' // prettier-ignore

const rows = `<% for (const { id, result, demandedBy, url, notesUrl, waived, examined, evidence, targets } of it.entries) { const { verdict } = result %>
<tr id="testcase-<%= id %>" data-verdict="<%= verdict %>" data-standard="<%= result.standard.id %>" data-target="<%= targets %>"><td>${badge}</td>
<th scope="row"><span class="id"><%= id %></span><% if (waived) { %> <span class="mark"><%= it.w.waivers.mark %></span><% } %><p lang="en"><%= result.title %></p>
<p class="clause"><% if (url) { %><a href="<%= url %>" lang="en"><%= result.standard.id %> <%= result.standard.title %></a><% } else { %><span class="soft" lang="en"><%= result.standard.id %> <%= result.standard.title %></span><% } %><% if (notesUrl) { %>, <a href="<%= notesUrl %>"><%= it.w.page.tested %></a><% } %></p>
<details><summary><%= it.w.page.evidence %> <span class="soft"><%= it.w.page.examined(it.tongue.number(examined)) %></span></summary><dl><% for (const [name, text] of evidence) { %><dt><%= name %></dt><dd><%= text %></dd><% } %></dl></details></th>
<td class="demand soft"><%= demandedBy.join(', ') || it.w.page.noDemand %></td></tr>
<% } %>`

/** Eta template of a report, in the order in which an auditor asks; `it` is the view of view.ts. */
export const page = `<header>
<p class="kicker"><%= it.w.page.report %></p>
<h1><span class="badge <%= it.verdict %>"><%= it.verdict %></span> <%= it.headline %></h1>
<% { const { facts } = it %>${factSheet}<% } %>
${ladderBrief}
<div class="sheet"><% { const { counts } = it; const label = it.w.page.counts(it.goal) %>${countsBar}<% } %></div>
<% if (it.remarks.length + it.preflight.length > 0) { %>
<div class="sheet remarks">
<% for (const text of it.remarks) { %><p><%= text %></p><% } %>
<% for (const { id, outcome, message } of it.preflight) { %>
<p><b><%= it.w.page.before(id, outcome) %></b> <span lang="en"><%= message %></span></p>
<% } %>
</div>
<% } %>
${contents}
</header>
<main>
<% if (it.missing.length > 0) { %>
<section aria-labelledby="missing">
<h2 id="missing"><%= it.w.page.missing(it.goal) %></h2>
<ul class="sheet list">
<% for (const { verdict, href, name, text, note, remedies } of it.missing) { %>
<li>${badge}<div><a href="<%= href %>"><%= name %></a> <span lang="en"><%= text %></span> <%= note %><% for (const remedy of remedies) { %><p class="remedy"><b><%= it.w.ladder.remedy %>:</b> <span lang="en"><%= remedy %></span></p><% } %></div></li>
<% } %>
</ul>
</section>
<% } %>
<% if (it.nextSteps.length > 0) { %>
<section aria-labelledby="next">
<h2 id="next"><%= it.w.page.next %></h2>
<ol class="sheet list">
<% for (const { text, command } of it.nextSteps) { %>
<li><%= text %><% if (command) { %><code class="command"><%= command %></code><% } %></li>
<% } %>
</ol>
</section>
<% } %>
<% if (it.failures.length > 0) { %>
<section aria-labelledby="failed">
<h2 id="failed"><%= it.w.page.failed %></h2>
<% for (const { id, result, demandedBy, required, url, waived, violations, more } of it.failures) { %>
<article class="sheet" id="failed-<%= id %>">
<h3><span class="badge FAIL">FAIL</span> <a class="id" href="#testcase-<%= id %>"><%= id %></a><% if (waived) { %> <span class="mark"><%= it.w.waivers.mark %></span><% } %> <span class="soft"><%= required ? '' : it.w.page.notRequired %><%= demandedBy.join(', ') || it.w.page.noVersion %></span></h3>
<p lang="en"><%= result.title %> <% if (url) { %><a href="<%= url %>"><%= result.standard.id %> <%= result.standard.title %></a><% } else { %><span class="soft"><%= result.standard.id %> <%= result.standard.title %></span><% } %></p>
${violationList}
</article>
<% } %>
</section>
<% } %>
<% if (it.gaps.length > 0) { %>
<section aria-labelledby="open">
<h2 id="open"><%= it.w.page.open %></h2>
<% for (const { verdict, cause, entries, required, hint, anchor, seen } of it.gaps) { %>
<article class="sheet" id="<%= anchor %>">
<h3>${badge} <%= cause.kind %>, <%= it.tongue.count(entries.length, 'testcase') %><%= required > 0 ? '' : it.w.page.noneRequired %></h3>
<p><span lang="en"><%= cause.message %></span><% if (cause.fact) { %> <span class="soft"><%= it.w.page.fact(cause.fact) %></span><% } %></p>
<p class="soft"><%= hint %></p>
<p><% for (const { id } of entries) { %><a class="id" href="#testcase-<%= id %>"><%= id %></a> <% } %></p>
<% for (const { id, violations, more } of seen) { %><h4><%= id %>: <%= it.tongue.count(violations.length + more.length, 'violation') %></h4>
${violationList}
<% } %>
</article>
<% } %>
</section>
<% } %>
<% if (it.waivers.length > 0) { %>
<section aria-labelledby="waivers">
<h2 id="waivers"><%= it.w.waivers.title %></h2>
<ul class="sheet list">
<% for (const { name, text } of it.waivers) { %>
<li><div><span class="id"><%= name %></span> <%= text %></div></li>
<% } %>
</ul>
</section>
<% } %>
<section aria-labelledby="levels">
<h2 id="levels"><%= it.w.ladder.inDetail %></h2>
${ladderInDetail}
<% { const { versions } = it; const label = it.w.versions.label; const caption = it.w.versions.caption(it.report.scope.name, it.tongue.day(it.report.referenceDate)) %>${versionTable}<% } %>
</section>
<section aria-labelledby="standards">
<h2 id="standards"><%= it.w.standards.title %></h2>
<div class="sheet wide" role="region" aria-label="<%= it.w.standards.caption %>" tabindex="0">
<table class="chart">
<caption><%= it.w.standards.caption %></caption>
<thead><tr><th scope="col"><%= it.w.standards.standard %></th><td class="picture soft"><%= it.w.standards.picture %></td><% for (const verdict of it.filter.verdicts) { %><th scope="col" class="number"><%= verdict %></th><% } %></tr></thead>
<tbody>
<% for (const { id, title, url, counts } of it.standards) { %>
<tr><th scope="row"><% if (url) { %><a href="<%= url %>"><%= id %></a><% } else { %><%= id %><% } %> <span class="soft" lang="en"><%= title %></span></th>
<td class="picture"><svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><% for (const { verdict, x, share } of counts) { %><rect class="<%= verdict %>" x="<%= x %>" width="<%= share %>" height="1"/><% } %></svg></td>
<% for (const { n } of counts) { %><td class="number"><%= n || '–' %></td><% } %></tr>
<% } %>
</tbody>
</table>
</div>
</section>
${nodesPart}
${allTestcases(rows)}
</main>
<footer>
<h2 id="run"><%= it.w.page.thisRun %></h2>
<dl><% for (const [name, text] of it.run) { %><dt><%= name %></dt><dd><%= text %></dd><% } %></dl>
</footer>`
