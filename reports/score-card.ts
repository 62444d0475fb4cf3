import type { Language, ScoreCard } from '../src/report.ts'
import { cardAsBadge } from './score-card/badge.ts'
import { cardAsCsv } from './score-card/csv.ts'
import { cardAsHtml } from './score-card/html.ts'
import { cardAsMarkdown } from './score-card/markdown.ts'
import { cardAsText } from './score-card/text.ts'
import { jsonText } from './shared/json-text.ts'

const renderers = {
  text: cardAsText,
  markdown: cardAsMarkdown,
  html: cardAsHtml,
  csv: cardAsCsv,
  badge: cardAsBadge,
  json: jsonText,
} as const

/** A score card in one of its formats; only HTML has other languages than English. */
export function renderCard(card: ScoreCard, format: keyof typeof renderers, language: Language = 'en'): string {
  return renderers[format](card, language)
}
