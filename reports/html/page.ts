import { script } from './script.ts'
import { style } from './style.ts'

/** Eta template; `it` is the view of html.ts. Everything is written with `<%= %>`, which escapes. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="<%= it.policy %>">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title><%= it.verdict %>: <%= it.headline %></title>
<style>${style}</style>
</head>
<body>
<header>
<p class="kicker"><%= it.report.scope.name %> conformance report, <%= it.started %></p>
<h1><span class="badge <%= it.verdict %>"><%= it.verdict %></span> <%= it.headline %></h1>
<div class="sheet">
<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><% for (const { verdict, x, share } of it.bar) { %><rect class="<%= verdict %>" x="<%= x %>" width="<%= share %>" height="1"/><% } %></svg>
<ul class="counts" aria-label="Testcases of <%= it.goal %>">
<% for (const { verdict, n, meaning } of it.bar) { %>
<li><span class="badge <%= verdict %>"><%= verdict %></span> <b><%= n %></b> <span class="soft"><%= meaning %></span></li>
<% } %>
</ul>
</div>
<% for (const { id, outcome, message } of it.preflight) { %>
<p class="sheet"><b>Before the run: <%= id %> <%= outcome %>.</b> <%= message %></p>
<% } %>
</header>
<main>
<% if (it.missing.length > 0) { %>
<section aria-labelledby="missing">
<h2 id="missing">What is missing for <%= it.goal %></h2>
<ul class="sheet list">
<% for (const { verdict, href, name, text } of it.missing) { %>
<li><span class="badge <%= verdict %>"><%= verdict %></span> <span><a href="<%= href %>"><%= name %></a> <%= text %></span></li>
<% } %>
</ul>
</section>
<% } %>
<% if (it.nextSteps.length > 0) { %>
<section aria-labelledby="next">
<h2 id="next">What to do next</h2>
<ol class="sheet list">
<% for (const { text, command } of it.nextSteps) { %>
<li><%= text %><% if (command) { %><code class="command"><%= command %></code><% } %></li>
<% } %>
</ol>
</section>
<% } %>
<section aria-labelledby="levels">
<h2 id="levels">Levels and versions</h2>
<ol class="ladder">
<% for (const { name, verdict, version, missing } of it.levels) { %>
<li class="sheet"><h3><span class="badge <%= verdict %>"><%= verdict %></span> SCS-<%= name %> <span class="soft"><%= version %></span></h3>
<% for (const sentence of missing) { %><p class="soft"><%= sentence %></p><% } %>
</li>
<% } %>
</ol>
<div class="sheet wide" role="region" aria-label="Versions" tabindex="0">
<table>
<caption>Versions of <%= it.report.scope.name %> and their standing on <%= it.report.referenceDate %>; main alone decides the certificate</caption>
<thead><tr><th scope="col">Version</th><th scope="col">Target</th><th scope="col">Verdict</th><th scope="col" class="number">PASS</th><th scope="col" class="number">FAIL</th><th scope="col" class="number">DNF</th><th scope="col" class="number">MISS</th></tr></thead>
<tbody>
<% for (const { version, validity, target, verdict, pass, fail, dnf, miss } of it.versions) { %>
<tr><th scope="row"><%= version %> <span class="soft"><%= validity %></span></th><td><%= target %></td><td><span class="badge <%= verdict %>"><%= verdict %></span></td><td class="number"><%= pass %></td><td class="number"><%= fail %></td><td class="number"><%= dnf %></td><td class="number"><%= miss %></td></tr>
<% } %>
</tbody>
</table>
</div>
</section>
<% if (it.placements.length > 0) { %>
<section aria-labelledby="nodes">
<h2 id="nodes">Where the nodes are</h2>
<% for (const { ids, anchor, picture, rows } of it.placements) { %>
<div class="sheet">
<p class="soft">Evidence of <span class="id"><%= ids.join(', ') %></span>. Hosts have names of this report only; nodes of the control plane are marked.</p>
<div class="wide" role="region" aria-label="Picture of the nodes" tabindex="0">
<svg class="nodes" width="<%= picture.width %>" height="<%= picture.height %>" viewBox="0 0 <%= picture.width %> <%= picture.height %>" role="img" aria-labelledby="<%= anchor %>-title <%= anchor %>-desc">
<title id="<%= anchor %>-title"><%= picture.title %></title>
<desc id="<%= anchor %>-desc"><%= picture.description %></desc>
<% for (const { x, y, width, height, label, full } of picture.zones) { %>
<g class="zone"><rect x="<%= x %>" y="<%= y %>" width="<%= width %>" height="<%= height %>" rx="8"/><text x="<%= x + 10 %>" y="<%= y + 21 %>"><%= label %><title><%= full %></title></text></g>
<% } %>
<% for (const { x, y, width, height, label, full, kind } of picture.hosts) { %>
<g class="host <%= kind %>"><rect x="<%= x %>" y="<%= y %>" width="<%= width %>" height="<%= height %>" rx="6"/><text x="<%= x + 10 %>" y="<%= y + 17 %>"><%= label %><title><%= full %></title></text></g>
<% } %>
<% for (const { x, y, width, text, full, isControlPlane } of picture.lines) { %>
<g class="<%= isControlPlane ? 'control-plane' : 'worker' %>"><% if (isControlPlane) { %><rect x="<%= x - 5 %>" y="<%= y %>" width="<%= width + 10 %>" height="20" rx="4"/><% } %><text x="<%= x %>" y="<%= y + 15 %>"><%= text %><title><%= isControlPlane ? 'control plane: ' : '' %><%= full %></title></text></g>
<% } %>
</svg>
</div>
<div class="wide" role="region" aria-label="Table of the nodes" tabindex="0">
<table>
<caption><%= picture.description %></caption>
<thead><tr><% for (const name of it.nodeColumns) { %><th scope="col"><%= name %></th><% } %></tr></thead>
<tbody>
<% for (const [name, ...cells] of rows) { %>
<tr><th scope="row" class="id"><%= name %></th><% for (const cell of cells) { %><td><%= cell %></td><% } %></tr>
<% } %>
</tbody>
</table>
</div>
</div>
<% } %>
</section>
<% } %>
<% if (it.failures.length > 0) { %>
<section aria-labelledby="failed" class="violations">
<h2 id="failed">Seen violated</h2>
<% for (const { id, result, demandedBy, required, url, violations } of it.failures) { %>
<article class="sheet" id="failed-<%= id %>">
<h3><span class="badge FAIL">FAIL</span> <span class="id"><%= id %></span> <span class="soft"><%= required ? '' : 'not required: ' %><%= demandedBy.join(', ') || 'in no version in force' %></span></h3>
<p><%= result.title %> <% if (url) { %><a href="<%= url %>"><%= result.standard.id %> <%= result.standard.title %></a><% } else { %><span class="soft"><%= result.standard.id %> <%= result.standard.title %></span><% } %></p>
<% for (const { subject, expected, actual, remedy } of violations) { %>
<div class="violation">
<h4><%= subject %></h4>
<dl><dt>Expected</dt><dd><%= expected %></dd><dt>Actual</dt><dd><%= actual %></dd><% if (remedy) { %><dt>Remedy</dt><dd><%= remedy %></dd><% } %></dl>
</div>
<% } %>
</article>
<% } %>
</section>
<% } %>
<% if (it.gaps.length > 0) { %>
<section aria-labelledby="open">
<h2 id="open">Not decided, not attempted</h2>
<% for (const { verdict, cause, entries, required, hint, anchor } of it.gaps) { %>
<article class="sheet" id="<%= anchor %>">
<h3><span class="badge <%= verdict %>"><%= verdict %></span> <%= cause.kind %>, <%= entries.length %> testcase<%= entries.length === 1 ? '' : 's' %><%= required > 0 ? '' : ', none required' %></h3>
<p><%= cause.message %><% if (cause.fact) { %> <span class="soft">(fact: <%= cause.fact %>)</span><% } %></p>
<p class="soft"><%= hint %></p>
<p class="id"><%= entries.map(({ id }) => id).join(', ') %></p>
</article>
<% } %>
</section>
<% } %>
<% if (it.waivers.length > 0) { %>
<section aria-labelledby="waivers">
<h2 id="waivers">Waivers</h2>
<ul class="sheet list">
<% for (const { name, text } of it.waivers) { %>
<li><span class="id"><%= name %></span> <%= text %></li>
<% } %>
</ul>
</section>
<% } %>
<section aria-labelledby="all">
<h2 id="all">All testcases</h2>
<div class="sheet">
<form id="filter" role="search" aria-label="Testcases" hidden>
<fieldset><legend>Verdict</legend>
<% for (const verdict of it.verdicts) { %>
<label><input type="checkbox" name="verdict" value="<%= verdict %>" checked> <%= verdict %></label>
<% } %>
</fieldset>
<label>Words <input type="search" name="words" autocomplete="off"></label>
<output id="shown" class="soft"></output>
</form>
<table id="testcases">
<caption>Every testcase with its verdict, in the order of the plan</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Testcase</th><th scope="col" class="demand">Demanded by</th></tr></thead>
<tbody>
<% for (const { id, result, demandedBy, url, examined, evidence } of it.entries) { %>
<tr data-verdict="<%= result.verdict %>"><td><span class="badge <%= result.verdict %>"><%= result.verdict %></span></td>
<th scope="row"><span class="id"><%= id %></span><p><%= result.title %> <% if (url) { %><a href="<%= url %>"><%= result.standard.id %></a><% } else { %><span class="soft"><%= result.standard.id %></span><% } %></p>
<details><summary>Evidence<span class="soft"> (<%= examined %> examined)</span></summary><dl><% for (const [name, text] of evidence) { %><dt><%= name %></dt><dd><%= text %></dd><% } %></dl></details></th>
<td class="demand soft"><%= demandedBy.join(', ') || 'no version in force' %></td></tr>
<% } %>
</tbody>
</table>
</div>
</section>
</main>
<footer>
<h2>This run</h2>
<dl><% for (const [name, text] of it.run) { %><dt><%= name %></dt><dd><%= text %></dd><% } %></dl>
</footer>
<script>${script}</script>
</body>
</html>
`
