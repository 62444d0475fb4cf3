import { officialReport } from '../../official-report.ts'
import { worst, type Verdict } from '../../report.ts'
import type { Scope } from '../../scope.ts'
import { links } from './links.ts'
import { template, type Markup } from './markup.ts'
import { badge, count, link, moment } from './parts.ts'
import { countVerdicts, worstFirst } from '../views/verdict-counts.ts'
import { verdictBar } from './verdict-bar.ts'

/** What a page shows of the output of one script. */
const mostLines = 200
const mostLetters = 400

/**
 * The page of an official report: its results, and the output of its scripts, as far as `document` has it: what is not public was
 * taken out of it before. Pure.
 */
export function officialBody(
  document: unknown,
  scope: Scope | undefined,
  around: readonly { readonly href: string; readonly text: string }[],
): Markup {
  const report = officialReport(document)
  const given = [...(report?.verdicts ?? [])]
  const rows = given
    .toSorted(([, one], [, other]) => worstFirst.indexOf(one) - worstFirst.indexOf(other))
    .map(([id, verdict]) => ({
      badge: badge(verdict),
      link: link(links.testcase(id), id),
      description: scope?.testcases.find((one) => one.id === id)?.description ?? '',
    }))
  const { spec, run, log } = asRecord(document)
  const invocations = Object.values(asRecord(asRecord(run)['invocations'])).map(invocationView)
  const scopeName = scope?.name ?? textOf(asRecord(spec)['name'])
  return draw({
    around,
    scope: scope ? link(links.scope(scope.id), scope.name) : scopeName,
    at: report ? moment(new Date(report.checkedAt)) : '',
    uuid: report?.uuid ?? '',
    bar: verdictBar(countVerdicts(given.map(([, verdict]) => verdict)), 'Testcases by verdict'),
    count: count(rows.length, 'testcase'),
    rows,
    invocations,
    log: shown(log),
  })
}

/** The verdict over all results; MISS where there are none. */
export function officialVerdict(document: unknown): Verdict {
  const given = [...(officialReport(document)?.verdicts.values() ?? [])]
  return given.length > 0 ? worst(given) : 'MISS'
}

function invocationView(value: unknown) {
  const { cmd, results, rc, stdout, stderr, redacted } = asRecord(value)
  return {
    testcases: Object.keys(asRecord(results)).map((id) => link(links.testcase(id), id)),
    cmd: textOf(cmd).slice(0, mostLetters),
    rc: typeof rc === 'number' ? rc : '',
    streams: [
      { name: 'Results', ...shown(stdout) },
      { name: 'Messages', ...shown(stderr) },
    ].filter(({ lines }) => lines.length > 0),
    redacted: redacted === true,
  }
}

interface Shown {
  readonly lines: readonly string[]
  /** How many more there are. */
  readonly left: number
}

function shown(value: unknown): Shown {
  const all = (Array.isArray(value) ? value : typeof value === 'string' ? value.split('\n') : []).filter(
    (line): line is string => typeof line === 'string' && !line.startsWith('(the following'),
  )
  const lines = all
    .slice(0, mostLines)
    .map((line) => (line.length > mostLetters ? `${line.slice(0, mostLetters)}…` : line))
  return { lines, left: all.length - lines.length }
}

const draw =
  template(`<nav aria-label="Of this report"><ul><% for (const { href, text } of it.around) { %><li><a href="<%= href %>"><%= text %></a></li><% } %></ul></nav>
<dl class="facts sheet"><div><dt>Scope</dt><dd><%= it.scope %></dd></div><div><dt>Made</dt><dd><%= it.at %></dd></div><div><dt>Report</dt><dd><code><%= it.uuid %></code></dd></div></dl>
<section aria-labelledby="results"><h2 id="results">Results</h2>
<div class="sheet"><%= it.bar %></div>
<div class="sheet wide" role="region" aria-label="List of results" tabindex="0"><table><caption><%= it.count %></caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Testcase</th></tr></thead>
<tbody><% for (const { badge, link, description } of it.rows) { %><tr><td><%= badge %></td><th scope="row"><span class="id"><%= link %></span><p><%= description %></p></th></tr><% } %></tbody></table></div></section>
<% if (it.invocations.length > 0) { %><section aria-labelledby="output"><h2 id="output">What the scripts said</h2>
<% for (const { testcases, cmd, rc, streams, redacted } of it.invocations) { %>
<article class="sheet"><p class="id"><% for (const one of testcases) { %><%= one %> <% } %></p>
<% if (cmd) { %><code class="command"><%= cmd %></code><% } %><% if (rc !== '') { %><p class="soft">ended with <%= rc %></p><% } %>
<% for (const { name, lines, left } of streams) { %><h3><%= name %></h3><pre tabindex="0"><% for (const line of lines) { %><%= line %>
<% } %></pre><% if (left > 0) { %><p class="soft"><%= left %> more lines are in the JSON.</p><% } %><% } %>
<% if (redacted) { %><p class="soft">Other lines are for those who have logged in.</p><% } %></article><% } %></section><% } %>
<% if (it.log.lines.length > 0) { %><section aria-labelledby="log"><h2 id="log">Log</h2><div class="sheet"><pre tabindex="0"><% for (const line of it.log.lines) { %><%= line %>
<% } %></pre><% if (it.log.left > 0) { %><p class="soft"><%= it.log.left %> more lines are in the JSON.</p><% } %></div></section><% } %>`)

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
