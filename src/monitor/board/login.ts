import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import { links, pageAt } from './links.ts'
import { template } from './markup.ts'
import { sendPage } from './page.ts'

/**
 * `/login` and `/logout`, by Basic authentication of the browser: it sends what it was told at `/login` along with all requests
 * to this server. It forgets that where it is refused, so `/logout` refuses everybody.
 */
export function loginRoutes(app: FastifyInstance, context: Context): void {
  app.get('/', { config: { access: 'public', page: true }, schema: { summary: 'The board' } }, (_request, reply) =>
    reply.redirect(links.overview, 303),
  )

  app.get<{ Querystring: { readonly to?: string } }>(
    '/login',
    {
      config: { access: 'account', page: true },
      schema: {
        summary: 'Log in to the board',
        querystring: {
          type: 'object',
          properties: { to: { type: 'string', maxLength: 2000, description: 'A page of the board to go to.' } },
        },
      },
    },
    (request, reply) => reply.redirect(pageAt(request.query.to), 303),
  )

  app.get(
    '/logout',
    { config: { access: 'public', page: true }, schema: { summary: 'Log out of the board' } },
    (request, reply) =>
      sendPage(context, request, reply.header('www-authenticate', challenge), {
        title: 'Logged out',
        status: 401,
        body: loggedOut({}),
      }),
  )
}

/** What a browser asks for a name and a key by. */
export const challenge = 'Basic realm="Compliance monitor", charset="UTF-8"'

const loggedOut = template(
  '<div class="sheet"><p>The browser has forgotten your key. If it has asked for one, cancel that.</p></div><p><a href="/board">Go to the overview</a></p>',
)
