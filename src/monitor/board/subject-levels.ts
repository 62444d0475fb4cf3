import type { LevelVerdict } from '../../report.ts'
import { links } from './links.ts'
import { template, type Markup } from './markup.ts'
import { ago, badge, count, day, link } from './parts.ts'
import { laddersOf } from './subject-ladder.ts'
import type { SubjectView } from './subject-view.ts'

/** The levels of a subject, a ladder a layer. Pure. */
export function levelsParts({ status, scopes, now }: SubjectView): readonly Markup[] {
  return laddersOf(status, scopes, new Date(now)).map(({ layer, levels }) =>
    drawLadder({
      id: `ladder-${layer}`,
      title: `Levels, ${layers[layer]}`,
      rungs: Object.entries(levels).map(([level, rung]) => rungView(`SCS-${level}`, rung, now)),
    }),
  )
}

const layers = { iaas: 'IaaS', kaas: 'KaaS' } as const

function rungView(name: string, rung: LevelVerdict, now: number) {
  const { verdict, version = '', missing, remedies = {}, since, until, next, proposal } = rung
  const isTestcase = (one: string) => /^scs-\d{4}-\S+$/.test(one)
  const testcases = missing.filter(isTestcase)
  return {
    name,
    badge: badge(verdict),
    version,
    proposal: proposal === true,
    sentences: missing.filter((one) => !isTestcase(one)),
    since: since === undefined ? '' : day(new Date(since)),
    until: until === undefined ? '' : day(new Date(until)),
    left: until === undefined ? '' : ago(new Date(until), now),
    missing: testcases.map((id) => ({ link: link(links.testcase(id), id), remedy: remedies[id] ?? '' })),
    count: count(testcases.length, 'testcase'),
    next: next
      ? `${next.version} ${next.from === undefined ? 'is a draft' : `will be in force on ${next.from}`}: ${next.missing.length === 0 ? 'reached already' : `${count(next.missing.length, 'testcase')} without PASS`}`
      : '',
  }
}

const drawLadder = template<{ readonly id: string; readonly title: string; readonly rungs: readonly object[] }>(
  `<section aria-labelledby="<%= it.id %>"><h2 id="<%= it.id %>"><%= it.title %></h2>
<ol class="ladder"><% for (const { name, badge, version, proposal, sentences, since, until, left, missing, count, next } of it.rungs) { %>
<li class="sheet"><h3><%= badge %> <%= name %> <span class="soft"><%= version %></span><% if (proposal) { %> <span class="mark">proposal</span><% } %></h3>
<% if (since) { %><p class="soft">since <%= since %></p><% } %><% if (until) { %><p class="soft">until <%= until %> (<%= left %>) unless tested again</p><% } %>
<% for (const sentence of sentences) { %><p class="soft"><%= sentence %></p><% } %>
<% if (missing.length > 0) { %><details><summary><%= count %> without PASS</summary><ul class="list"><% for (const { link, remedy } of missing) { %><li><div><span class="id"><%= link %></span><% if (remedy) { %><p class="remedy"><%= remedy %></p><% } %></div></li><% } %></ul></details><% } %>
<% if (next) { %><p class="soft"><%= next %></p><% } %></li><% } %>
</ol></section>`,
)
