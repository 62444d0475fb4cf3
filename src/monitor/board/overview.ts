import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import { subject } from '../routes/schemas.ts'
import { currentStatus } from '../views/current-status.ts'
import { groupsOf } from '../views/groups.ts'
import { worstFirst } from '../views/verdict-counts.ts'
import { links, withQuery } from './links.ts'
import { template, type Markup } from './markup.ts'
import { overviewOf, type Overview, type OverviewQuery } from './overview-view.ts'
import { pageRoute, sendPage } from './page.ts'
import { ago, badge, count, pageNumber, paging, validityMark } from './parts.ts'
import type { Glance } from './standing-view.ts'
import { verdictBar } from './verdict-bar.ts'

const sorts = { name: 'Name', worst: 'Worst first', oldest: 'Longest not tested first' } as const

const querystring = {
  type: 'object',
  properties: {
    q: { ...subject, description: 'Part of a name.' },
    group: { ...subject, description: 'A group of accounts.' },
    scope: { type: 'string', maxLength: 100, description: 'Id of a scope.' },
    verdict: { type: 'string', enum: ['', ...worstFirst] },
    sort: { type: 'string', enum: Object.keys(sorts), default: 'name' },
    page: pageNumber,
  },
} as const

/** `/board`: where all subjects stand. */
export function overviewRoute(app: FastifyInstance, context: Context): void {
  app.get<{ Querystring: Omit<OverviewQuery, 'verdict'> & { readonly verdict?: OverviewQuery['verdict'] | '' } }>(
    '/board',
    pageRoute('Where all subjects stand', { querystring }),
    async (request, reply) => {
      const { verdict, ...rest } = request.query
      const query = verdict ? { ...rest, verdict } : rest
      const [status, groups] = await Promise.all([currentStatus(context), groupsOf(context.database)])
      const overview = overviewOf(status, context.scopes, groups, query)
      return sendPage(context, request, reply, {
        title: 'Where subjects stand',
        place: 'overview',
        body: overviewBody(overview, query, [...new Set(groups.values())].toSorted(), context.now()),
      })
    },
  )
}

/** What the page says. Pure; `groups` are all there are. */
export function overviewBody(
  { all, found, scopes, rows, part }: Overview,
  query: OverviewQuery,
  groups: readonly string[],
  now: number,
): Markup {
  const { q, group, scope, verdict, sort } = query
  const asked = { q, group, scope, verdict, sort: sort === 'name' ? undefined : sort }
  return body({
    q: q ?? '',
    none: all === 0,
    tiles: scopes.map(({ scope: { id, name }, counts }) => ({
      href: links.scope(id),
      name,
      bar: verdictBar(counts, `Subjects by verdict, ${name}`, (one) =>
        withQuery(links.overview, { q, group, scope: id, verdict: one }),
      ),
    })),
    selects: [
      ...(groups.length > 0 ? [select('group', 'Group', group, { '': 'Any', ...same(groups) })] : []),
      select('scope', 'Scope', scope, {
        '': 'All',
        ...Object.fromEntries(scopes.map((one) => [one.scope.id, one.scope.name])),
      }),
      select('verdict', 'Verdict', verdict, { '': 'Any', ...same(worstFirst) }),
      select('sort', 'Sorted by', sort, sorts),
    ],
    filtered: Object.values({ q, group, scope, verdict }).some(Boolean),
    shown: found === all ? count(all, 'subject') : `${count(found, 'subject')} of ${all.toLocaleString('en')}`,
    columns: scopes.map(({ scope: { id, name } }) => ({ href: links.scope(id), name })),
    rows: rows.map((row) => ({
      subject: row.subject,
      href: links.subject(row.subject),
      group: row.group,
      cells: row.cells.map((cell) => (cell ? cellOf(cell, now) : { verdict: '', markup: none({}) })),
    })),
    paging: paging(part, links.overview, asked, 'Pages of subjects'),
  })
}

const none = template('<span class="soft">–</span>')

function same(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, word]))
}

function select(name: string, label: string, chosen = '', options: Readonly<Record<string, string>>): Markup {
  const all = Object.entries(options).map(([value, text]) => ({ value, text, chosen: value === chosen }))
  return drawSelect({ name, label, options: all })
}

const drawSelect = template(
  `<label><%= it.label %> <select name="<%= it.name %>"><% for (const { value, text, chosen } of it.options) { %><option value="<%= value %>"<% if (chosen) { %> selected<% } %>><%= text %></option><% } %></select></label>`,
)

function cellOf(glance: Glance, now: number) {
  const { verdict, version, validity, counts, newest, firstToExpire, others } = glance
  const open = worstFirst.flatMap((one) => (one === 'PASS' || counts[one] === 0 ? [] : [`${counts[one]} ${one}`]))
  const markup = drawCell({
    badge: badge(verdict),
    version,
    mark: validityMark(validity),
    open: open.join(', '),
    fresh: newest === undefined ? 'no result that still counts' : `tested ${ago(new Date(newest), now)}`,
    expiry:
      firstToExpire === undefined || !isSoon(firstToExpire, now) ? '' : `expires ${ago(new Date(firstToExpire), now)}`,
    others: others.map((one) => ({
      badge: badge(one.verdict),
      version: one.version,
      mark: validityMark(one.validity),
    })),
  })
  return { verdict, markup }
}

function isSoon(iso: string, now: number): boolean {
  return Date.parse(iso) - now < 3 * 24 * 60 * 60_000
}

const drawCell = template(
  `<p><%= it.badge %> <b><%= it.version %></b> <%= it.mark %></p>
<p class="soft"><% if (it.open) { %><%= it.open %> · <% } %><%= it.fresh %><% if (it.expiry) { %> · <span class="soon"><%= it.expiry %></span><% } %></p>
<% if (it.others.length > 0) { %><ul class="others" aria-label="Other versions"><% for (const { badge, version, mark } of it.others) { %><li><%= badge %> <%= version %> <%= mark %></li><% } %></ul><% } %>`,
)

const body = template(`<% if (it.none) { %>
<div class="sheet"><p>No report has come in yet.</p><p class="soft">Reports are handed in with <code>scs-conformance submit</code>, or as the official tools do.</p></div>
<% } else { %>
<section aria-labelledby="scopes"><h2 id="scopes" class="quiet">Scopes</h2>
<ul class="tiles"><% for (const { href, name, bar } of it.tiles) { %><li class="sheet"><h3><a href="<%= href %>"><%= name %></a></h3><%= bar %></li><% } %></ul>
</section>
<section aria-labelledby="subjects"><h2 id="subjects">Subjects</h2>
<form class="filter" method="get" action="/board" role="search">
<label>Name <input type="search" name="q" value="<%= it.q %>" maxlength="100"></label>
<%= it.selects %>
<button>Show</button>
<% if (it.filtered) { %><a href="/board">Show all</a><% } %>
</form>
<% if (it.rows.length > 0) { %>
<div class="sheet wide" role="region" aria-label="Subjects by scope" tabindex="0">
<table class="matrix">
<caption><%= it.shown %></caption>
<thead><tr><th scope="col">Subject</th><% for (const { href, name } of it.columns) { %><th scope="col"><a href="<%= href %>"><%= name %></a></th><% } %></tr></thead>
<tbody><% for (const { subject, href, group, cells } of it.rows) { %>
<tr><th scope="row"><a href="<%= href %>"><%= subject %></a><% if (group) { %><br><span class="soft"><%= group %></span><% } %></th><% for (const { verdict, markup } of cells) { %><td data-verdict="<%= verdict %>"><%= markup %></td><% } %></tr><% } %>
</tbody>
</table>
</div>
<%= it.paging %>
<% } else { %><div class="sheet"><p>No subject is like that.</p></div><% } %>
</section>
<% } %>`)
