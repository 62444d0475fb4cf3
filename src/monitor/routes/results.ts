import type { FastifyInstance } from 'fastify'
import { checkRead } from '../access.ts'
import type { Context } from '../context.ts'
import { approve, recentResults, type Approval } from '../views/results.ts'
import { detail, login, page, subject, uuid, type Page } from './schemas.ts'

const flags = { '1': true, true: true, '0': false, false: false } as const

const approval = {
  type: 'object',
  required: ['reportuuid', 'scopeuuid', 'check', 'approval'],
  properties: {
    reportuuid: uuid,
    scopeuuid: uuid,
    version: { type: 'string', description: 'Not looked at: results do not depend on it.' },
    check: { type: 'string', maxLength: 100 },
    approval: { type: 'boolean' },
  },
} as const

/** `GET` and `POST /results`. */
export function resultRoutes(app: FastifyInstance, { database, now }: Context): void {
  app.get<{ Querystring: Page & { readonly subject?: string; readonly approved?: keyof typeof flags } }>(
    '/results',
    {
      config: { access: 'account' },
      schema: {
        summary: 'Results that are not expired, or not longer than 7 days; those of the newest reports first',
        description: 'Of all subjects, with role read_any; or of the own one, where it is named.',
        security: login,
        querystring: {
          type: 'object',
          properties: { subject, approved: { type: 'string', enum: Object.keys(flags) }, ...page },
        },
        response: { 401: detail },
      },
    },
    async (request) => {
      const { approved, ...by } = request.query
      checkRead(request, by.subject ?? '')
      return recentResults(database, { ...by, approved: approved && flags[approved] }, now())
    },
  )

  app.post<{ Body: Approval | readonly Approval[] }>(
    '/results',
    {
      config: { access: 'approve' },
      schema: {
        summary: 'Approve results, or take that back: all of them, or none',
        security: login,
        body: { anyOf: [approval, { type: 'array', maxItems: 1000, items: approval }] },
        response: { 200: { type: 'object', properties: { changed: { type: 'integer' } } }, 401: detail, 404: detail },
      },
    },
    async (request) => {
      const all = [request.body].flat()
      await approve(database, all)
      return { changed: all.length }
    },
  )
}
