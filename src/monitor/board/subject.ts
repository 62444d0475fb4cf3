import type { FastifyInstance } from 'fastify'
import { visitorOf } from '../access.ts'
import { isSubject } from '../accounts/account.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { subject } from '../routes/schemas.ts'
import { changesOf } from '../views/changes.ts'
import { currentStatus } from '../views/current-status.ts'
import { tallies } from '../views/history.ts'
import { countReports, listReports } from '../views/report-list.ts'
import { dayMs, historyDays } from './history-picture.ts'
import { pageRoute, sendPage } from './page.ts'
import { pageNumber, partOf } from './parts.ts'
import { subjectBody } from './subject-body.ts'

const size = 25

/** `/board/subjects/NAME`: all about one subject. */
export function subjectRoute(app: FastifyInstance, context: Context): void {
  const { database, scopes, now } = context
  app.get<{ Params: { readonly subject: string }; Querystring: { readonly page: number } }>(
    '/board/subjects/:subject',
    pageRoute('A subject: levels, score card, history, reports', {
      params: { type: 'object', required: ['subject'], properties: { subject } },
      querystring: { type: 'object', properties: { page: pageNumber } },
    }),
    async (request, reply) => {
      const { subject: name } = request.params
      const [known, reportsInAll] = await Promise.all([
        currentStatus(context, { subject: name }),
        countReports(database, name),
      ])
      const status = Object.hasOwn(known, name) ? (known[name] ?? {}) : {}
      if (reportsInAll === 0 && visitorOf(request)?.name !== name && !(await isSubject(database, name))) {
        throw new Refusal(404, 'there is no such subject')
      }
      const part = partOf(reportsInAll, request.query.page, size)
      const at = now()
      const [history, changes, reports] = await Promise.all([
        tallies(database, name, new Date(at - historyDays * dayMs)),
        changesOf(database, name, Object.keys(status)),
        listReports(database, name, part),
      ])
      const base = (context.publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/+$/, '')
      const view = {
        subject: name,
        status,
        scopes,
        tallies: history,
        changes,
        reports,
        part,
        reportsInAll,
        base,
        now: at,
      }
      return sendPage(context, request, reply, { title: name, kicker: 'Subject', body: subjectBody(view) })
    },
  )
}
