import type { FastifyInstance } from 'fastify'
import { checkRead } from '../access.ts'
import { isSubject } from '../accounts/account.ts'
import { sendAssembled } from '../answer.ts'
import type { Badge, Context } from '../context.ts'
import type { Scope } from '../../scope.ts'
import { Refusal } from '../refusal.ts'
import { currentStatus } from '../views/current-status.ts'
import { metrics, metricsType } from '../views/metrics.ts'
import { scopeStatus, type ScopeStatus } from '../views/status.ts'
import { verdictOf } from '../views/verdict-of.ts'
import { statusAnswers } from '../views/status-answer.ts'
import { detail, login, subject, uuid } from './schemas.ts'

/** `/status`, `/metrics/{subject}` and badges. */
export function statusRoutes(app: FastifyInstance, context: Context): void {
  const { database, scopes, drawBadge, now } = context
  const answerOf = statusAnswers()
  app.get<{ Querystring: { readonly subject?: string; readonly scopeuuid?: string } }>(
    '/status',
    {
      config: { access: 'public' },
      schema: {
        summary: 'The standing of all subjects, by subject and scope',
        querystring: { type: 'object', properties: { subject, scopeuuid: uuid } },
      },
    },
    async (request, reply) => {
      const { subject: one, scopeuuid } = request.query
      const status = await currentStatus(context, { subject: one, scopeUuid: scopeuuid })
      return sendAssembled(request, reply.type('application/json'), await answerOf(status))
    },
  )

  app.get<{ Params: { readonly subject: string } }>(
    '/metrics/:subject',
    {
      config: { access: 'account' },
      schema: {
        summary: 'The standing of a subject, for Prometheus',
        security: login,
        produces: ['text/plain'],
        params: { type: 'object', required: ['subject'], properties: { subject } },
        response: { 401: detail },
      },
    },
    async (request, reply) => {
      const { subject: one } = request.params
      checkRead(request, one)
      return reply.type(metricsType).send(metrics(one, scopes, await currentStatus(context, { subject: one })))
    },
  )

  app.get<{ Params: { readonly subject: string; readonly scope: string } }>(
    '/badges/:subject/:scope.svg',
    {
      config: { access: 'public' },
      schema: {
        summary: 'A badge: scope, version, whether it is reached',
        produces: ['image/svg+xml'],
        params: {
          type: 'object',
          required: ['subject', 'scope'],
          properties: { subject, scope: { type: 'string', maxLength: 100, description: 'Id or uuid.' } },
        },
        response: { 404: detail },
      },
    },
    async (request, reply) => {
      const { subject: one, scope: wanted } = request.params
      const scope = [...scopes.values()].find(({ id, uuid: known }) => wanted === id || wanted === known)
      if (!scope) throw new Refusal(404, 'there is no such scope')
      const known = await currentStatus(context, { subject: one })
      const own = Object.hasOwn(known, one) ? known[one] : undefined
      if (!own && !(await isSubject(database, one))) throw new Refusal(404, 'there is no such subject')
      const at = new Date(now())
      const badge = badgeOf(one, scope, own?.[scope.uuid.toLowerCase()] ?? scopeStatus(scope, [], at), at)
      return reply.type('image/svg+xml').header('cache-control', 'public, max-age=300').send(drawBadge(badge))
    },
  )
}

function badgeOf(
  name: string,
  scope: Scope,
  { best_passed: passed, relevant, result, versions }: ScopeStatus,
  at: Date,
): Badge {
  const version = passed ?? relevant[0]
  const what = version === undefined ? scope.name : `${scope.name} ${version}`
  const validity = version === undefined ? undefined : versions[version]?.validity
  const worthless = validity === 'deprecated' ? validity : undefined
  return { what, verdict: verdictOf(result), worthless, day: at.toISOString().slice(0, 10), subject: name }
}
