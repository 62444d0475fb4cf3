const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu

/**
 * Spells out what a reader cannot see: control characters, escape sequences, line breaks, bidirectional overrides,
 * zero-width characters. Names come from the cloud: they must not steer a terminal, forge a line or look like another name.
 */
export function visible(text: string): string {
  return text.replace(unseen, (char) => named[char] ?? `\\u{${char.codePointAt(0)?.toString(16)}}`)
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The beginning of a text that is too long to be read; it never ends within a letter. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text
  const whole = [...graphemes.segment(text.slice(0, length))].slice(0, -1)
  return `${whole.map(({ segment }) => segment).join('')}…`
}

const graphemes = new Intl.Segmenter()

/** The address if a browser may follow it, else an empty text: a scope file could hold `javascript:`. */
export function webAddress(url: string): string {
  return /^https?:\/\//i.test(url) ? visible(url).replaceAll(' ', '%20') : ''
}

/** "1 testcase", "2 testcases" */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** "2026-09-14 10:00 UTC" */
export function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

/** "350 ms", "14 s", "2 min 14 s", "3 h 2 min" */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** A word for a POSIX shell, quoted where it must be. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${visible(text).replaceAll("'", `'\\''`)}'`
}
