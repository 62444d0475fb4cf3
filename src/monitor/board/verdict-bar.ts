import type { Verdict } from '../../report.ts'
import { worstFirst, type VerdictCounts } from '../views/verdict-counts.ts'
import { template, type Markup } from './markup.ts'
import { bar } from './shares.ts'

/** A bar of four parts, and their numbers as a list; a number leads to where it is explained, if `href` says where that is. */
export function verdictBar(counts: VerdictCounts, label: string, href?: (verdict: Verdict) => string): Markup {
  const parts = worstFirst.map((verdict) => {
    const n = counts[verdict]
    return { verdict, n, href: n > 0 && href ? href(verdict) : '' }
  })
  return draw({ bar: bar(counts), parts, label })
}

const draw = template<{ readonly bar: Markup; readonly parts: readonly object[]; readonly label: string }>(
  `<%= it.bar %>
<ul class="counts" aria-label="<%= it.label %>"><% for (const { verdict, n, href } of it.parts) { %><li><span class="badge <%= verdict %>"><%= verdict %></span> <% if (href) { %><a href="<%= href %>"><b><%= n %></b></a><% } else { %><b><%= n %></b><% } %></li><% } %></ul>`,
)
