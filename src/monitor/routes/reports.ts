import type { FastifyInstance } from 'fastify'
import { accountOf, checkRead } from '../access.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { findReport, originalOf, recentReports } from '../views/reports.ts'
import { detail, login, page, subject, uuidParameter, type Page } from './schemas.ts'

const unknown = () => new Refusal(404, 'there is no such report')

/** `GET /reports` and what is below. */
export function reportRoutes(app: FastifyInstance, { database, share }: Context): void {
  app.get<{ Querystring: Page & { readonly subject?: string } }>(
    '/reports',
    {
      config: { access: 'account' },
      schema: {
        summary: 'The newest reports, whole',
        description: 'Of the own subject; with role read_any of any, and of all where subject is left empty.',
        security: login,
        querystring: { type: 'object', properties: { subject, ...page } },
        response: { 401: detail, 422: detail },
      },
    },
    async (request, reply) => {
      const { limit, skip, subject: wanted = accountOf(request).name } = request.query
      checkRead(request, wanted)
      const all = await recentReports(database, { limit, skip, ...(wanted === '' ? {} : { subject: wanted }) })
      return reply.type('application/json').send(`[${all.join(',')}]`)
    },
  )

  app.get<{ Params: { readonly uuid: string } }>(
    '/reports/:uuid',
    {
      config: { access: 'account' },
      schema: {
        summary: 'A report, whole',
        security: login,
        params: uuidParameter,
        response: { 401: detail, 404: detail },
      },
    },
    async (request, reply) => {
      const report = await findReport(database, request.params.uuid)
      if (!report) throw unknown()
      checkRead(request, report.subject)
      return reply.type('application/json').send(report.document)
    },
  )

  app.get<{ Params: { readonly uuid: string } }>(
    '/reports/:uuid/public',
    {
      config: { access: 'public' },
      schema: {
        summary: 'What anybody may see of a report',
        description:
          'Of an official report verdicts, and lines of its output that are a result, a warning or an error. Of one of ours all, with pseudonyms for what names machines or people.',
        params: uuidParameter,
        response: { 404: detail, 422: { ...detail, description: 'Taking out what is not public takes too long.' } },
      },
    },
    async (request, reply) => {
      const report = await findReport(database, request.params.uuid)
      if (!report) throw unknown()
      return reply.type('application/json').send(await share(report))
    },
  )

  app.get<{ Params: { readonly uuid: string } }>(
    '/reports/:uuid/original',
    {
      config: { access: 'account' },
      schema: {
        summary: 'What was posted, to the byte, with its signature',
        description: 'Signature, ampersand and reports as they were posted; or the bundle.',
        security: login,
        params: uuidParameter,
        response: { 401: detail, 404: detail },
      },
    },
    async (request, reply) => {
      const original = await originalOf(database, request.params.uuid)
      if (!original) throw unknown()
      checkRead(request, original.subject)
      return reply.type(original.contentType).send(Buffer.from(original.body))
    },
  )
}
