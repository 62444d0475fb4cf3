import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accountOf, visitorOf } from '../access.ts'
import { links } from '../board/links.ts'
import { grant, type Application } from '../certificates/grant.ts'
import { historyOf } from '../certificates/history.ts'
import { certificateOf, listCertificates, standingOf } from '../certificates/kept.ts'
import { revoke } from '../certificates/revocation.ts'
import { shown } from '../certificates/shown.ts'
import { notSigned, signatureType } from '../certificates/sign.ts'
import type { Context } from '../context.ts'
import { certificateBadgeRoute } from './certificate-badge.ts'
import { revocationListRoutes } from './revocation-list.ts'
import { detail, idParameter, login, page, subject, uuid, type Id, type Page } from './schemas.ts'

/** `/certificates`: granting, reading and revoking them (scs-0004-v1). */
export function certificateRoutes(app: FastifyInstance, context: Context): void {
  const { database, publicUrl } = context

  app.get<{ Querystring: Page & { readonly subject?: string; readonly scopeuuid?: string } }>(
    '/certificates',
    {
      config: { access: 'visitor' },
      schema: {
        summary: 'The newest certificates, in whatever state',
        description:
          'Their states are computed when they are asked for: valid, expires soon, conditions not met, expired, superseded, revoked.',
        querystring: { type: 'object', properties: { subject, scopeuuid: uuid, ...page } },
      },
    },
    async (request, reply) => {
      if (wantsHtml(request)) return reply.redirect(links.certificates)
      const { scopeuuid, ...by } = request.query
      const kept = await listCertificates(database, { ...by, scopeUuid: scopeuuid })
      const all = []
      for (const one of kept) all.push(shown(await standingOf(context, one), publicUrl, visitorOf(request)))
      return reply.type('application/json').send(JSON.stringify(all))
    },
  )

  app.post<{ Body: Application }>(
    '/certificates',
    {
      config: { access: 'approve' },
      schema: {
        summary: 'Grant a certificate for a year',
        description:
          'Where the version can be certified against today, all testcases of its target main pass by results that count, and the level below is held. Granted again in the last 30 days it is a renewal, which begins at once.',
        security: login,
        body: {
          type: 'object',
          required: ['subject', 'scope', 'version'],
          properties: {
            subject: { ...subject, minLength: 1 },
            scope: { type: 'string', maxLength: 100, description: 'Id or uuid.' },
            version: { type: 'string', maxLength: 100 },
          },
        },
        response: {
          401: detail,
          404: { ...detail, description: 'There is no such scope or version.' },
          409: { ...detail, description: 'One is in force, and it is too early to renew it.' },
          422: { ...detail, description: 'The version, the results or the level below do not allow it.' },
          503: detail,
        },
      },
    },
    async (request, reply) => {
      const account = accountOf(request)
      const granted = await grant(context, request.body, account.name)
      return reply.type('application/json').send(JSON.stringify(shown(granted, publicUrl, account)))
    },
  )

  app.get<{ Params: Id }>(
    '/certificates/:id',
    {
      config: { access: 'visitor' },
      schema: {
        summary: 'A certificate: where it stands, and what it was based on',
        description: 'It stays: after its end, its revocation, and when account and scope are gone.',
        params: idParameter,
        response: { 404: detail },
      },
    },
    async (request, reply) => {
      if (wantsHtml(request)) return reply.redirect(links.certificate(request.params.id))
      const standing = await standingOf(context, await certificateOf(database, request.params.id))
      const answer = { ...shown(standing, publicUrl, visitorOf(request)), document: standing.document }
      return reply.type('application/json').send(JSON.stringify(answer))
    },
  )

  app.get<{ Params: Id }>(
    '/certificates/:id/document',
    {
      config: { access: 'public' },
      schema: { summary: 'What was granted, to the byte', params: idParameter, response: { 404: detail } },
    },
    async (request, reply) =>
      reply.type('application/json').send((await certificateOf(database, request.params.id)).text),
  )

  app.get<{ Params: Id }>(
    '/certificates/:id/document.sig',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Its SSH signature, of namespace scs-certificate',
        produces: ['text/plain'],
        params: idParameter,
        response: { 404: detail },
      },
    },
    async (request, reply) => {
      const { signature } = await certificateOf(database, request.params.id)
      if (signature === null) throw notSigned()
      return reply.type(signatureType).send(signature)
    },
  )

  app.get<{ Params: Id; Querystring: Page }>(
    '/certificates/:id/history',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Results of its testcases, report by report, the newest first',
        description: 'Each report is shown by /reports/{uuid}/public.',
        params: idParameter,
        querystring: { type: 'object', properties: page },
        response: { 404: detail },
      },
    },
    async (request, reply) => {
      const { document } = await certificateOf(database, request.params.id)
      return reply.type('application/json').send(JSON.stringify(await historyOf(database, document, request.query)))
    },
  )

  app.post<{ Params: Id; Body: { readonly reason: string } }>(
    '/certificates/:id/revocation',
    {
      config: { access: 'approve' },
      schema: {
        summary: 'Revoke a certificate, for good',
        security: login,
        params: idParameter,
        body: {
          type: 'object',
          required: ['reason'],
          properties: {
            reason: {
              type: 'string',
              minLength: 1,
              maxLength: 1000,
              pattern: '^[^\\u0000]*\\S[^\\u0000]*$',
              description: 'Why; anybody can read it.',
            },
          },
        },
        response: { 401: detail, 404: detail, 409: { ...detail, description: 'It is revoked already.' } },
      },
    },
    async (request, reply) => {
      const account = accountOf(request)
      const revoked = await revoke(context, request.params.id, request.body.reason, account.name)
      return reply.type('application/json').send(JSON.stringify(shown(revoked, publicUrl, account)))
    },
  )

  revocationListRoutes(app, context)
  certificateBadgeRoute(app, context)
}

/** A browser, which is led to the page. */
function wantsHtml({ headers: { accept = '' } }: FastifyRequest): boolean {
  return /\btext\/html\b/.test(accept)
}
