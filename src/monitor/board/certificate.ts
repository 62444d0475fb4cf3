import type { FastifyInstance } from 'fastify'
import { pageOf } from '../certificates/certificate.ts'
import { conditionsOf } from '../certificates/conditions.ts'
import { monthlyResults } from '../certificates/history.ts'
import { certificateOf, listCertificates, standingOf, type StandingCertificate } from '../certificates/kept.ts'
import { qrCode } from '../certificates/qr-code.ts'
import { termsOfCertificate } from '../certificates/terms.ts'
import type { Context } from '../context.ts'
import { idParameter, type Id } from '../routes/schemas.ts'
import { historyTable } from './certificate-history.ts'
import { meanings, stateBadge } from './certificate-words.ts'
import { links } from './links.ts'
import { nothing, template } from './markup.ts'
import { pageRoute, sendPage } from './page.ts'
import { badge, day, link, moment } from './parts.ts'
import { verdictOf } from '../views/verdict-of.ts'

/**
 * `/board/certificates/{id}`: the certificate status page (scs-0004-v1, regulation 4): the standards achieved, the current state and
 * the history of all results of the last 18 months. It stays online for good, and names what has taken the certificate's place.
 */
export function certificateRoute(app: FastifyInstance, context: Context): void {
  app.get<{ Params: Id }>(
    '/board/certificates/:id',
    pageRoute('The status page of a certificate', { params: idParameter }),
    async (request, reply) => {
      const certificate = await standingOf(context, await certificateOf(context.database, request.params.id))
      const { scope, version, subject } = certificate.document
      return sendPage(context, request, reply, {
        title: `${scope.name} ${version}: ${subject}`,
        heading: `${scope.name} ${version}`,
        kicker: 'Certificate',
        place: 'certificates',
        body: body({
          ...sheetOf(certificate, context.publicUrl),
          ...(await currentOf(context, certificate)),
          history: historyTable(
            certificate.document,
            await monthlyResults(context.database, certificate.document, new Date(context.now())),
            new Date(context.now()),
          ),
          others: await othersOf(context, certificate),
        }),
      })
    },
  )
}

/** What is printed. */
function sheetOf(certificate: StandingCertificate, publicUrl: string | undefined) {
  const { document, state, troubles, revocation, next, signature } = certificate
  const { id, subject, scope, version, grantedAt, validUntil, warnings, prerequisite } = document
  const address = pageOf(publicUrl, id)
  return {
    id,
    subject: link(links.subject(subject), subject),
    scope: scope.name,
    version,
    granted: day(new Date(grantedAt)),
    until: day(new Date(validUntil)),
    state: stateBadge(state),
    meaning: meanings[state],
    revoked: revocation ? { at: moment(new Date(revocation.at)), reason: revocation.reason } : undefined,
    next: next ? link(links.certificate(next.id), next.id) : undefined,
    warnings,
    troubles: troubles.map(({ text }) => text),
    number: document.testcases.length,
    prerequisite: prerequisite
      ? {
          name: prerequisite.scopeName,
          link: link(links.certificate(prerequisite.certificate), prerequisite.certificate),
        }
      : undefined,
    address,
    qr: publicUrl === undefined ? nothing : qrCode(address),
    badge: links.certificateBadge(id),
    signed: signature !== null,
    replaces:
      document.replaces === undefined ? undefined : link(links.certificate(document.replaces), document.replaces),
    standards: document.standards.map((one) => ({
      id: one.id,
      text: one.title === '' ? one.id : one.title,
      href: /^https?:\/\//.test(one.url) ? one.url : '',
    })),
    digest: scope.digest,
    reports: document.reports.map(({ uuid, checkedAt, digest }) => ({
      link: link(links.report(uuid), uuid),
      at: moment(new Date(checkedAt)),
      digest,
    })),
  }
}

/** Where each testcase stands at this moment. */
async function currentOf(context: Context, { document }: StandingCertificate) {
  const { results } = await conditionsOf(context, termsOfCertificate(document))
  return {
    testcases: document.testcases.map(({ id, manual }) => {
      const result = Object.hasOwn(results, id) ? results[id] : undefined
      return {
        testcase: link(links.testcase(id), id),
        manual: manual === true,
        verdict: badge(verdictOf(result?.result ?? null)),
        at: result ? link(links.report(result.report), result.checked_at.slice(0, 10)) : undefined,
        until: result ? day(new Date(result.expires_at)) : undefined,
      }
    }),
  }
}

/** All other certificates of the subject. */
async function othersOf(context: Context, { document: { id, subject } }: StandingCertificate) {
  const others = (await listCertificates(context.database, { subject, limit: 50, skip: 0 })).filter(
    ({ document }) => document.id !== id,
  )
  const rows = []
  for (const other of others) {
    const { document, state } = await standingOf(context, other)
    const { scope, version, grantedAt, validUntil } = document
    rows.push({
      link: link(links.certificate(document.id), `${scope.name} ${version}`),
      state: stateBadge(state),
      granted: day(new Date(grantedAt)),
      until: day(new Date(validUntil)),
    })
  }
  return rows
}

const body = template(`<section class="sheet certificate" aria-label="Certificate">
<div>
<p class="holds"><%= it.subject %></p>
<p>holds a certificate of <b><%= it.scope %></b>, version <b><%= it.version %></b>.</p>
<p class="standing"><%= it.state %> <%= it.meaning %></p>
<% if (it.revoked) { %><p>Revoked on <%= it.revoked.at %>: <%= it.revoked.reason %></p><% } %>
<% if (it.next) { %><p>After it came <%= it.next %>.</p><% } %>
<% for (const warning of it.warnings) { %><p>When it was granted: <%= warning %>.</p><% } %>
<dl>
<dt>Granted</dt><dd><%= it.granted %></dd>
<dt>Until</dt><dd><%= it.until %></dd>
<dt>Demands</dt><dd><%= it.number %> testcases of target main</dd>
<% if (it.prerequisite) { %><dt>Stands on</dt><dd><%= it.prerequisite.name %>, <%= it.prerequisite.link %></dd><% } %>
<% if (it.replaces) { %><dt>Replaces</dt><dd><%= it.replaces %></dd><% } %>
<dt>Number</dt><dd><code><%= it.id %></code></dd>
<dt>Status page</dt><dd><%= it.address %></dd>
</dl>
<% if (it.troubles.length > 0) { %><h2>Not met</h2>
<ul class="troubles"><% for (const text of it.troubles) { %><li><%= text %></li><% } %></ul><% } %>
</div>
<%= it.qr %>
</section>
<section class="on-screen" aria-labelledby="standards"><h2 id="standards">Standards achieved</h2>
<ul class="sheet list"><% for (const { id, text, href } of it.standards) { %><li><code><%= id %></code> <% if (href) { %><a href="<%= href %>"><%= text %></a><% } else { %><%= text %><% } %></li><% } %></ul>
</section>
<div class="on-screen"><h2 id="now">Where it stands now</h2>
<div class="sheet wide" role="region" aria-labelledby="now" tabindex="0"><table>
<thead><tr><th scope="col">Testcase</th><th scope="col">Verdict</th><th scope="col">Of</th><th scope="col">Counts until</th></tr></thead>
<tbody><% for (const { testcase, manual, verdict, at, until } of it.testcases) { %>
<tr><th scope="row"><%= testcase %><% if (manual) { %> <span class="mark">checked by people</span><% } %></th><td><%= verdict %></td><td><%= at %></td><td><%= until %></td></tr><% } %>
</tbody></table></div>
</div>
<div class="on-screen"><h2 id="history">The last 18 months</h2>
<%= it.history %>
<p class="soft">Report by report: <a href="/certificates/<%= it.id %>/history">as JSON</a>.</p>
</div>
<section class="on-screen" aria-labelledby="basis"><h2 id="basis">What it was based on</h2>
<div class="sheet"><ul class="list"><% for (const { link, at, digest } of it.reports) { %><li>Report <%= link %> of <%= at %><br><code><%= digest %></code></li><% } %>
<li>The scope's file<br><code><%= it.digest %></code></li></ul></div>
<p><a href="/certificates/<%= it.id %>/document">What was granted</a>, as JSON<% if (it.signed) { %>, and <a href="/certificates/<%= it.id %>/document.sig">its signature</a><% } else { %>; not signed<% } %>. <a href="/certificates/revoked">The revocation list</a>.</p>
<p>For web pages: <img src="<%= it.badge %>" alt="The badge of this certificate" height="20"> <code class="copy"><%= it.badge %></code></p>
</section>
<% if (it.others.length > 0) { %><section class="on-screen" aria-labelledby="others"><h2 id="others">Other certificates of this subject</h2>
<ul class="sheet list"><% for (const { link, state, granted, until } of it.others) { %><li><%= state %> <span><%= link %>, <%= granted %> to <%= until %></span></li><% } %></ul>
</section><% } %>`)
