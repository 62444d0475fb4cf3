import type { Scope } from '../../scope.ts'
import type { ScopeStatus } from '../views/status.ts'
import { countVerdicts, worstFirst } from '../views/verdict-counts.ts'
import { links } from './links.ts'
import { nothing, template, type Markup } from './markup.ts'
import { ago, badge, count, day, link, validityMark } from './parts.ts'
import { verdictOf } from '../views/verdict-of.ts'
import { glanceOf } from './standing-view.ts'
import { historyPart } from './subject-history.ts'
import type { SubjectView } from './subject-view.ts'
import { verdictBar } from './verdict-bar.ts'

/** A scope by which a subject was tested. */
export interface Tested {
  readonly uuid: string
  readonly scope: Scope
  readonly status: ScopeStatus
}

/** How it stands by that scope: versions, score card, history. Pure. */
export function scopePart({ tallies, now }: SubjectView, { uuid, scope, status }: Tested): Markup {
  const { verdict, version, validity, counts, newest } = glanceOf(status)
  const shown = status.versions[version]
  // What is only being tried out is on the page of the scope.
  const demanded = Object.entries(shown?.targets ?? {}).filter(([target]) => target !== 'preview')
  const rows = demanded.flatMap(([target, judged]) =>
    judged.testcases.map((id) => ({ ...rowOf(scope, status, id, now), target })),
  )
  const passed = rows.filter((row) => row.verdict === 'PASS')
  return drawScope({
    id: `scope-${scope.id}`,
    title: link(links.scope(scope.id), scope.name),
    name: scope.name,
    badge: badge(verdict),
    version,
    mark: validityMark(validity),
    bar: verdictBar(counts, `Testcases of main by verdict, ${scope.name} ${version}`),
    fresh: newest === undefined ? 'no result that still counts' : `newest result ${ago(new Date(newest), now)}`,
    versions: Object.entries(status.versions).map(([one, { result, validity: of, targets }]) => {
      const given = countVerdicts(
        (targets.main?.testcases ?? []).map((id) => verdictOf(status.results[id]?.result ?? null)),
      )
      return {
        version: one,
        mark: validityMark(of),
        badge: badge(verdictOf(result)),
        counts: worstFirst.map((v) => given[v]),
      }
    }),
    open: table(
      `${count(rows.length - passed.length, 'testcase')} of ${version} without PASS`,
      rows
        .filter((row) => row.verdict !== 'PASS')
        .toSorted((a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict)),
    ),
    passed: table(`Testcases of ${version} that pass`, passed),
    passedCount: count(passed.length, 'testcase'),
    history: historyPart(
      scope,
      tallies.filter((tally) => tally.scopeUuid === uuid),
      now,
    ),
  })
}

function rowOf(scope: Scope, { results }: ScopeStatus, id: string, now: number) {
  const known = results[id]
  const verdict = verdictOf(known?.result ?? null)
  const { description = '', remedy = '' } = scope.testcases.find((one) => one.id === id) ?? {}
  return {
    id,
    verdict,
    badge: badge(verdict),
    link: link(links.testcase(id), id),
    description,
    remedy: verdict === 'FAIL' ? remedy : '',
    tested: known ? link(links.report(known.report), known.checked_at.slice(0, 10)) : '–',
    expires: known ? day(new Date(known.expires_at)) : '–',
    left: known ? ago(new Date(known.expires_at), now) : '',
  }
}

function table(caption: string, rows: readonly object[]): Markup {
  return rows.length > 0 ? drawTable({ caption, rows }) : nothing
}

const drawTable = template<{ readonly caption: string; readonly rows: readonly object[] }>(
  `<div class="wide" role="region" aria-label="<%= it.caption %>" tabindex="0"><table class="card"><caption><%= it.caption %></caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Testcase</th><th scope="col">For</th><th scope="col">Tested</th><th scope="col">Expires</th></tr></thead>
<tbody><% for (const { badge, link, description, remedy, target, tested, expires, left } of it.rows) { %>
<tr><td><%= badge %></td><th scope="row"><span class="id"><%= link %></span><p><%= description %></p><% if (remedy) { %><p class="remedy"><b>What to do:</b> <%= remedy %></p><% } %></th><td><%= target %></td><td><%= tested %></td><td><%= expires %><% if (left) { %><br><span class="soft"><%= left %></span><% } %></td></tr><% } %>
</tbody></table></div>`,
)

const drawScope = template(
  `<section aria-labelledby="<%= it.id %>"><h2 id="<%= it.id %>"><%= it.badge %> <%= it.title %> <span class="soft"><%= it.version %></span> <%= it.mark %></h2>
<div class="sheet"><%= it.bar %><p class="soft"><%= it.fresh %></p>
<% if (it.versions.length > 1) { %><details><summary>Other versions</summary><div class="wide" role="region" aria-label="Versions of <%= it.name %>" tabindex="0"><table><caption>Testcases of main</caption>
<thead><tr><th scope="col">Version</th><th scope="col">Verdict</th><th scope="col" class="number">FAIL</th><th scope="col" class="number">MISS</th><th scope="col" class="number">DNF</th><th scope="col" class="number">PASS</th></tr></thead>
<tbody><% for (const { version, mark, badge, counts } of it.versions) { %><tr><th scope="row"><%= version %> <%= mark %></th><td><%= badge %></td><% for (const n of counts) { %><td class="number"><%= n %></td><% } %></tr><% } %></tbody></table></div></details><% } %></div>
<div class="sheet"><h3>Score card</h3><%= it.open %>
<% if (it.passed) { %><details><summary><%= it.passedCount %> with PASS</summary><%= it.passed %></details><% } %></div>
<% if (it.history) { %><div class="sheet"><h3>History</h3><%= it.history %></div><% } %></section>`,
)
