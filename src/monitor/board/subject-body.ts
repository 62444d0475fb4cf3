import type { LevelVerdict } from '../../report.ts'
import type { Scope } from '../../scope.ts'
import type { Changes } from '../views/changes.ts'
import type { Tally } from '../views/history.ts'
import type { ListedReport } from '../views/report-list.ts'
import type { ScopeStatus } from '../views/status.ts'
import { historyPicture } from './history-picture.ts'
import { links } from './links.ts'
import { joined, nothing, template, type Markup } from './markup.ts'
import { ago, badge, count, day, link, moment, paging, validityMark, verdictOf, type Part } from './parts.ts'
import { glanceOf } from './standing-view.ts'
import { laddersOf } from './subject-ladder.ts'
import { worstFirst } from '../views/verdict-counts.ts'
import { verdictBar } from './verdict-bar.ts'

/** What is known of a subject. */
export interface SubjectView {
  readonly subject: string
  /** By uuid of the scope. */
  readonly status: Readonly<Record<string, ScopeStatus>>
  readonly scopes: ReadonlyMap<string, Scope>
  readonly tallies: readonly Tally[]
  readonly changes: readonly Changes[]
  readonly reports: readonly ListedReport[]
  /** Which part of all reports these are. */
  readonly part: Part
  readonly reportsInAll: number
  /** Address of this server, without a slash at its end: for what is embedded elsewhere. */
  readonly base: string
  /** Milliseconds. */
  readonly now: number
}

/** The page of a subject. Pure. */
export function subjectBody(view: SubjectView): Markup {
  const tested = [...view.scopes].flatMap(([uuid, scope]) => {
    const status = view.status[uuid]
    return status ? [{ uuid, scope, status }] : []
  })
  return joined([
    tested.length === 0 ? empty({}) : nothing,
    ...laddersOf(view.status, view.scopes, new Date(view.now)).map(({ layer, levels }) =>
      drawLadder({
        id: `ladder-${layer}`,
        title: `Levels, ${layers[layer]}`,
        rungs: Object.entries(levels).map(([level, rung]) => rungView(`SCS-${level}`, rung, view.now)),
      }),
    ),
    ...(view.changes.length > 0 ? [changesPart(view)] : []),
    ...tested.map((one) => scopePart(view, one)),
    ...(view.reportsInAll > 0 ? [reportsPart(view)] : []),
    ...(tested.length > 0
      ? [
          badgesPart(
            view,
            tested.map(({ scope }) => scope),
          ),
        ]
      : []),
  ])
}

const layers = { iaas: 'IaaS', kaas: 'KaaS' } as const

const empty = template('<div class="sheet"><p>No report about this subject has come in yet.</p></div>')

function rungView(name: string, rung: LevelVerdict, now: number) {
  const { verdict, version = '', missing, remedies = {}, since, until, next, proposal } = rung
  const isTestcase = (one: string) => /^scs-\d{4}-\S+$/.test(one)
  const testcases = missing.filter(isTestcase)
  return {
    name,
    badge: badge(verdict),
    version,
    proposal: proposal === true,
    sentences: missing.filter((one) => !isTestcase(one)),
    since: since === undefined ? '' : day(new Date(since)),
    until: until === undefined ? '' : day(new Date(until)),
    left: until === undefined ? '' : ago(new Date(until), now),
    missing: testcases.map((id) => ({ link: link(links.testcase(id), id), remedy: remedies[id] ?? '' })),
    count: count(testcases.length, 'testcase'),
    next: next
      ? `${next.version} ${next.from === undefined ? 'is a draft' : `will be in force on ${next.from}`}: ${next.missing.length === 0 ? 'reached already' : `${count(next.missing.length, 'testcase')} without PASS`}`
      : '',
  }
}

const drawLadder = template<{ readonly id: string; readonly title: string; readonly rungs: readonly object[] }>(
  `<section aria-labelledby="<%= it.id %>"><h2 id="<%= it.id %>"><%= it.title %></h2>
<ol class="ladder"><% for (const { name, badge, version, proposal, sentences, since, until, left, missing, count, next } of it.rungs) { %>
<li class="sheet"><h3><%= badge %> <%= name %> <span class="soft"><%= version %></span><% if (proposal) { %> <span class="mark">proposal</span><% } %></h3>
<% if (since) { %><p class="soft">since <%= since %></p><% } %><% if (until) { %><p class="soft">until <%= until %> (<%= left %>) unless tested again</p><% } %>
<% for (const sentence of sentences) { %><p class="soft"><%= sentence %></p><% } %>
<% if (missing.length > 0) { %><details><summary><%= count %> without PASS</summary><ul class="list"><% for (const { link, remedy } of missing) { %><li><div><span class="id"><%= link %></span><% if (remedy) { %><p class="remedy"><%= remedy %></p><% } %></div></li><% } %></ul></details><% } %>
<% if (next) { %><p class="soft"><%= next %></p><% } %></li><% } %>
</ol></section>`,
)

function changesPart({ changes, scopes, now }: SubjectView): Markup {
  const each = changes.map(({ scopeUuid, newest, before, changed, added, left }) => ({
    name: scopes.get(scopeUuid)?.name ?? scopeUuid,
    newest: link(links.report(newest.uuid), newest.checkedAt.toISOString().slice(0, 10)),
    before: link(links.report(before.uuid), before.checkedAt.toISOString().slice(0, 10)),
    ago: ago(newest.checkedAt, now),
    changed: changed.map(({ testcase, from, to }) => ({
      link: link(links.testcase(testcase), testcase),
      from: badge(verdictOf(from)),
      to: badge(verdictOf(to)),
    })),
    more: [
      ...(added > 0 ? [`${count(added, 'testcase')} only in the newest report`] : []),
      ...(left > 0 ? [`${count(left, 'testcase')} only in the one before`] : []),
    ].join(', '),
  }))
  return drawChanges({ each })
}

const drawChanges = template<{ readonly each: readonly object[] }>(
  `<section aria-labelledby="changes"><h2 id="changes">Since last time</h2>
<div class="sheet"><% for (const { name, newest, before, ago, changed, more } of it.each) { %>
<h3><%= name %></h3>
<p class="soft">Report of <%= newest %> (<%= ago %>), and the one before of <%= before %></p>
<% if (changed.length > 0) { %><ul class="changes"><% for (const { link, from, to } of changed) { %><li><%= from %> <span aria-hidden="true">→</span><span class="unseen"> is now </span> <%= to %> <span class="id"><%= link %></span></li><% } %></ul><% } else { %><p>All testcases that both have judged have the same verdict.</p><% } %>
<% if (more) { %><p class="soft"><%= more %></p><% } %><% } %>
</div></section>`,
)

interface Tested {
  readonly uuid: string
  readonly scope: Scope
  readonly status: ScopeStatus
}

function scopePart({ tallies, now }: SubjectView, { uuid, scope, status }: Tested): Markup {
  const { verdict, version, validity, counts, newest } = glanceOf(status)
  const shown = status.versions[version]
  // What is only being tried out is on the page of the scope.
  const demanded = Object.entries(shown?.targets ?? {}).filter(([target]) => target !== 'preview')
  const rows = demanded.flatMap(([target, judged]) =>
    judged.testcases.map((id) => ({ ...rowOf(scope, status, id, now), target })),
  )
  const history = historyPicture(
    scope,
    tallies.filter((tally) => tally.scopeUuid === uuid),
    now,
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
      const given = countBy(targets.main?.testcases ?? [], status)
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
    history: history
      ? drawHistory({
          ...history,
          id: scope.id,
          name: scope.name,
          verdicts: worstFirst,
          rows: historyRows(history.table),
        })
      : nothing,
  })
}

function countBy(testcases: readonly string[], { results }: ScopeStatus) {
  const counts = { FAIL: 0, MISS: 0, DNF: 0, PASS: 0 }
  for (const id of testcases) counts[verdictOf(results[id]?.result ?? null)] += 1
  return counts
}

function historyRows(rows: readonly { readonly day: string; readonly counts: ReturnType<typeof countBy> }[]) {
  return rows.map(({ day: of, counts }) => ({ day: of, counts: worstFirst.map((verdict) => counts[verdict]) }))
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

function reportsPart({ reports, reportsInAll, scopes, part, subject }: SubjectView): Markup {
  return drawReports({
    count: count(reportsInAll, 'report'),
    rows: reports.map(({ uuid, kind, scopeUuid, checkedAt, pass, fail, dnf }) => ({
      href: links.report(uuid),
      at: moment(checkedAt),
      scope: scopes.get(scopeUuid)?.name ?? scopeUuid,
      kind: kind === 'own' ? 'with evidence' : 'official form',
      pass,
      fail,
      dnf,
    })),
    paging: paging(part, links.subject(subject), {}, 'Pages of reports'),
  })
}

const drawReports = template(
  `<section aria-labelledby="reports"><h2 id="reports">Reports</h2>
<div class="sheet wide" role="region" aria-label="List of reports" tabindex="0"><table><caption><%= it.count %>, newest first</caption>
<thead><tr><th scope="col">Made</th><th scope="col">Scope</th><th scope="col">Kind</th><th scope="col" class="number">FAIL</th><th scope="col" class="number">DNF</th><th scope="col" class="number">PASS</th></tr></thead>
<tbody><% for (const { href, at, scope, kind, pass, fail, dnf } of it.rows) { %><tr><th scope="row"><a href="<%= href %>"><%= at %></a></th><td><%= scope %></td><td class="soft"><%= kind %></td><td class="number"><%= fail %></td><td class="number"><%= dnf %></td><td class="number"><%= pass %></td></tr><% } %></tbody></table></div>
<%= it.paging %></section>`,
)

function badgesPart({ subject, base }: SubjectView, tested: readonly Scope[]): Markup {
  return drawBadges({
    all: tested.map(({ id, name }) => {
      const [picture, page] = [links.badge(subject, id), links.subject(subject)]
      return {
        picture,
        alt: `${name}: standing of ${subject}`,
        markdown: `[![${name}](${base}${picture})](${base}${page})`,
      }
    }),
  })
}

const drawBadges = template(
  `<section aria-labelledby="badges"><h2 id="badges">Badges</h2>
<div class="sheet"><ul class="list"><% for (const { picture, alt, markdown } of it.all) { %><li><img src="<%= picture %>" alt="<%= alt %>" height="20"><p class="embed"><code class="command copy"><%= markdown %></code></p></li><% } %></ul></div></section>`,
)
