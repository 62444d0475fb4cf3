import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import type { Scope } from '../../scope.ts'
import type { Verdict } from '../../report.ts'
import { Refusal } from '../refusal.ts'
import { scopeNamed } from '../routes/release-question.ts'
import { currentStatus } from '../views/current-status.ts'
import { lookBackDays, sinceWhen, type Streak } from '../views/since-when.ts'
import { testcaseHistory, type Week } from '../views/testcase-history.ts'
import {
  testcaseOverSubjects,
  type SubjectVerdict,
  type TestcaseOverSubjects,
} from '../views/testcase-over-subjects.ts'
import { worstFirst } from '../views/verdict-counts.ts'
import { links, withQuery } from './links.ts'
import { template, type Markup } from './markup.ts'
import { pageRoute, sendPage } from './page.ts'
import { badge, count, day, link, pageNumber, paging, partOf, validityMark } from './parts.ts'
import { scopeChoice } from './scope-choice.ts'
import { shares } from './shares.ts'
import { weeksChart } from './weeks.ts'
import { whereToLook } from './where-to-look.ts'

const subjectsAPage = 50
const dayMs = 86_400_000

interface TestcaseQuery {
  readonly scope?: string
  readonly verdict?: Verdict | ''
  readonly page: number
}

/** `/board/testcases/ID`: a testcase over all subjects. */
export function testcaseRoute(app: FastifyInstance, context: Context): void {
  const { database, scopes, now } = context
  app.get<{ Params: { readonly id: string }; Querystring: TestcaseQuery }>(
    '/board/testcases/:id',
    pageRoute('A testcase over all subjects: is the cloud wrong, or the test?', {
      params: { type: 'object', required: ['id'], properties: { id: { type: 'string', maxLength: 100 } } },
      querystring: {
        type: 'object',
        properties: {
          scope: { type: 'string', maxLength: 100, description: 'Id or uuid, where several scopes know the testcase.' },
          verdict: { type: 'string', enum: ['', ...worstFirst] },
          page: pageNumber,
        },
      },
    }),
    async (request, reply) => {
      const { id } = request.params
      const knowing = [...scopes.values()]
        .filter(({ testcases }) => testcases.some((one) => one.id === id))
        .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      const { scope: named = '', verdict = '', page } = request.query
      const scope = named === '' ? knowing[0] : scopeNamed(named, scopes)
      if (!scope) throw new Refusal(404, 'no scope knows such a testcase')
      const at = new Date(now())
      const scopeUuid = scope.uuid.toLowerCase()
      const view = testcaseOverSubjects(scope, id, await currentStatus(context, { scopeUuid }), at)
      if (!view) throw new Refusal(404, `${scope.name} does not know such a testcase`)
      const found = verdict === '' ? view.subjects : view.subjects.filter((one) => one.verdict === verdict)
      const part = partOf(found.length, page, subjectsAPage)
      const rows = found.slice(part.skip, part.skip + part.size)
      const asked = rows.flatMap(({ subject, known }) => (known ? [subject] : []))
      const from = new Date(at.getTime() - lookBackDays * dayMs)
      const [streaks, weeks] = await Promise.all([
        sinceWhen(database, { scopeUuid, testcase: id, subjects: asked, from }),
        testcaseHistory(database, scopeUuid, id, at),
      ])
      const query = { scope: named === '' ? undefined : scope.id, verdict }
      return sendPage(context, request, reply, {
        title: id,
        kicker: 'Testcase',
        place: 'scopes',
        body: testcaseBody({ view, knowing, rows, streaks, weeks, verdict }, (size) =>
          paging(partOf(size, page, subjectsAPage), links.testcase(id), query, 'Pages of subjects'),
        ),
      })
    },
  )
}

interface TestcaseView {
  readonly view: TestcaseOverSubjects
  /** Scopes that know the testcase. */
  readonly knowing: readonly Scope[]
  /** What is shown of the subjects. */
  readonly rows: readonly SubjectVerdict[]
  /** Of those that are shown. */
  readonly streaks: readonly Streak[]
  readonly weeks: readonly Week[]
  /** Only subjects of this verdict are shown; empty for all. */
  readonly verdict: Verdict | ''
}

/** What the page says. Pure. */
export function testcaseBody(
  { view, knowing, rows, streaks, weeks, verdict }: TestcaseView,
  pages: (size: number) => Markup,
): Markup {
  const { scope, testcase, demands, counts, subjects } = view
  const { id, standard, remedy = '', testNotesUrl = '', lifetime, section, manual } = testcase
  const bySubject = new Map(streaks.map((one) => [one.subject, one]))
  const of = verdict === '' ? subjects.length : counts[verdict]
  const path = (one: Verdict | '') => withQuery(links.testcase(id), { scope: scope.id, verdict: one })
  return draw({
    description: testcase.description,
    standard: isWeb(standard.url) ? link(standard.url, standard.title) : standard.title,
    standardId: standard.id,
    remedy,
    notes: isWeb(testNotesUrl) ? testNotesUrl : '',
    lifetime,
    how: manual ? 'decided by a person, with an attestation' : section,
    scope: link(links.scope(scope.id), scope.name),
    demands: demands.map(({ version, validity, target }) => ({
      version: link(withQuery(links.scope(scope.id), { version }), version),
      mark: validityMark(validity),
      target,
    })),
    choice: knowing.length > 1 ? scopeChoice(knowing, scope, (one) => links.testcase(id, one.id)) : '',
    look: whereToLook(view, streaks),
    shares: shares(counts, 'Subjects by verdict'),
    subjects: count(subjects.length, 'subject'),
    weeks: weeks.length === 0 ? '' : weeksChart(weeks),
    filters: (['', ...worstFirst] as const).map((one) => ({
      href: `${path(one)}#subjects`,
      text: one === '' ? `All ${subjects.length}` : `${one} ${counts[one]}`,
      current: one === verdict,
    })),
    rows: rows.map((row) => rowOf(row, bySubject.get(row.subject))),
    paging: pages(of),
  })
}

function isWeb(url: string): boolean {
  return /^https?:\/\//.test(url)
}

function rowOf({ subject, verdict, known }: SubjectVerdict, streak: Streak | undefined) {
  return {
    subject: link(links.subject(subject), subject),
    badge: badge(verdict),
    since: streak ? day(streak.since) : '',
    longer: streak !== undefined && !streak.changed,
    checked: known ? day(new Date(known.checkedAt)) : '',
    expires: known ? day(new Date(known.expiresAt)) : '',
    report: known ? link(links.report(known.report), 'Report') : '',
  }
}

const draw = template<Record<string, unknown>>(`<p class="lead"><%= it.description %></p>
<dl class="facts">
<div><dt>Standard</dt><dd><%= it.standard %> <span class="soft"><%= it.standardId %></span></dd></div>
<div><dt>Demanded by</dt><dd><%= it.scope %>: <% if (it.demands.length === 0) { %>no version<% } %><% for (const { version, mark, target } of it.demands) { %><span class="one"><%= version %> <%= mark %><% if (target !== 'main') { %> <span class="soft"><%= target %></span><% } %></span> <% } %></dd></div>
<div><dt>Section</dt><dd><%= it.how %></dd></div>
<div><dt>A result counts for</dt><dd>a <%= it.lifetime %> and what is left of the present one</dd></div>
</dl>
<% if (it.remedy) { %><p class="remedy"><b>Where it fails:</b> <%= it.remedy %></p><% } %>
<% if (it.notes) { %><p class="clause"><a href="<%= it.notes %>" rel="noreferrer">How it is tested</a></p><% } %>
<%= it.choice %>
<section aria-labelledby="look"><h2 id="look">Is the cloud wrong, or the test?</h2>
<div class="sheet"><%= it.look %><p class="soft"><%= it.subjects %> by the newest result that has not expired</p><%= it.shares %></div>
</section>
<section aria-labelledby="history"><h2 id="history">Results by week</h2>
<% if (it.weeks) { %><%= it.weeks %><% } else { %><div class="sheet"><p>None in the last 18 months.</p></div><% } %>
</section>
<section aria-labelledby="subjects"><h2 id="subjects">Subjects</h2>
<nav class="choice" aria-label="Verdict"><ul><% for (const { href, text, current } of it.filters) { %><li><a href="<%= href %>"<% if (current) { %> aria-current="page"<% } %>><%= text %></a></li><% } %></ul></nav>
<% if (it.rows.length > 0) { %>
<div class="sheet wide" role="region" aria-label="Subjects by verdict" tabindex="0">
<table>
<thead><tr><th scope="col">Subject</th><th scope="col">Verdict</th><th scope="col">Since</th><th scope="col">Checked</th><th scope="col">Expires</th><td></td></tr></thead>
<tbody><% for (const { subject, badge, since, longer, checked, expires, report } of it.rows) { %>
<tr><th scope="row"><%= subject %></th><td><%= badge %></td><td class="when"><%= since %><% if (longer) { %> <span class="soft">or longer</span><% } %></td><td class="when"><%= checked %></td><td class="when"><%= expires %></td><td><%= report %></td></tr><% } %>
</tbody>
</table>
</div>
<%= it.paging %>
<% } else { %><div class="sheet"><p>None.</p></div><% } %>
</section>`)
