import { ProbeError } from '../../../src/fact.ts'
import type { Outcome, Stream, StreamEvent } from './stream.ts'

const outcomes: Readonly<Record<string, Outcome>> = {
  test: 'not run',
  testing: 'not run',
  success: 'passed',
  successful: 'passed',
  failure: 'failed',
  error: 'failed',
  uxsuccess: 'failed',
  skip: 'skipped',
  xfail: 'skipped',
}

/** What a file of subunit version 1 begins with. */
export const startOfV1 = /^(time|tags|test|testing|progress|success|successful|failure|error|skip|xfail|uxsuccess): /

/**
 * Reads a stream of subunit version 1, as stestr keeps it in its repository: a line for each event, details in brackets as
 * text up to a line `]`, or as parts in chunks of told length.
 *
 * @param source for messages
 * @throws ProbeError `malformed` for a line that is no event
 */
export function parseSubunitV1(bytes: Buffer, source: string): Stream {
  const events: StreamEvent[] = []
  const reader = { bytes, at: 0 }
  let at: number | null = null
  for (let line = nextLine(reader), count = 1; line !== null; line = nextLine(reader), count++) {
    if (line.trim() === '') continue
    const [, word = '', rest = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
    const outcome = Object.hasOwn(outcomes, word) ? outcomes[word] : undefined
    if (word === 'time') at = Date.parse(rest.replace(' ', 'T')) || null
    else if (outcome) {
      const [, test = rest, bracket] = /^(.*) \[( multipart)?$/.exec(rest) ?? []
      const hasDetails = /^.* \[( multipart)?$/.test(rest)
      const message = hasDetails ? details(reader, bracket !== undefined) : null
      if (message === undefined) return { events, isTorn: true }
      events.push({ test, outcome, message, at })
    } else if (word !== 'tags' && word !== 'progress') {
      throw new ProbeError('malformed', `${source}: event ${count}: no event of subunit version 1`)
    }
  }
  return { events, isTorn: false }
}

interface Reader {
  readonly bytes: Buffer
  at: number
}

/** Without its end; null at the end of the file. */
function nextLine(reader: Reader): string | null {
  if (reader.at >= reader.bytes.length) return null
  const found = reader.bytes.indexOf(0x0a, reader.at)
  const end = found === -1 ? reader.bytes.length : found
  const line = reader.bytes.toString('utf8', reader.at, end)
  reader.at = end + 1
  return line.replace(/\r$/, '')
}

/** What is worth telling; undefined where the file ends before the details do. */
function details(reader: Reader, isMultipart: boolean): string | null | undefined {
  const told: string[] = []
  for (let line = nextLine(reader); line !== null; line = nextLine(reader)) {
    if (line === ']') return told.join('\n') || null
    if (!isMultipart) {
      told.push(line)
      continue
    }
    const name = nextLine(reader) ?? '' // after the content type
    const content = chunks(reader)
    if (content === null) return undefined
    if (name === 'reason' || name.startsWith('traceback')) told.push(content)
  }
  return undefined
}

function chunks(reader: Reader): string | null {
  const parts: Buffer[] = []
  for (;;) {
    // The length stands in hexadecimal, without a line end after the last content: `0` and CR LF, then the next line.
    const end = reader.bytes.indexOf(0x0a, reader.at)
    const length = Number.parseInt(reader.bytes.toString('latin1', reader.at, end), 16)
    if (end === -1 || Number.isNaN(length) || end + 1 + length > reader.bytes.length) return null
    reader.at = end + 1 + length
    if (length === 0) return Buffer.concat(parts).toString('utf8')
    parts.push(reader.bytes.subarray(end + 1, reader.at))
  }
}
