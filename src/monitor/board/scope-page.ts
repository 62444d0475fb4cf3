import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import type { Scope } from '../../scope.ts'
import { presentVersion, scopeNamed } from '../routes/release-question.ts'
import { Refusal } from '../refusal.ts'
import type { Status } from '../views/all-status.ts'
import { currentStatus } from '../views/current-status.ts'
import { remembered } from '../views/remembered.ts'
import { scopeOverview, type ScopeOverview, type VersionOverview } from '../views/scope-overview.ts'
import { suspicion } from '../views/suspicion.ts'
import { countedTestcases } from './counted-testcases.ts'
import { links, withQuery } from './links.ts'
import { template, type Markup } from './markup.ts'
import { pageRoute, sendPage } from './page.ts'
import { count, link, validityMark } from './parts.ts'
import { percent } from './shares.ts'
import { lookFirst } from './suspicion-words.ts'

/** `/board/scopes` and `/board/scopes/ID`. */
export function scopeRoutes(app: FastifyInstance, context: Context): void {
  const { scopes, now } = context

  async function allScopes(): Promise<Markup> {
    const [status, at] = [await currentStatus(context), new Date(now())]
    return lists(status, dayOf(at), () => scopesBody([...scopes.values()], status, at))
  }

  app.get(links.scopes, pageRoute('The scopes, and how many subjects reach them'), async (request, reply) =>
    sendPage(context, request, reply, {
      title: 'Scopes',
      place: 'scopes',
      body: await allScopes(),
    }),
  )

  app.get<{ Params: { readonly scope: string }; Querystring: { readonly version?: string } }>(
    `${links.scopes}/:scope`,
    pageRoute('A scope: its versions, what they demand, and who reaches them', {
      params: {
        type: 'object',
        required: ['scope'],
        properties: { scope: { type: 'string', maxLength: 100, description: 'Id or uuid.' } },
      },
      querystring: {
        type: 'object',
        properties: { version: { type: 'string', maxLength: 100, description: 'The one in force where absent.' } },
      },
    }),
    async (request, reply) => {
      const scope = scopeNamed(request.params.scope, scopes)
      const status = await currentStatus(context, { scopeUuid: scope.uuid.toLowerCase() })
      const at = new Date(now())
      const overview = overviews(status, dayOf(at), () => scopeOverview(scope, status, at))
      const { version } = request.query
      const shown = version === undefined || version === '' ? presentVersion(scope, now())?.version : version
      const chosen = overview.versions.find((one) => one.version === shown)
      if (!chosen) throw new Refusal(404, `${scope.name} has no such version`)
      return sendPage(context, request, reply, {
        title: scope.name,
        kicker: `Scope · level ${scope.level}, layer ${layers[scope.layer]}`,
        place: 'scopes',
        body: scopeBody(overview, chosen),
      })
    },
  )
}

// Validities change with the day. The second is of what `currentStatus` gives by scope: another object for each scope.
const lists = remembered<Status, Markup>(1)
const overviews = remembered<Status, ScopeOverview>(1)

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

const layers = { iaas: 'IaaS', kaas: 'KaaS' } as const satisfies Record<Scope['layer'], string>

/** The list of scopes. Pure. */
export function scopesBody(scopes: readonly Scope[], status: Status, at: Date): Markup {
  const rows = scopes
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((scope) => {
      const { versions, unreached } = scopeOverview(scope, status, at)
      const reached = versions.reduce((sum, { reachedBy }) => sum + reachedBy.length, 0)
      const named = versions.filter(({ inForce }) => inForce)
      return {
        name: link(links.scope(scope.id), scope.name),
        layer: layers[scope.layer],
        versions: named.map(({ version, validity }) => ({ version, mark: validityMark(validity) })),
        reached,
        subjects: reached + unreached.length,
      }
    })
  return drawScopes({ rows })
}

const drawScopes = template<{ readonly rows: readonly object[] }>(
  `<div class="sheet wide" role="region" aria-label="Scopes" tabindex="0">
<table>
<thead><tr><th scope="col">Scope</th><th scope="col">Layer</th><th scope="col">Versions today</th><th scope="col" class="number">Subjects</th><th scope="col" class="number">Reach it</th></tr></thead>
<tbody><% for (const { name, layer, versions, subjects, reached } of it.rows) { %>
<tr><th scope="row"><%= name %></th><td><%= layer %></td><td><% for (const { version, mark } of versions) { %><span class="one"><%= version %> <%= mark %></span> <% } %></td><td class="number"><%= subjects %></td><td class="number"><%= reached %></td></tr><% } %>
</tbody>
</table>
</div>
<p class="soft">A proposal has not been formalised by anyone: it gives no level.</p>`,
)

/** One scope, with the testcases of one of its versions. Pure. */
export function scopeBody({ scope, versions, unreached }: ScopeOverview, chosen: VersionOverview): Markup {
  const all = versions.reduce((sum, { reachedBy }) => sum + reachedBy.length, unreached.length)
  return drawScope({
    id: scope.id,
    url: /^https?:\/\//.test(scope.url) ? scope.url : '',
    proposal: scope.proposal === true,
    subjects: count(all, 'subject'),
    release: withQuery(links.release, { scope: scope.id, version: chosen.version }),
    versions: versions.map((one) => ({
      version: link(withQuery(links.scope(scope.id), { version: one.version }), one.version),
      current: one.version === chosen.version,
      mark: one.validity === 'effective' ? 'in force' : validityMark(one.validity),
      since: one.since ?? '–',
      stabilized: one.stabilizedAt ?? 'not yet',
      main: sizeOf(one, 'main'),
      recommended: sizeOf(one, 'recommended'),
      preview: sizeOf(one, 'preview'),
      reached: one.reachedBy.length,
      share: percent(one.reachedBy.length, all),
    })),
    groups: [
      ...versions.map(({ version, reachedBy }) => ({ what: `reach ${version}`, names: reachedBy })),
      { what: 'reach none', names: unreached },
    ]
      .filter(({ names }) => names.length > 0)
      .map(({ what, names }) => ({
        what: `${count(names.length, 'subject')} ${what}`,
        open: names.length <= 20,
        names: names.map((name) => link(links.subject(name), name)),
      })),
    chosen: chosen.version,
    targets: chosen.targets.map(({ target, testcases }) => ({
      target,
      what: count(testcases.length, 'testcase'),
      decides: target === 'main',
      table: countedTestcases(
        testcases.map(({ testcase: { id, description }, counts }) => {
          const suspect = suspicion(counts)
          return { id, description, counts, remark: suspect ? lookFirst[suspect] : '' }
        }),
        `Testcases of target ${target}`,
        scope.id,
      ),
    })),
  })
}

function sizeOf({ targets }: VersionOverview, wanted: string): number {
  return targets.find(({ target }) => target === wanted)?.testcases.length ?? 0
}

const drawScope = template<
  Record<string, unknown>
>(`<% if (it.proposal) { %><div class="sheet"><p>This is a proposal: nobody has formalised it, and it gives no level.</p></div><% } %>
<p><code><%= it.id %></code><% if (it.url) { %> · <a href="<%= it.url %>" rel="noreferrer">The scope at its source</a><% } %> · <a href="<%= it.release %>">Release board for <%= it.chosen %></a></p>
<section aria-labelledby="versions"><h2 id="versions">Versions</h2>
<div class="sheet wide" role="region" aria-label="Table of versions" tabindex="0">
<table>
<caption><%= it.subjects %> judged by this scope; each counts for the best version that it reaches</caption>
<thead><tr><th scope="col">Version</th><th scope="col">Validity</th><th scope="col">Since</th><th scope="col">Stabilised</th><th scope="col" class="number">Main</th><th scope="col" class="number">Recommended</th><th scope="col" class="number">Preview</th><th scope="col" class="number">Reached by</th><th scope="col" class="number">Share</th></tr></thead>
<tbody><% for (const one of it.versions) { %>
<tr<% if (one.current) { %> class="current"<% } %>><th scope="row"><%= one.version %></th><td><%= one.mark %></td><td class="when"><%= one.since %></td><td class="when"><%= one.stabilized %></td><td class="number"><%= one.main %></td><td class="number"><%= one.recommended %></td><td class="number"><%= one.preview %></td><td class="number"><%= one.reached %></td><td class="number"><%= one.share %></td></tr><% } %>
</tbody>
</table>
</div>
</section>
<section aria-labelledby="subjects"><h2 id="subjects">Subjects by version reached</h2>
<% if (it.groups.length === 0) { %><div class="sheet"><p>No subject has been judged by this scope yet.</p></div><% } %>
<% for (const { what, open, names } of it.groups) { %><details class="sheet"<% if (open) { %> open<% } %>><summary><%= what %></summary><ul class="names"><% for (const name of names) { %><li><%= name %></li><% } %></ul></details><% } %>
</section>
<% for (const { target, what, decides, table } of it.targets) { %>
<section aria-labelledby="target-<%= target %>"><h2 id="target-<%= target %>"><%= it.chosen %>, target <%= target %></h2>
<p class="soft"><%= what %>; <% if (decides) { %>all of them have to pass for a certificate<% } else { %>decides nothing yet<% } %>. Numbers of subjects.</p>
<%= table %>
</section><% } %>`)
