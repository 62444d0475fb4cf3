import type { Language } from '../../src/report.ts'
import { duration, minute } from '../shared/visible.ts'
import { english, type Words } from './english.ts'
import { german } from './german.ts'

/** A language, with its way to write numbers, days and moments; of the latter it takes ISO 8601 and writes UTC. */
export interface Tongue {
  /** For `lang` of the page. */
  readonly language: Language
  readonly words: Words
  readonly number: (n: number) => string
  /** "2 testcases" */
  readonly count: (n: number, noun: keyof Words['nouns']) => string
  readonly day: (iso: string) => string
  readonly moment: (iso: string) => string
  readonly duration: (ms: number) => string
}

const languages = { en: english, de: german } satisfies Record<Language, Words>

/** As people write it. */
export function tongueOf(language: Language): Tongue {
  const words = languages[language]
  const numbers = new Intl.NumberFormat(words.locale)
  const days = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const moments = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return {
    ...saying(words, (n) => numbers.format(n)),
    language,
    day: (iso) => days.format(new Date(iso)),
    moment: (iso) => `${moments.format(new Date(iso))} UTC`,
  }
}

/** English for text that is searched, compared and cut by tools: days are ISO 8601, numbers are digits alone. */
export const plain: Tongue = {
  ...saying(english, String),
  language: 'en',
  day: (iso) => iso.slice(0, 10),
  moment: minute,
}

function saying(words: Words, number: (n: number) => string): Pick<Tongue, 'words' | 'number' | 'count' | 'duration'> {
  return {
    words,
    number,
    count: (n, noun) => `${number(n)} ${words.nouns[noun][n === 1 ? 0 : 1]}`,
    duration,
  }
}
