import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import { nothing } from './markup.ts'
import { pageRoute, sendPage } from './page.ts'

/** `/board`: where all subjects stand. */
export function overviewRoute(app: FastifyInstance, context: Context): void {
  app.get('/board', pageRoute('Where all subjects stand'), async (request, reply) =>
    sendPage(context, request, reply, { title: 'Where subjects stand', place: 'overview', body: nothing }),
  )
}
