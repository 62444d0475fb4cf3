import type { Scope } from '../../scope.ts'
import { template, type Markup } from './markup.ts'

/** Links to the same page for another scope; nothing else of what was asked need fit there. */
export function scopeChoice(scopes: readonly Scope[], chosen: Scope, href: (scope: Scope) => string): Markup {
  const all = scopes
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((scope) => ({ name: scope.name, href: href(scope), current: scope.uuid === chosen.uuid }))
  return draw({ all })
}

const draw = template<{ readonly all: readonly object[] }>(
  '<nav class="choice" aria-label="Scope"><ul><% for (const { name, href, current } of it.all) { %><li><a href="<%= href %>"<% if (current) { %> aria-current="page"<% } %>><%= name %></a></li><% } %></ul></nav>',
)
