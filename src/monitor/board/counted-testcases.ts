import type { VerdictCounts } from '../views/verdict-counts.ts'
import { links } from './links.ts'
import { template, type Markup } from './markup.ts'
import { bar } from './shares.ts'

export interface CountedRow {
  readonly id: string
  readonly description: string
  readonly counts: VerdictCounts
  /** A short remark; empty for none. */
  readonly remark: string
}

/** A table of testcases with how many subjects have which verdict. `label` names it for those who do not see it. */
export function countedTestcases(rows: readonly CountedRow[], label: string, scopeId: string): Markup {
  return draw({
    label,
    rows: rows.map(({ id, description, counts, remark }) => ({
      id,
      href: links.testcase(id, scopeId),
      description,
      remark,
      bar: bar(counts),
      numbers: [counts.FAIL, counts.MISS, counts.DNF, counts.PASS],
    })),
  })
}

const draw = template<{ readonly label: string; readonly rows: readonly object[] }>(
  `<div class="sheet wide" role="region" aria-label="<%= it.label %>" tabindex="0">
<table class="counted">
<thead><tr><th scope="col">Testcase</th><td class="picture"></td><th scope="col" class="number">FAIL</th><th scope="col" class="number">MISS</th><th scope="col" class="number">DNF</th><th scope="col" class="number">PASS</th></tr></thead>
<tbody><% for (const { id, href, description, remark, bar, numbers } of it.rows) { %>
<tr><th scope="row"><a class="id" href="<%= href %>"><%= id %></a><br><span class="soft clause"><%= description %></span><% if (remark) { %><br><span class="remark"><%= remark %></span><% } %></th><td class="picture"><%= bar %></td><% for (const n of numbers) { %><td class="number<% if (n === 0) { %> zero<% } %>"><%= n %></td><% } %></tr><% } %>
</tbody>
</table>
</div>`,
)
