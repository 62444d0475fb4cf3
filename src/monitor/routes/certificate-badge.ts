import type { FastifyInstance } from 'fastify'
import { visible } from '../board/markup.ts'
import { certificateOf, standingOf } from '../certificates/kept.ts'
import type { Context } from '../context.ts'
import { detail, idParameter, type Id } from './schemas.ts'

/** Of one that was renewed or has expired the badge of what came after it: what links to it goes on (scs-0004-v1, regulation 4). */
export function certificateBadgeRoute(app: FastifyInstance, context: Context): void {
  app.get<{ Params: Id }>(
    '/badges/certificates/:id.svg',
    {
      config: { access: 'public' },
      schema: {
        summary: 'A badge: scope, version, state of the certificate or of what came after it',
        produces: ['image/svg+xml'],
        params: idParameter,
        response: { 404: detail },
      },
    },
    async (request, reply) => {
      const { database, drawCertificateBadge } = context
      let one = await standingOf(context, await certificateOf(database, request.params.id))
      while (one.next && one.state !== 'revoked')
        one = await standingOf(context, await certificateOf(database, one.next.id))
      const { scope, version, validUntil, subject: name } = one.document
      const badge = {
        what: `${scope.name} ${version}`,
        state: one.state,
        validUntil: validUntil.slice(0, 10),
        subject: visible(name),
      }
      return reply
        .type('image/svg+xml')
        .header('cache-control', 'public, max-age=300')
        .send(drawCertificateBadge(badge))
    },
  )
}
