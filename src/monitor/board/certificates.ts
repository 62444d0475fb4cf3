import type { FastifyInstance } from 'fastify'
import { countCertificates, listCertificates, presentState, type StandingCertificate } from '../certificates/kept.ts'
import type { Context } from '../context.ts'
import { subject } from '../routes/schemas.ts'
import { stateBadge } from './certificate-words.ts'
import { links } from './links.ts'
import { template } from './markup.ts'
import { pageRoute, sendPage } from './page.ts'
import { count, day, link, pageNumber, paging, partOf } from './parts.ts'

const size = 25
const querystring = { type: 'object', properties: { subject, page: pageNumber } } as const

/** `/board/certificates`: all certificates, in whatever state, the newest first. */
export function certificatesRoute(app: FastifyInstance, context: Context): void {
  app.get<{ Querystring: { readonly subject?: string; readonly page: number } }>(
    '/board/certificates',
    pageRoute('All certificates', { querystring }),
    async (request, reply) => {
      const { subject: asked = '', page } = request.query
      const by = asked === '' ? {} : { subject: asked }
      const all = await countCertificates(context.database, by)
      const part = partOf(all, page, size)
      const kept = await listCertificates(context.database, { ...by, limit: size, skip: part.skip })
      const rows = []
      for (const one of kept) rows.push(rowOf({ ...one, state: await presentState(context, one) }))
      return sendPage(context, request, reply, {
        title: 'Certificates',
        place: 'certificates',
        body: body({
          asked,
          shown: count(all, 'certificate'),
          rows,
          paging: paging(part, links.certificates, by, 'Pages of certificates'),
        }),
      })
    },
  )
}

function rowOf({ document, state }: Pick<StandingCertificate, 'document' | 'state'>) {
  const { id, scope, version, grantedAt, validUntil } = document
  return {
    name: link(links.certificate(id), `${scope.name} ${version}`),
    subject: link(links.subject(document.subject), document.subject),
    state: stateBadge(state),
    granted: day(new Date(grantedAt)),
    until: day(new Date(validUntil)),
  }
}

const body = template(
  `<form class="filter" method="get" action="/board/certificates" role="search">
<label>Subject <input type="search" name="subject" value="<%= it.asked %>" maxlength="100"></label>
<button>Show</button><% if (it.asked) { %><a href="/board/certificates">Show all</a><% } %>
</form>
<% if (it.rows.length > 0) { %>
<div class="sheet wide" role="region" aria-label="Certificates" tabindex="0">
<table>
<caption><%= it.shown %></caption>
<thead><tr><th scope="col">Certificate</th><th scope="col">Subject</th><th scope="col">State</th><th scope="col">Granted</th><th scope="col">Until</th></tr></thead>
<tbody><% for (const { name, subject, state, granted, until } of it.rows) { %>
<tr><th scope="row"><%= name %></th><td><%= subject %></td><td><%= state %></td><td><%= granted %></td><td><%= until %></td></tr><% } %>
</tbody></table></div>
<%= it.paging %>
<% } else { %><div class="sheet"><p>There is no certificate<% if (it.asked) { %> of this subject<% } %>.</p></div><% } %>
<p class="soft">What was revoked: <a href="/certificates/revoked">the revocation list</a>.</p>`,
)
