import { links } from './links.ts'
import { template, type Markup } from './markup.ts'
import { ago, badge, count, link } from './parts.ts'
import { verdictOf } from '../views/verdict-of.ts'
import type { SubjectView } from './subject-view.ts'

/** What is not as it was in the report before. Pure. */
export function changesPart({ changes, scopes, now }: SubjectView): Markup {
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
