import type { Language, ScoreCard } from '../../src/report.ts'
import { framed } from '../html/frame.ts'
import { tongueOf } from '../language/tongue.ts'
import { clip, visible } from '../shared/visible.ts'
import { page } from './page.ts'
import { viewOf } from './view.ts'

const render = framed(page)
/** Of a name that comes from outside, as in reports. */
const mostLetters = 300

/** A score card as one self-contained page. */
export function cardAsHtml(given: ScoreCard, language: Language): string {
  const card = { ...given, subject: clip(visible(given.subject), mostLetters) }
  const tongue = tongueOf(language)
  const { page: words } = tongue.words
  return render(viewOf(card, tongue), {
    title: words.cardOf(card.subject),
    tongue,
    margins: {
      topLeft: words.cardOf(card.subject),
      topRight: tongue.moment(card.at),
      bottomLeft: card.cards.map(({ scope }) => scope.name).join(', '),
    },
  })
}
