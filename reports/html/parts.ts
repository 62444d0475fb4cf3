// Pieces of Eta templates that pages share; each says which names it finds around it.

/** A badge; `verdict`. */
export const badge = '<span class="badge <%= verdict %>"><%= verdict %></span>'

/** `obstacles`: what stands in the way, each with its remedy. */
export const obstacleList = `<ul class="list">
<% for (const { id, verdict, title, href, remedy } of obstacles) { %>
<li><% if (verdict) { %>${badge}<% } %><div><% if (href) { %><a class="id" href="<%= href %>"><%= id %></a><% } else { %><span class="id"><%= id %></span><% } %> <span lang="en"><%= title %></span><% if (remedy) { %><p class="remedy"><b><%= it.w.ladder.remedy %>:</b> <span lang="en"><%= remedy %></span></p><% } %></div></li>
<% } %>
</ul>`

/** `it.ladder`: the levels at a glance. */
export const ladderBrief = `<section aria-labelledby="ladder"><h2 id="ladder" class="quiet"><%= it.w.ladder.title %></h2>
<ol class="ladder">
<% for (const { anchor, name, verdict, version, span, unconfirmed, sentences, missing } of it.ladder) { %>
<li class="sheet"><h3>${badge} <%= name %> <span class="soft"><%= version %></span></h3>
<p class="soft"><%= [...span, ...sentences].join('; ') %></p>
<% if (unconfirmed) { %><p><a href="#<%= anchor %>"><%= unconfirmed.text %></a></p><% } %>
<% if (missing.length > 0) { %><p><a href="#<%= anchor %>"><%= it.w.ladder.withoutPass(it.tongue.count(missing.length, 'testcase')) %></a></p><% } %>
</li>
<% } %>
</ol></section>`

/** `it.ladder`: each level with all that stands in its way, and what is coming. */
export const ladderInDetail = `<% for (const { anchor, name, verdict, version, span, unconfirmed, sentences, missing, next } of it.ladder) { %>
<article class="sheet" id="<%= anchor %>">
<h3>${badge} <%= name %> <span class="soft"><%= version %></span></h3>
<% for (const sentence of [...span, ...sentences]) { %><p class="soft"><%= sentence %></p><% } %>
<% if (missing.length > 0) { const obstacles = missing %><details><summary><%= it.w.ladder.of(it.tongue.count(missing.length, 'testcase')) %></summary>
${obstacleList}
</details><% } %>
<% if (unconfirmed) { const obstacles = unconfirmed.testcases %><details><summary><%= unconfirmed.text %></summary>
${obstacleList}
</details><% } %>
<% if (next) { %><p class="soft"><%= next.text %></p><% if (next.missing.length > 0) { const obstacles = next.missing %><details><summary><%= it.w.ladder.of(it.tongue.count(next.missing.length, 'testcase')) %></summary>
${obstacleList}
</details><% } } %>
</article>
<% } %>`

/** `counts`: a bar, each part with its width, number and meaning; `label`: of which testcases. */
export const countsBar = `<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><% for (const { verdict, x, share } of counts) { %><rect class="<%= verdict %>" x="<%= x %>" width="<%= share %>" height="1"/><% } %></svg>
<ul class="counts" aria-label="<%= label %>">
<% for (const { verdict, n, meaning } of counts) { %>
<li>${badge} <b><%= it.tongue.number(n) %></b> <span class="soft"><%= meaning %></span></li>
<% } %>
</ul>`

/** `versions`, `caption`, `label` */
export const versionTable = `<div class="sheet wide" role="region" aria-label="<%= label %>" tabindex="0">
<table>
<caption><%= caption %></caption>
<thead><tr><th scope="col"><%= it.w.versions.version %></th><th scope="col"><%= it.w.versions.target %></th><th scope="col"><%= it.w.versions.verdict %></th><th scope="col" class="number">PASS</th><th scope="col" class="number">FAIL</th><th scope="col" class="number">DNF</th><th scope="col" class="number">MISS</th></tr></thead>
<tbody>
<% for (const { version, validity, target, verdict, pass, fail, dnf, miss } of versions) { %>
<tr><th scope="row"><%= version %> <span class="soft"><%= it.w.validity[validity] %></span></th><td><%= target %></td><td>${badge}</td><td class="number"><%= pass %></td><td class="number"><%= fail %></td><td class="number"><%= dnf %></td><td class="number"><%= miss %></td></tr>
<% } %>
</tbody>
</table>
</div>`

/** `it.filter`: what the rows of #testcases can be narrowed to. Hidden until the script is there. */
const filterForm = `<form id="filter" role="search" aria-label="<%= it.w.filter.label %>" hidden>
<fieldset><legend><%= it.w.filter.verdict %></legend>
<% for (const verdict of it.filter.verdicts) { %>
<label><input type="checkbox" name="verdict" value="<%= verdict %>" checked> <%= verdict %></label>
<% } %>
</fieldset>
<label><%= it.w.filter.standard %> <select name="standard"><option value=""><%= it.w.filter.any %></option><% for (const standard of it.filter.standards) { %><option><%= standard %></option><% } %></select></label>
<label><%= it.w.filter.target %> <select name="target"><option value=""><%= it.w.filter.any %></option><% for (const target of it.filter.targets) { %><option><%= target %></option><% } %></select></label>
<label><%= it.w.filter.words %> <input type="search" name="words" autocomplete="off"></label>
<button type="button" id="show-all"><%= it.w.filter.reset %></button>
<button type="button" id="unfold"><%= it.w.filter.unfold %></button>
<output id="shown" class="soft" data-words="<%= it.w.filter.shown %>"></output>
</form>`

/** The section of all testcases, which can be filtered; `rows` is a piece of template. */
export function allTestcases(rows: string): string {
  return `<section aria-labelledby="all">
<h2 id="all"><%= it.w.page.all %></h2>
<div class="sheet">
${filterForm}
<table id="testcases">
<caption><%= it.w.page.allCaption %></caption>
<thead><tr><th scope="col"><%= it.w.versions.verdict %></th><th scope="col"><%= it.w.page.testcase %></th><th scope="col" class="demand"><%= it.w.page.demandedBy %></th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
</div>
</section>`
}

/** `facts`: names and texts at a glance. */
export const factSheet = `<dl class="facts">
<% for (const [name, text] of facts) { %><div><dt><%= name %></dt><dd><%= text %></dd></div><% } %>
</dl>`

/** `it.sections`: anchors and names of what the page has. */
export const contents = `<nav aria-label="<%= it.w.page.parts %>"><ul>
<% for (const [anchor, name] of it.sections) { %><li><a href="#<%= anchor %>"><%= name %></a></li><% } %>
</ul></nav>`

/** `violations`, `more`: seen violations, the first ones open, all others in a table to unfold. */
export const violationList = `<% for (const { subject, expected, actual, remedy } of violations) { %>
<div class="violation" lang="en">
<h4><%= subject %></h4>
<dl><dt lang="<%= it.tongue.language %>"><%= it.w.page.expected %></dt><dd><%= expected %></dd><dt lang="<%= it.tongue.language %>"><%= it.w.page.actual %></dt><dd><%= actual %></dd><% if (remedy) { %><dt lang="<%= it.tongue.language %>"><%= it.w.page.remedy %></dt><dd><%= remedy %></dd><% } %></dl>
</div>
<% } %>
<% if (more.length > 0) { %><details><summary><%= it.w.page.moreViolations(it.tongue.count(more.length, 'violation')) %></summary>
<table><thead><tr><th scope="col"><%= it.w.facts.violation %></th><th scope="col"><%= it.w.page.expected %></th><th scope="col"><%= it.w.page.actual %></th><th scope="col"><%= it.w.page.remedy %></th></tr></thead>
<tbody lang="en"><% for (const { subject, expected, actual, remedy } of more) { %>
<tr><th scope="row" class="id"><%= subject %></th><td><%= expected %></td><td><%= actual %></td><td><%= remedy %></td></tr><% } %>
</tbody></table></details><% } %>`
