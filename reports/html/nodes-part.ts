/** Piece of an Eta template: `it.placements`, each as a picture and as a table. */
export const nodesPart = `<% if (it.placements.length > 0) { %>
<section aria-labelledby="nodes">
<h2 id="nodes"><%= it.w.nodes.title %></h2>
<% for (const { ids, anchor, picture, rows } of it.placements) { %>
<div class="sheet">
<p class="soft"><%= it.w.nodes.evidence(ids.join(', ')) %> <%= it.w.nodes.explained %></p>
<div class="wide" role="region" aria-label="<%= it.w.nodes.picture %>" tabindex="0">
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
<g class="<%= isControlPlane ? 'control-plane' : 'worker' %>"><% if (isControlPlane) { %><rect x="<%= x - 5 %>" y="<%= y %>" width="<%= width + 10 %>" height="20" rx="4"/><% } %><text x="<%= x %>" y="<%= y + 15 %>"><%= text %><title><%= isControlPlane ? it.w.nodes.controlPlane + ': ' : '' %><%= full %></title></text></g>
<% } %>
</svg>
</div>
<div class="wide" role="region" aria-label="<%= it.w.nodes.table %>" tabindex="0">
<table>
<caption><%= picture.description %></caption>
<thead><tr><% for (const name of it.w.nodes.columns) { %><th scope="col"><%= name %></th><% } %></tr></thead>
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
<% } %>`
