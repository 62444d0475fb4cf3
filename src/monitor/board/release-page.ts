import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import type { Scope } from '../../scope.ts'
import { askRelease } from '../routes/release.ts'
import { releaseQuery, releaseQuestion, type ReleaseQuery } from '../routes/release-question.ts'
import type { Participant, Release } from '../views/release/release.ts'
import { countedTestcases, type CountedRow } from './counted-testcases.ts'
import { links, withQuery } from './links.ts'
import { template, type Markup } from './markup.ts'
import { pageRoute, sendPage } from './page.ts'
import { ago, badge, count, link, pageNumber, paging, partOf, validityMark } from './parts.ts'
import { reasonsInWords } from './reasons.ts'
import { scopeChoice } from './scope-choice.ts'
import { bar, shares } from './shares.ts'
import { lookFirst } from './suspicion-words.ts'

const participantsAPage = 100

/** `/board/release`: go or no-go. */
export function releasePageRoute(app: FastifyInstance, context: Context): void {
  const { scopes, now } = context
  app.get<{ Querystring: ReleaseQuery & { readonly page: number } }>(
    links.release,
    pageRoute('Release board: go or no-go, and why', {
      querystring: { type: 'object', properties: { ...releaseQuery, page: pageNumber } },
    }),
    async (request, reply) => {
      const question = releaseQuestion(request.query, scopes, now())
      const release = await askRelease(context, question)
      return sendPage(context, request, reply, {
        title: `Release board: ${release.scope.name} ${release.version}`,
        heading: heading({ ...release, scope: release.scope.name, mark: validityMark(release.validity) }),
        kicker: 'Release board',
        place: 'release',
        body: releaseBody(release, question.scope, [...scopes.values()], request.query.page, now()),
      })
    },
  )
}

const heading = template<Pick<Release, 'decision' | 'version'> & { readonly scope: string; readonly mark: Markup }>(
  `<span class="badge <%= it.decision === 'go' ? 'PASS' : 'FAIL' %>"><%= it.decision === 'go' ? 'GO' : 'NO-GO' %></span> <%= it.scope %> <%= it.version %> <%= it.mark %>`,
)

/** What the page says. Pure. */
export function releaseBody(
  release: Release,
  scope: Scope,
  scopes: readonly Scope[],
  page: number,
  now: number,
): Markup {
  const { version, since, minimum, groups, counts, testcases, participants, absent } = release
  const query = { scope: scope.id, version, since, minimum, group: groups.join(',') }
  const rows = testcases.map(({ testcase, description, counts: own, suspicion }) => {
    return { id: testcase, description, counts: own, remark: suspicion ? lookFirst[suspicion] : '' }
  })
  const [passing, open] = [rows.filter(isPassing), rows.filter((row) => !isPassing(row))]
  const part = partOf(participants.length, page, participantsAPage)
  return body({
    choice: scopeChoice(scopes, scope, ({ id }) =>
      withQuery(links.release, { ...query, scope: id, version: undefined }),
    ),
    ...query,
    versions: scope.versions.map((one) => ({ version: one.version, chosen: one.version === version })),
    against: reasonsInWords(release.reasons, 'against', scope.id),
    reasonsFor: reasonsInWords(release.reasons, 'for', scope.id),
    notes: reasonsInWords(release.reasons, 'note', scope.id),
    shares: shares(counts, 'Results by verdict'),
    measured: `${count(participants.length, 'subject')} × ${count(testcases.length, 'testcase')} of target main`,
    participants: participants.slice(part.skip, part.skip + part.size).map((one) => participantRow(one, now)),
    paging: paging(part, links.release, query, 'Pages of subjects'),
    absent: absent.slice(0, mostAbsent).map((name) => link(links.subject(name), name)),
    absentCount: absent.length,
    absentMore: absent.length > mostAbsent ? `and ${(absent.length - mostAbsent).toLocaleString('en')} more` : '',
    versionRows: release.versions.map((one) => ({
      version: link(withQuery(links.release, { ...query, version: one.version }), one.version),
      current: one.version === version,
      mark: validityMark(one.validity),
      ran: one.ran,
      passed: one.passed,
    })),
    open: open.length === 0 ? '' : countedTestcases(open, 'Testcases that do not pass on all', scope.id),
    passing: passing.length === 0 ? '' : countedTestcases(passing, 'Testcases that pass on all', scope.id),
    passingCount: count(passing.length, 'testcase'),
    json: withQuery('/release', query),
  })
}

const mostAbsent = 200

function isPassing({ counts: { PASS, FAIL, DNF, MISS } }: CountedRow): boolean {
  return PASS > 0 && FAIL + DNF + MISS === 0
}

function participantRow({ subject, verdict, counts, newest }: Participant, now: number) {
  return {
    subject: link(links.subject(subject), subject),
    badge: badge(verdict),
    bar: bar(counts),
    numbers: [counts.FAIL, counts.MISS, counts.DNF, counts.PASS],
    newest: ago(new Date(newest), now),
  }
}

const body = template<Record<string, unknown>>(`<%= it.choice %>
<form class="filter" method="get" action="/board/release">
<input type="hidden" name="scope" value="<%= it.scope %>">
<label>Version <select name="version"><% for (const { version, chosen } of it.versions) { %><option<% if (chosen) { %> selected<% } %>><%= version %></option><% } %></select></label>
<label>Results since <input type="date" name="since" value="<%= it.since %>" required></label>
<label>Subjects wanted <input type="number" name="minimum" min="1" max="1000" value="<%= it.minimum %>" required></label>
<label>Only groups <input type="text" name="group" value="<%= it.group %>" maxlength="1000" placeholder="all"></label>
<button>Show</button>
</form>
<section aria-labelledby="why"><h2 id="why" class="quiet">Why</h2>
<div class="sheet why">
<% if (it.against.length > 0) { %><h3><span class="badge FAIL">NO-GO</span> because</h3><ul class="reasons against"><% for (const text of it.against) { %><li><%= text %></li><% } %></ul><% } %>
<% if (it.reasonsFor.length > 0) { %><h3><% if (it.against.length === 0) { %><span class="badge PASS">GO</span> because<% } else { %>For it speaks<% } %></h3><ul class="reasons for"><% for (const text of it.reasonsFor) { %><li><%= text %></li><% } %></ul><% } %>
<% if (it.notes.length > 0) { %><details<% if (it.notes.length <= 5) { %> open<% } %>><summary>Worth a look, decides nothing (<%= it.notes.length %>)</summary><ul class="reasons"><% for (const text of it.notes) { %><li><%= text %></li><% } %></ul></details><% } %>
</div>
<p class="soft">Go needs <%= it.minimum %> or more that pass all of <code>main</code>, where subjects of one group count once, and every testcase to pass on more than half of those that take part. What is missing (MISS) or undecided (DNF) is no PASS; of each testcase the newest result counts, if it has not expired.</p>
</section>
<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>
<div class="sheet"><p class="soft"><%= it.measured %></p><%= it.shares %></div>
</section>
<section aria-labelledby="engagement"><h2 id="engagement">Who takes part</h2>
<% if (it.participants.length > 0) { %>
<div class="sheet wide" role="region" aria-label="Subjects that take part" tabindex="0">
<table class="counted">
<thead><tr><th scope="col">Subject</th><th scope="col">Verdict</th><td class="picture"></td><th scope="col" class="number">FAIL</th><th scope="col" class="number">MISS</th><th scope="col" class="number">DNF</th><th scope="col" class="number">PASS</th><th scope="col">Newest result</th></tr></thead>
<tbody><% for (const { subject, badge, bar, numbers, newest } of it.participants) { %>
<tr><th scope="row"><%= subject %></th><td><%= badge %></td><td class="picture"><%= bar %></td><% for (const n of numbers) { %><td class="number<% if (n === 0) { %> zero<% } %>"><%= n %></td><% } %><td class="when"><%= newest %></td></tr><% } %>
</tbody>
</table>
</div>
<%= it.paging %>
<% } else { %><div class="sheet"><p>Nobody, so far.</p></div><% } %>
<div class="sheet wide" role="region" aria-label="Versions of the scope" tabindex="0">
<table class="versions">
<caption>Which version was run since <%= it.since %></caption>
<thead><tr><th scope="col">Version</th><th scope="col" class="number">Ran all of it</th><th scope="col" class="number">Passed all of it</th></tr></thead>
<tbody><% for (const { version, current, mark, ran, passed } of it.versionRows) { %><tr<% if (current) { %> class="current"<% } %>><th scope="row"><%= version %> <%= mark %></th><td class="number"><%= ran %></td><td class="number"><%= passed %></td></tr><% } %></tbody>
</table>
</div>
<% if (it.absentCount > 0) { %><details class="sheet"><summary>Judged before, not since <%= it.since %>: <%= it.absentCount %></summary><ul class="names"><% for (const name of it.absent) { %><li><%= name %></li><% } %><% if (it.absentMore) { %><li class="soft"><%= it.absentMore %></li><% } %></ul></details><% } %>
</section>
<section aria-labelledby="testcases"><h2 id="testcases">Testcases</h2>
<%= it.open %>
<% if (it.passing) { %><details<% if (!it.open) { %> open<% } %>><summary><%= it.passingCount %> passed by all that take part</summary><%= it.passing %></details><% } %>
</section>
<p class="soft">The same for machines: <a href="<%= it.json %>">JSON</a></p>`)
