import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { UsageError } from '../../usage-error.ts'
import { detail, login } from './schemas.ts'

/** For those who run the monitor: `/healthz`, `/bootstrap`. */
export function operationRoutes(app: FastifyInstance, { database, reload }: Context): void {
  app.get(
    '/healthz',
    {
      config: { access: 'public', rateLimit: false },
      schema: {
        summary: 'Whether the monitor and its database are well',
        response: { 200: { type: 'object', properties: { status: { type: 'string' } } }, 503: detail },
      },
    },
    async () => {
      try {
        await sql`select 1`.execute(database)
        return { status: 'ok' }
      } catch (error) {
        throw new Refusal(503, 'the database does not answer', { cause: error })
      }
    },
  )

  app.post(
    '/bootstrap',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Read the bootstrap file again',
        security: login,
        response: {
          200: { type: 'object', properties: { status: { type: 'string' } } },
          401: detail,
          404: detail,
          422: detail,
        },
      },
    },
    async () => {
      if (!reload) throw new Refusal(404, 'the monitor was started without a bootstrap file')
      try {
        await reload()
        return { status: 'ok' }
      } catch (error) {
        if (error instanceof UsageError) throw new Refusal(422, error.message, { cause: error })
        throw error
      }
    },
  )
}
