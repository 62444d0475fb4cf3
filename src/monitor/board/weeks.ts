import type { Week } from '../views/testcase-history.ts'
import { template, type Markup } from './markup.ts'
import { percent } from './shares.ts'

/** Shares of FAIL, DNF and PASS week by week: columns for those who see them, and a table with the numbers. */
export function weeksChart(weeks: readonly Week[]): Markup {
  const columns = weeks.flatMap(({ pass, dnf, fail }, n) => {
    const all = pass + dnf + fail
    if (all === 0) return []
    const height = (part: number) => ((100 * part) / all).toFixed(2)
    const [failing, undecided] = [height(fail), height(dnf)]
    return [
      { verdict: 'FAIL', x: n, y: '0', height: failing },
      { verdict: 'DNF', x: n, y: failing, height: undecided },
      { verdict: 'PASS', x: n, y: height(fail + dnf), height: height(pass) },
    ].filter((one) => one.height !== '0.00')
  })
  return draw({
    columns,
    width: Math.max(weeks.length, 12),
    first: weeks[0]?.monday ?? '',
    last: weeks.at(-1)?.monday ?? '',
    rows: weeks.toReversed().map(({ monday, pass, dnf, fail }) => ({
      monday,
      numbers: [fail, dnf, pass].map((n) => n.toLocaleString('en')),
      share: percent(pass, pass + dnf + fail),
    })),
  })
}

const draw = template<Record<string, unknown>>(`<figure class="sheet weeks">
<svg class="bar" viewBox="0 0 <%= it.width %> 100" preserveAspectRatio="none" role="img" aria-label="Share of results by week from <%= it.first %> to <%= it.last %>; the numbers are in the table below"><% for (const { verdict, x, y, height } of it.columns) { %><rect class="<%= verdict %>" x="<%= x %>.06" y="<%= y %>" width=".88" height="<%= height %>"/><% } %></svg>
<figcaption><span>Week of <%= it.first %></span> <span class="legend"><span><i class="dot FAIL"></i> FAIL</span> <span><i class="dot DNF"></i> DNF</span> <span><i class="dot PASS"></i> PASS</span></span> <span>Week of <%= it.last %></span></figcaption>
<details><summary>The numbers</summary><div class="wide" role="region" aria-label="Numbers by week" tabindex="0"><table>
<thead><tr><th scope="col">Week of</th><th scope="col" class="number">FAIL</th><th scope="col" class="number">DNF</th><th scope="col" class="number">PASS</th><th scope="col" class="number">Share of PASS</th></tr></thead>
<tbody><% for (const { monday, numbers, share } of it.rows) { %><tr><th scope="row" class="when"><%= monday %></th><% for (const n of numbers) { %><td class="number"><%= n %></td><% } %><td class="number"><%= share %></td></tr><% } %></tbody>
</table></div></details>
</figure>`)
