/** One value of one series. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  /** Milliseconds since 1970; null where it is of the moment of asking. */
  readonly timeMs: number | null
}

export type Exposition =
  | { readonly ok: true; readonly samples: readonly Sample[] }
  /** What is wrong, and in which line, counted from 1. */
  | { readonly ok: false; readonly line: number; readonly reason: string }

/**
 * Reads metrics as exporters show them: the text format of Prometheus 0.0.4 (times in milliseconds), or OpenMetrics 1.0 (times
 * in seconds, exemplars, `# EOF` at its end), also with quoted names as Prometheus 3 has them. Linear in the length of the text.
 * Comments, types and exemplars are passed over. A line that cannot be read makes the whole unreadable: half of it would tell
 * something else.
 */
export function parseExposition(text: string, isOpenMetrics: boolean): Exposition {
  const samples: Sample[] = []
  const lines = text.split('\n')
  let isOver = false
  for (const [at, raw] of lines.entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (line.trim() === '') continue
    if (isOver) return { ok: false, line: at + 1, reason: 'something follows # EOF' }
    if (line.startsWith('#')) {
      isOver = isOpenMetrics && line === '# EOF'
      continue
    }
    try {
      samples.push(readSample(line, isOpenMetrics))
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return { ok: false, line: at + 1, reason: error.message }
    }
  }
  if (isOpenMetrics && !isOver)
    return { ok: false, line: lines.length, reason: 'it ends without # EOF, so something may be missing' }
  return { ok: true, samples }
}

class Unreadable extends Error {}

const metricName = /[a-zA-Z_:][\w:]*/y
const labelName = /[a-zA-Z_]\w*/y
const number = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?inf(?:inity)?|nan)$/i
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }

function readSample(line: string, isOpenMetrics: boolean): Sample {
  let at = skip(line, 0)
  let name = take(metricName, line, at)
  if (name !== undefined) at = skip(line, at + name.length)
  const labels: Record<string, string> = {}
  if (line[at] === '{') {
    at = skip(line, at + 1)
    while (line[at] !== '}') {
      const isQuoted = line[at] === '"'
      const key = isQuoted ? quoted(line, at) : plain(line, at)
      at = skip(line, key.end)
      if (line[at] === '=') {
        const value = quoted(line, skip(line, at + 1))
        if (Object.hasOwn(labels, key.text)) throw new Unreadable(`the label ${key.text} is there twice`)
        Object.defineProperty(labels, key.text, { value: value.text, enumerable: true })
        at = skip(line, value.end)
      } else if (isQuoted && name === undefined) name = key.text
      else throw new Unreadable('a label without =')
      if (line[at] === ',') at = skip(line, at + 1)
      else if (line[at] !== '}') throw new Unreadable('labels without , or } after them')
    }
    at += 1
  }
  if (name === undefined) throw new Unreadable('it does not begin with the name of a metric')
  const [rest = ''] = line.slice(at).split(isOpenMetrics ? ' # ' : '\n', 1) // what follows is an exemplar
  const [value = '', time, ...more] = rest.trim().split(/[ \t]+/, 4)
  if (!number.test(value)) throw new Unreadable(value === '' ? 'there is no value' : 'its value is no number')
  if (time !== undefined && !number.test(time)) throw new Unreadable('its time is no number')
  if (more.length > 0) throw new Unreadable('something follows the time')
  const timeMs = time === undefined ? null : numberOf(time) * (isOpenMetrics ? 1000 : 1)
  return { name, labels, value: numberOf(value), timeMs }
}

function skip(line: string, from: number): number {
  let at = from
  while (line[at] === ' ' || line[at] === '\t') at++
  return at
}

function take(pattern: RegExp, line: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(line)?.[0]
}

interface Part {
  readonly text: string
  readonly end: number
}

function plain(line: string, at: number): Part {
  const text = take(labelName, line, at)
  if (text === undefined) throw new Unreadable('labels that do not end, or one without a name')
  return { text, end: at + text.length }
}

function quoted(line: string, start: number): Part {
  if (line[start] !== '"') throw new Unreadable('the value of a label without quotes')
  let text = ''
  for (let at = start + 1; at < line.length; at++) {
    const character = line[at] ?? ''
    if (character === '"') return { text, end: at + 1 }
    if (character === '\\') {
      const next = line[++at] ?? ''
      text += escapes[next] ?? `\\${next}`
    } else text += character
  }
  throw new Unreadable('quotes that do not end')
}

function numberOf(text: string): number {
  if (/nan/i.test(text)) return Number.NaN
  if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return Number(text)
}
