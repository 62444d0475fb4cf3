import { createHash } from 'node:crypto'
import { Eta } from 'eta/core'
import type { ScoreCard } from '../../src/report.ts'
import { style } from '../html/style.ts'
import { outlook } from '../shared/summary.ts'
import { visible } from '../shared/visible.ts'
import { certainty, remarkable, sourceLines, standings, standingsHead } from './certainty.ts'

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`

const eta = new Eta({
  autoFilter: true,
  filterFunction: (value) => (typeof value === 'string' || typeof value === 'number' ? visible(String(value)) : ''),
})

const template = eta.compile(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="<%= it.policy %>">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Score card of <%= it.card.subject %></title>
<style>${style}</style>
</head>
<body>
<header>
<p class="kicker">SCS score card, <%= it.at %> UTC</p>
<h1><%= it.card.subject %> (<%= it.card.layer %>)</h1>
</header>
<main>
<section aria-labelledby="levels"><h2 id="levels">Levels</h2>
<ol class="ladder">
<% for (const { name, verdict, lines } of it.levels) { %>
<li class="sheet"><h3><span class="badge <%= verdict %>"><%= verdict %></span> SCS-<%= name %></h3>
<% for (const line of lines) { %><p class="soft"><%= line %></p><% } %></li>
<% } %>
</ol></section>
<% for (const { name, rows, results, id } of it.cards) { %>
<section aria-labelledby="<%= id %>"><h2 id="<%= id %>"><%= name %></h2>
<div class="sheet wide" role="region" aria-label="Versions of <%= name %>" tabindex="0"><table>
<caption>Versions and targets</caption>
<thead><tr><% for (const head of it.head) { %><th scope="col"><%= head %></th><% } %></tr></thead>
<tbody><% for (const row of rows) { %><tr><% for (const cell of row) { %><td><%= cell %></td><% } %></tr><% } %></tbody>
</table></div>
<div class="sheet wide" role="region" aria-label="Open testcases of <%= name %>" tabindex="0"><table>
<caption>Testcases that did not pass, or not for certain: <%= results.length %></caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Testcase</th><th scope="col">Judged</th><th scope="col">Certainty</th></tr></thead>
<tbody><% for (const { id, verdict, title, judged, said } of results) { %>
<tr><td><span class="badge <%= verdict %>"><%= verdict %></span></td><th scope="row"><span class="id"><%= id %></span><p><%= title %></p></th><td><%= judged %></td><td><%= said %></td></tr>
<% } %></tbody>
</table></div></section>
<% } %>
</main>
<footer><h2>Sources</h2><ul><% for (const line of it.sources) { %><li><%= line %></li><% } %></ul></footer>
</body>
</html>
`)

/** A score card as one self-contained page. */
export function cardAsHtml(card: ScoreCard): string {
  return eta.render(template, {
    policy,
    card,
    at: card.at.slice(0, 16).replace('T', ' '),
    head: standingsHead,
    sources: sourceLines(card),
    levels: Object.entries(card.level).map(([name, level]) => ({
      name,
      verdict: level.verdict,
      lines: [...(level.version === undefined ? [] : [level.version]), ...level.missing.slice(0, 5), ...outlook(level)],
    })),
    cards: card.cards.map((one) => ({
      id: one.scope.id,
      name: one.scope.name,
      rows: standings(one),
      results: remarkable(one).map(([id, result]) => ({
        id,
        verdict: result.verdict,
        title: result.title,
        judged: result.checkedAt?.slice(0, 10) ?? 'never',
        said: certainty(result).join(', '),
      })),
    })),
  })
}
