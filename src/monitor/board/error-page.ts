import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import type { Refusal } from '../refusal.ts'
import { isPage } from './links.ts'
import { template } from './markup.ts'
import { sendPage } from './page.ts'

const titles: Readonly<Record<number, string>> = {
  400: 'This cannot be asked so',
  401: 'Not logged in',
  404: 'Not there',
  422: 'This cannot be shown',
  429: 'Too many requests',
  500: 'Our own fault',
  503: 'Not at the moment',
}

/** Whether whoever asks looks at pages, and not at the API. */
export function wantsPage({ routeOptions, url }: FastifyRequest): boolean {
  return routeOptions.url === undefined ? isPage(url.split('?')[0] ?? '') : routeOptions.config.page === true
}

/** Why there is no page, as a page. */
export function sendErrorPage(
  context: Pick<Context, 'style' | 'now'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, message }: Pick<Refusal, 'status' | 'message'>,
): FastifyReply {
  const body = sentence({ text: `${message.charAt(0).toUpperCase()}${message.slice(1)}.` })
  return sendPage(context, request, reply, { title: titles[status] ?? 'Something went wrong', status, body })
}

const sentence = template<{ readonly text: string }>(
  '<div class="sheet"><p><%= it.text %></p></div><p><a href="/board">Go to the overview</a></p>',
)
