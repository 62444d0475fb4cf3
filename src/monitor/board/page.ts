import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { visitorOf } from '../access.ts'
import type { Context } from '../context.ts'
import { links, withQuery } from './links.ts'
import { nothing, template, textOf, type Markup } from './markup.ts'
import { moment } from './parts.ts'
import { script } from './script.ts'
import { style } from './style.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page for people: what goes wrong is told in HTML too. */
    readonly page?: true
  }
}

/** Where a page belongs; what is marked in the navigation. */
export type Place = 'overview' | 'scopes' | 'release' | 'certificates'

const navigation: readonly { readonly place: Place; readonly href: string; readonly text: string }[] = [
  { place: 'overview', href: links.overview, text: 'Overview' },
  { place: 'scopes', href: links.scopes, text: 'Scopes' },
  { place: 'release', href: links.release, text: 'Release board' },
  { place: 'certificates', href: links.certificates, text: 'Certificates' },
]

export interface Page {
  /** Of the window. */
  readonly title: string
  /** What stands in `<h1>`; the title where absent. */
  readonly heading?: string | Markup
  /** One short line above the heading, such as "Subject". */
  readonly kicker?: string
  readonly place?: Place
  /** What stands in `<main>`. */
  readonly body: Markup
  /** What is to be said below, beside the time of the data. */
  readonly foot?: Markup
  readonly status?: number
}

/** Options of a route that shows a page to anybody, and more to those who have logged in. */
export function pageRoute(summary: string, schema: FastifySchema = {}) {
  return {
    config: { access: 'visitor', page: true },
    schema: { summary, produces: ['text/html'], ...schema },
  } as const
}

/** Answers with a page, and with a policy that lets it load pictures of this server, and run nothing but its own style and script. */
export function sendPage(
  { style: look, now }: Pick<Context, 'style' | 'now'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { title, heading = title, kicker = '', place, body, foot = nothing, status = 200 }: Page,
): FastifyReply {
  const css = look + style
  const isLogin = request.routeOptions.url === '/login' || request.routeOptions.url === '/logout'
  const html = frame({
    title,
    heading,
    kicker,
    body,
    foot,
    navigation: navigation.map((one) => ({ ...one, current: one.place === place })),
    account: visitorOf(request)?.name ?? '',
    login: withQuery('/login', { to: status === 200 && !isLogin ? request.url : undefined }),
    at: moment(new Date(now())),
  })
  const whole = textOf(html)
    .replace(stylePlace, () => css)
    .replace(scriptPlace, () => script)
  return reply
    .status(status)
    .header('content-security-policy', policyOf(css))
    .header('vary', 'authorization')
    .type('text/html; charset=utf-8')
    .send(whole)
}

// Once each, before anything that comes from a report.
const stylePlace = '/* style */'
const scriptPlace = '/* script */'

const frame = template(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${stylePlace}</style>
<script type="module">${scriptPlace}</script>
<title><%= it.title %> · Compliance monitor</title>
</head>
<body>
<a class="skip" href="#all">Skip to the content</a>
<header>
<div class="top">
<a class="name" href="/board">Compliance monitor</a>
<nav aria-label="Pages"><ul><% for (const { href, text, current } of it.navigation) { %><li><a href="<%= href %>"<% if (current) { %> aria-current="page"<% } %>><%= text %></a></li><% } %></ul></nav>
<div class="login soft"><% if (it.account) { %>Logged in as <b><%= it.account %></b> · <a href="/logout">Log out</a><% } else { %><a href="<%= it.login %>">Log in</a><% } %></div>
</div>
<% if (it.kicker) { %><p class="kicker"><%= it.kicker %></p><% } %>
<h1><%= it.heading %></h1>
</header>
<main id="all">
<%= it.body %>
</main>
<footer>
<p class="soft">As of <%= it.at %><% if (!it.account) { %> · what anybody may see; log in to see more<% } %> · <a href="/openapi.json">API</a></p>
<%= it.foot %>
</footer>
</body>
</html>
`)

function policyOf(css: string): string {
  return [
    "default-src 'none'",
    `style-src '${hash(css)}'`,
    `script-src '${hash(script)}'`,
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
