import type { Verdict } from '../../report.ts'
import { template, type Markup } from './markup.ts'
import type { Counts } from './standing-view.ts'

/** Most urgent first: the order in which a group takes its verdict from them. */
export const verdicts = ['FAIL', 'MISS', 'DNF', 'PASS'] as const satisfies readonly Verdict[]

/** A bar of four parts, and their numbers as a list; a number leads to where it is explained, if `href` says where that is. */
export function verdictBar(counts: Counts, label: string, href?: (verdict: Verdict) => string): Markup {
  const all = verdicts.reduce((sum, verdict) => sum + counts[verdict], 0)
  let before = 0
  const parts = verdicts.map((verdict) => {
    const n = counts[verdict]
    const part = {
      verdict,
      n,
      x: percent(before, all),
      share: percent(n, all),
      href: n > 0 && href ? href(verdict) : '',
    }
    before += n
    return part
  })
  return draw({ parts, label })
}

function percent(n: number, all: number): string {
  return ((100 * n) / Math.max(1, all)).toFixed(2)
}

const draw = template<{ readonly parts: readonly object[]; readonly label: string }>(
  `<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><% for (const { verdict, x, share } of it.parts) { %><rect class="<%= verdict %>" x="<%= x %>" width="<%= share %>" height="1"/><% } %></svg>
<ul class="counts" aria-label="<%= it.label %>"><% for (const { verdict, n, href } of it.parts) { %><li><span class="badge <%= verdict %>"><%= verdict %></span> <% if (href) { %><a href="<%= href %>"><b><%= n %></b></a><% } else { %><b><%= n %></b><% } %></li><% } %></ul>`,
)
