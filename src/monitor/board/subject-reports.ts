import { links } from './links.ts'
import { template, type Markup } from './markup.ts'
import { count, moment, paging } from './parts.ts'
import type { SubjectView } from './subject-view.ts'

/** The reports about a subject, a part of them a page. Pure. */
export function reportsPart({ reports, reportsInAll, scopes, part, subject }: SubjectView): Markup {
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
