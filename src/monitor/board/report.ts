import type { FastifyInstance } from 'fastify'
import type { Report } from '../../report.ts'
import { visitorOf } from '../access.ts'
import { mayRead } from '../accounts/account.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { uuidParameter } from '../routes/schemas.ts'
import { officialReport } from '../../official-report.ts'
import { findReport } from '../views/reports.ts'
import { links } from './links.ts'
import { template } from './markup.ts'
import { officialBody, officialVerdict } from './official-body.ts'
import { pageRoute, sendPage } from './page.ts'
import { badge } from './parts.ts'

/** A page is made while all others wait: what is larger is for tools. */
const mostBytes = 4 * 2 ** 20

/** `/board/reports/UUID`: what anybody may see of a report; all of it for those who have logged in and may. */
export function reportRoute(app: FastifyInstance, context: Context): void {
  const { database, scopes, renderReport, share } = context
  app.get<{ Params: { readonly uuid: string }; Querystring: { readonly language: 'en' | 'de' } }>(
    '/board/reports/:uuid',
    pageRoute('A report, with its evidence', {
      params: uuidParameter,
      querystring: { type: 'object', properties: { language: { type: 'string', enum: ['en', 'de'], default: 'en' } } },
    }),
    async (request, reply) => {
      const { uuid } = request.params
      const report = await findReport(database, uuid)
      if (!report) throw new Refusal(404, 'there is no such report')
      const account = visitorOf(request)
      const isFull = account !== undefined && mayRead(account, report.subject)
      if (report.document.length > mostBytes) {
        throw new Refusal(422, `this report is too large for a page; /reports/${uuid}${isFull ? '' : '/public'} has it`)
      }
      const document: unknown = JSON.parse(isFull ? report.document : await share(report))
      const around = [
        { href: links.subject(report.subject), text: report.subject },
        { href: `/reports/${uuid}${isFull ? '' : '/public'}`, text: 'JSON' },
        ...(isFull ? [{ href: `/reports/${uuid}/original`, text: 'As it was posted' }] : []),
      ]
      if (report.kind === 'own') {
        const above = { href: links.overview, text: 'Compliance monitor' }
        const page = renderReport(document as Report, [above, ...around], request.query.language)
        return reply
          .header('content-security-policy', `${page.policy}; frame-ancestors 'none'`)
          .header('vary', 'authorization')
          .type('text/html; charset=utf-8')
          .send(page.html)
      }
      const scopeUuid = officialReport(document)?.scopeUuid.toLowerCase() ?? ''
      return sendPage(context, request, reply, {
        title: `Report about ${report.subject}`,
        heading: heading({ badge: badge(officialVerdict(document)), subject: report.subject }),
        kicker: isFull ? 'Report, whole' : 'Report, as anybody may see it',
        body: officialBody(document, scopes.get(scopeUuid), around),
      })
    },
  )
}

const heading = template('<%= it.badge %> <%= it.subject %>')
