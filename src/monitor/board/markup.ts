import { Eta } from 'eta/core'

const safe = Symbol('markup')

/** HTML that may stand in a page as it is. Only a template makes it: a text from a report can never be one. */
export interface Markup {
  readonly [safe]: string
}

export const nothing: Markup = { [safe]: '' }

/**
 * Compiles an Eta template; `it` is the view. All is written with `<%= %>`: markup stands as it is, numbers and texts are escaped,
 * with what a reader cannot see spelled out; all else is left out. There is no way to write anything unescaped.
 */
export function template<View extends object>(body: string): (view: View) => Markup {
  const compiled = eta.compile(body)
  return (view) => ({ [safe]: eta.render(compiled, view) })
}

/** Several parts, one after the other. */
export function joined(parts: readonly Markup[]): Markup {
  return { [safe]: parts.map((part) => part[safe]).join('') }
}

/** The text of a whole page. */
export function textOf(markup: Markup): string {
  return markup[safe]
}

const eta = new Eta({ autoEscape: false, autoFilter: true, filterFunction: written })

function written(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return eta.config.escapeFunction(visible(value))
  if (Array.isArray(value)) return value.map(written).join('')
  return isMarkup(value) ? value[safe] : ''
}

function isMarkup(value: unknown): value is Markup {
  return typeof value === 'object' && value !== null && safe in value
}

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Spells out control characters, overrides of direction and the like, so that no name looks like another. */
export function visible(text: string): string {
  return text.replace(unseen, (char) => named[char] ?? `\\u{${char.codePointAt(0)?.toString(16)}}`)
}
