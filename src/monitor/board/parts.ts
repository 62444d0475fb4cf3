import type { Validity, Verdict } from '../../report.ts'
import { withQuery } from './links.ts'
import { nothing, template, type Markup } from './markup.ts'

/** A verdict in its colour, as in the reports. */
export const badge: (verdict: Verdict) => Markup = (verdict) => drawBadge({ verdict })
const drawBadge = template<{ readonly verdict: Verdict }>(
  '<span class="badge <%= it.verdict %>"><%= it.verdict %></span>',
)

const validities = {
  effective: '',
  warn: 'ends soon',
  draft: 'draft',
  deprecated: 'deprecated',
} as const satisfies Record<Validity, string>

/** What is to be known of a version that is not simply in force; else nothing. */
export function validityMark(validity: Validity | null | undefined): Markup {
  const word = validity ? validities[validity] : ''
  return word === '' ? nothing : drawMark({ word })
}
const drawMark = template<{ readonly word: string }>('<span class="mark"><%= it.word %></span>')

/** A link. */
export const link: (href: string, text: string) => Markup = (href, text) => drawLink({ href, text })
const drawLink = template<{ readonly href: string; readonly text: string }>(
  '<a href="<%= it.href %>"><%= it.text %></a>',
)

/** "2026-06-11", with the moment for machines and for those who point at it. */
export function day(at: Date): Markup {
  const iso = at.toISOString()
  return drawTime({ iso, text: iso.slice(0, 10), title: minute(iso) })
}

/** "2026-06-11 10:00 UTC" */
export function moment(at: Date): Markup {
  const iso = at.toISOString()
  return drawTime({ iso, text: minute(iso), title: minute(iso) })
}
const drawTime = template<{ readonly iso: string; readonly text: string; readonly title: string }>(
  '<time datetime="<%= it.iso %>" title="<%= it.title %>"><%= it.text %></time>',
)

function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

/** How long ago: "today", "3 days ago"; "in 3 days" for what is to come. */
export function ago(at: Date, now: number): string {
  const days = Math.floor(now / dayMs) - Math.floor(at.getTime() / dayMs)
  return relative.format(-days, 'day')
}
const dayMs = 24 * 60 * 60_000
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** "1 subject", "2,000 subjects" */
export function count(n: number, noun: string): string {
  return `${numbers.format(n)} ${noun}${n === 1 ? '' : 's'}`
}
const numbers = new Intl.NumberFormat('en')

/** One part of a long list. */
export interface Part {
  /** From 1. */
  readonly page: number
  readonly pages: number
  /** How many are left out before it. */
  readonly skip: number
  readonly size: number
}

/** The part of a list of `all` entries that was asked for; the last one where there are not so many. */
export function partOf(all: number, page: number, size: number): Part {
  const pages = Math.max(1, Math.ceil(all / size))
  const known = Math.min(Math.max(1, page), pages)
  return { page: known, pages, skip: (known - 1) * size, size }
}

/** In a query: `page`, from 1. */
export const pageNumber = { type: 'integer', minimum: 1, maximum: 100_000, default: 1 } as const

/** Links to the other parts; nothing where all is on one page. `query` is what else was asked for. */
export function paging(
  { page, pages }: Part,
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  what = 'Pages',
): Markup {
  if (pages === 1) return nothing
  const to = (n: number) => (n < 1 || n > pages ? '' : withQuery(path, { ...query, page: n === 1 ? undefined : n }))
  return drawPaging({ what, page, pages, first: to(page > 1 ? 1 : 0), previous: to(page - 1), next: to(page + 1), last: to(page < pages ? pages : 0) }) // prettier-ignore
}
const drawPaging = template<
  Record<'what' | 'first' | 'previous' | 'next' | 'last', string> & Pick<Part, 'page' | 'pages'>
>(
  `<nav class="paging" aria-label="<%= it.what %>"><ul>
<% if (it.first) { %><li><a href="<%= it.first %>">First</a></li><% } %>
<% if (it.previous) { %><li><a rel="prev" href="<%= it.previous %>">Previous</a></li><% } %>
<li aria-current="page">Page <%= it.page %> of <%= it.pages %></li>
<% if (it.next) { %><li><a rel="next" href="<%= it.next %>">Next</a></li><% } %>
<% if (it.last) { %><li><a href="<%= it.last %>">Last</a></li><% } %>
</ul></nav>`,
)
