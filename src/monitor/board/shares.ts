import type { VerdictCounts } from '../views/verdict-counts.ts'
import { worstFirst } from '../views/verdict-counts.ts'
import { template, type Markup } from './markup.ts'

/** A bar of four parts, for those who see it; the numbers stand beside it. */
export function bar(counts: VerdictCounts): Markup {
  const all = sum(counts)
  let before = 0
  const parts = worstFirst.flatMap((verdict) => {
    const share = (100 * counts[verdict]) / Math.max(1, all)
    const part = { verdict, x: before.toFixed(2), width: share.toFixed(2) }
    before += share
    return share === 0 ? [] : [part]
  })
  return drawBar({ parts })
}
const drawBar = template<{ readonly parts: readonly object[] }>(
  '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><% for (const { verdict, x, width } of it.parts) { %><rect class="<%= verdict %>" x="<%= x %>" width="<%= width %>" height="1"/><% } %></svg>',
)

/** The bar, and below it each verdict with its number and share. */
export function shares(counts: VerdictCounts, label: string): Markup {
  const all = sum(counts)
  const parts = worstFirst.map((verdict) => {
    const n = counts[verdict]
    return { verdict, n: n.toLocaleString('en'), share: percent(n, all) }
  })
  return drawShares({ bar: bar(counts), label, parts })
}
const drawShares = template<{ readonly bar: Markup; readonly label: string; readonly parts: readonly object[] }>(
  `<%= it.bar %>
<ul class="counts" aria-label="<%= it.label %>"><% for (const { verdict, n, share } of it.parts) { %><li><span class="badge <%= verdict %>"><%= verdict %></span> <b><%= n %></b> <span class="soft"><%= share %></span></li><% } %></ul>`,
)

/** "33 %"; "<1 %" and ">99 %" rather than a round number that is not true. */
export function percent(n: number, all: number): string {
  if (all === 0) return '–'
  const exact = (100 * n) / all
  if (exact > 0 && exact < 1) return '<1 %'
  if (exact > 99 && exact < 100) return '>99 %'
  return `${Math.round(exact)} %`
}

function sum(counts: VerdictCounts): number {
  return worstFirst.reduce((all, verdict) => all + counts[verdict], 0)
}
