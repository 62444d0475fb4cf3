import type { Scope } from '../../scope.ts'
import { links } from './links.ts'
import { template, type Markup } from './markup.ts'
import type { SubjectView } from './subject-view.ts'

/** Badges, with what embeds them elsewhere. Pure. */
export function badgesPart({ subject, base }: SubjectView, tested: readonly Scope[]): Markup {
  return drawBadges({
    all: tested.map(({ id, name }) => {
      const [picture, page] = [links.badge(subject, id), links.subject(subject)]
      return {
        picture,
        alt: `${name}: standing of ${subject}`,
        markdown: `[![${name}](${base}${picture})](${base}${page})`,
      }
    }),
  })
}

const drawBadges = template(
  `<section aria-labelledby="badges"><h2 id="badges">Badges</h2>
<div class="sheet"><ul class="list"><% for (const { picture, alt, markdown } of it.all) { %><li><img src="<%= picture %>" alt="<%= alt %>" height="20"><p class="embed"><code class="command copy"><%= markdown %></code></p></li><% } %></ul></div></section>`,
)
