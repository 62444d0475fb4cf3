import { inspect } from 'node:util'

/** What stands in the place of a secret. */
const hidden = '[redacted]'

/**
 * A text that must not be seen: printing it, interpolating it or turning it into JSON gives `[redacted]`.
 * Only `reveal()` gives the text; it is called where a request is made and nowhere else.
 */
export interface Secret {
  readonly [brand]: true
  reveal(): string
  toString(): string
  toJSON(): string
}

declare const brand: unique symbol

/** Wraps a text. */
export function secret(text: string): Secret {
  const masked = {
    reveal: () => text,
    toString: () => hidden,
    toJSON: () => hidden,
    [inspect.custom]: () => hidden,
  }
  return Object.freeze(masked) as unknown as Secret // the brand is a type only
}

/** Learns the secrets of one run and takes them out of any text that leaves it: files, logs, errors, fixtures. */
export interface Redactor {
  /** From now on this text is replaced, also URL-encoded, as base64 (alone or inside of something) and JSON-escaped. */
  learn(text: string): void
  /**
   * A name that is printed anyway: cloud, user, project. A secret equal to it is then taken out only where it stands as
   * one (`password=…`, `user:…@host`), and one that is part of it not where the whole name stands: else every report of
   * a cloud named like its password would be unreadable, and what is missing in a known name would be known.
   */
  spare(name: string): void
  redact(text: string): string
  /** The same for header values; a header that carries credentials shows nothing at all. */
  redactHeader(name: string, value: string): string
}

/** Below this length a text is too common a word to be taken out everywhere. */
const shortestSecret = 5

/**
 * A secret that looks like a word (`openstack`) is taken out only where it stands as a whole word. Inside of longer ones
 * (`openstacksdk`) it is not the secret, and replacing it would give it away.
 */
const wordLike = /^\p{L}{1,11}$/u

/** A word ends at what is no letter, digit, `_` or `-`; the rest are escapes of a URL and of JSON, which end in a letter. */
const wordStart = String.raw`(?:(?<![\w-])|(?<=%[\da-fA-F]{2})|(?<=\\[bfnrt])|(?<=\\u[\da-fA-F]{4}))`
const wordEnd = String.raw`(?![\w-])`

const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'x-auth-token',
  'x-subject-token',
  'x-service-token',
  'x-storage-token',
  'cookie',
  'set-cookie',
])

/** What is a secret by its looks, whether learned or not: the part before is kept, the rest replaced. Bounded, so linear. */
const looks: readonly RegExp[] = [
  /((?:(?:x-(?:auth|subject|service|storage)-token|(?:proxy-)?authorization)["']?\s*[:=]\s*["']?)(?:basic |bearer )?)[^\s"',;}]+/gi,
  /((?:password|passwd|secret|passcode|access_token|id_token|refresh_token)["']?\s*[:=]\s*)"(?:[^"\\]|\\.)+"/gi,
  /((?:password|passwd|secret|passcode|access_token|id_token|refresh_token)=)[^\s&"']+/gi,
  /(\/\/)[^\s/?#"'<>@]+@/g,
  /()\bgAAAAA[\w-]{20,}={0,2}/g, // Fernet: Keystone's tokens
  /()\beyJ[\w-]{8,4000}\.[\w-]{8,4000}\.[\w-]*/g, // JSON web tokens
]

/** An empty registry. */
export function redactor(): Redactor {
  const learned = new Set<string>()
  const spared = new Set<string>()
  let known: RegExp | null | undefined

  function pattern(): RegExp | null {
    if (known !== undefined) return known
    const plain = [...learned].filter((text) => !spared.has(text)).flatMap(plainForms)
    const coded = [...learned].flatMap(base64Forms)
    const patterns = new Map([...coded.map((form) => [form, escaped(form)] as const), ...plain.map(asPattern)])
    const longestFirst = [...patterns].toSorted(([a], [b]) => b.length - a.length)
    known = longestFirst.length === 0 ? null : new RegExp(longestFirst.map(([, source]) => source).join('|'), 'g')
    return known
  }

  /** What is found is part of a spared name that stands there as a whole. */
  function isInName(found: string, offset: number, text: string): boolean {
    for (const name of spared) {
      if (!name.includes(found)) continue
      const first = Math.max(0, offset + found.length - name.length)
      const at = text.slice(first, offset + name.length).indexOf(name)
      if (at === -1) continue
      const around = `${text[first + at - 1] ?? ''} ${text[first + at + name.length] ?? ''}`
      if (!/[\w-]/.test(around)) return true
    }
    return false
  }

  function redact(text: string): string {
    const secrets = pattern()
    const learnedOut = secrets
      ? text.replaceAll(secrets, (found, offset: number) => (isInName(found, offset, text) ? found : hidden))
      : text
    return looks.reduce((clean, look) => clean.replaceAll(look, (_, kept: string) => mask(kept)), learnedOut)
  }

  return {
    learn(text) {
      if (text.length < shortestSecret) return // seen as a secret by its looks only
      learned.add(text)
      known = undefined
    },
    spare(name) {
      spared.add(name)
      known = undefined
    },
    redact,
    redactHeader: (name, value) => (secretHeaders.has(name.toLowerCase()) ? hidden : redact(value)),
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}

function mask(kept: string): string {
  if (kept === '//') return `${kept}${hidden}@`
  return /["']\s*[:=]\s*$/.test(kept) ? `${kept}"${hidden}"` : `${kept}${hidden}`
}

function asPattern(form: string): readonly [form: string, source: string] {
  return [form, wordLike.test(form) ? `${wordStart}${escaped(form)}${wordEnd}` : escaped(form)]
}

/** Every way a secret may be written inside a URL, a header or a body. */
function plainForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1)
  return [
    text,
    json,
    JSON.stringify(json).slice(1, -1), // JSON inside of a JSON string
    encodeURIComponent(text),
    new URLSearchParams([[text, '']]).toString().slice(0, -1),
  ].filter((form) => form.length >= shortestSecret)
}

function base64Forms(text: string): string[] {
  const utf8 = Buffer.from(text)
  return [0, 1, 2].flatMap((offset) => inBase64(utf8, offset))
}

/** The part of the base64 text that depends on the secret alone, when `offset` (modulo 3) bytes stand before it. */
function inBase64(utf8: Buffer, offset: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), utf8])
    .toString('base64')
    .replace(/=+$/, '')
  const start = [0, 2, 3][offset] ?? 0
  const end = (offset + utf8.length) % 3 === 0 ? whole.length : whole.length - 1
  const sure = whole.slice(start, end)
  if (sure.length < 8) return []
  return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')]
}
