import { Tokenizer, TokenType } from '@streamparser/json'
import { ProbeError } from '../../src/fact.ts'
import { mostBytesOfOne, mostDepth, refusal } from './refusal.ts'

/** A value of JSON; objects have no prototype, so that no key is special. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** A key of an object, or an index of a list. */
export type Step = string | number

export interface JsonEvents {
  /**
   * What is done with the value at a path: `keep` it for whoever takes the value around it, `take` it by itself (its parent
   * does not get it), `skip` it without building it, or `look` into it: skip it, but ask again for what is in it.
   */
  choose(path: readonly Step[]): 'keep' | 'take' | 'skip' | 'look'
  /** A value to `take` has been read. */
  take(value: Json, path: readonly Step[]): void
}

/** `components[3].name`; the end of what is too long to be shown. */
export function showSteps(path: readonly Step[]): string {
  const steps = path.slice(-12).map((step) => (typeof step === 'number' ? `[${step}]` : `.${step.slice(0, 60)}`))
  return `${path.length > steps.length ? '…' : ''}${steps.join('').replace(/^\./, '')}`
}

interface Frame {
  /** What the children go into; null where they are not kept. */
  readonly into: Json[] | Record<string, Json> | null
  readonly isList: boolean
  readonly isSkipped: boolean
  /** Its value is handed over by itself when it ends. */
  readonly isTaken: boolean
  /** Keys seen, where the object is not built. */
  readonly keys: Set<string> | null
  expects: 'first' | 'value' | 'key' | 'colon' | 'comma'
}

export interface JsonReader {
  write(bytes: Uint8Array): void
  end(): void
}

/**
 * Reads JSON as it comes, building no more of it than is asked for. The tokens are those of @streamparser/json (MIT, typed,
 * without dependencies, some 150 MB/s). Its parser is not used: it builds every value, knows no limit of depth, and lets the
 * later of two equal keys win.
 *
 * @param file for messages
 * @throws ProbeError malformed from both methods, with the place
 */
export function jsonReader(file: string, events: JsonEvents): JsonReader {
  const frames: Frame[] = []
  /** As long as `frames`: where in each of them we are. */
  const path: Step[] = []
  let written = 0
  let lastToken = 0
  let isOver = false

  const here = () => showSteps(path.at(-1) === '' || path.at(-1) === -1 ? path.slice(0, -1) : path)
  const broken = (why: string) => refusal(file, here(), `${why} (near byte ${lastToken})`)

  function chosen(): ReturnType<JsonEvents['choose']> {
    return frames.at(-1)?.isSkipped ? 'skip' : events.choose(path)
  }

  function begin(isList: boolean): void {
    if (frames.length >= mostDepth) throw broken(`it is nested more than ${mostDepth} deep`)
    const choice = chosen()
    const isBuilt = choice === 'take' || (choice === 'keep' && frames.at(-1)?.into != null)
    const into = isList ? [] : (Object.create(null) as Record<string, Json>)
    frames.push({
      into: isBuilt ? into : null,
      isList,
      isSkipped: choice === 'skip',
      isTaken: choice === 'take',
      keys: isBuilt || isList || choice === 'skip' ? null : new Set(),
      expects: 'first',
    })
    path.push(isList ? -1 : '')
  }

  function close(isList: boolean): void {
    const frame = frames.at(-1)
    if (!frame || frame.isList !== isList || (frame.expects !== 'first' && frame.expects !== 'comma')) {
      throw broken(`${isList ? ']' : '}'} where it may not be`)
    }
    frames.pop()
    path.pop()
    settle(frame.into, frame.isTaken)
  }

  /** A value has ended; null where it was not built. */
  function settle(value: Json | Record<string, Json>, isTaken: boolean, isKept = value !== null): void {
    const parent = frames.at(-1)
    if (isTaken) events.take(value, path)
    else if (isKept && parent?.into) {
      if (Array.isArray(parent.into)) parent.into.push(value)
      else parent.into[String(path.at(-1))] = value
    }
    if (parent) parent.expects = 'comma'
    else isOver = true
  }

  function scalar(value: Json): void {
    const choice = chosen()
    if (choice === 'look' && value !== null) throw broken('a list or an object is expected here')
    settle(value, choice === 'take', choice === 'keep')
  }

  /** Before a value: may one be here? */
  function room(): void {
    const frame = frames.at(-1)
    if (!frame) {
      if (isOver) throw broken('something follows the end of the document')
      return
    }
    if (frame.isList ? frame.expects === 'comma' : frame.expects !== 'value')
      throw broken('a comma or a key is missing')
    if (frame.isList) path[path.length - 1] = Number(path.at(-1)) + 1
  }

  function key(frame: Frame, name: string): void {
    path[path.length - 1] = name
    const isKnown = frame.into === null ? frame.keys?.has(name) : Object.hasOwn(frame.into, name)
    if (isKnown) throw broken(`the key ${JSON.stringify(name.slice(0, 100))} is there twice`)
    frame.keys?.add(name)
    frame.expects = 'colon'
  }

  const tokenizer = new Tokenizer({ stringBufferSize: 64 * 1024 })
  tokenizer.onError = (error) => {
    throw error instanceof ProbeError ? error : broken(whyBroken(error))
  }
  tokenizer.onToken = ({ token, value, offset }) => {
    lastToken = offset
    const frame = frames.at(-1)
    switch (token) {
      case TokenType.LEFT_BRACE:
      case TokenType.LEFT_BRACKET:
        room()
        return begin(token === TokenType.LEFT_BRACKET)
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        return close(token === TokenType.RIGHT_BRACKET)
      case TokenType.COLON:
        if (frame?.expects !== 'colon') throw broken('a colon where it may not be')
        frame.expects = 'value'
        return
      case TokenType.COMMA:
        if (frame?.expects !== 'comma') throw broken('a comma where it may not be')
        frame.expects = frame.isList ? 'value' : 'key'
        return
      case TokenType.STRING:
        if (frame && !frame.isList && (frame.expects === 'first' || frame.expects === 'key')) {
          return key(frame, String(value))
        }
        room()
        return scalar(value)
      case TokenType.TRUE:
      case TokenType.FALSE:
      case TokenType.NULL:
      case TokenType.NUMBER:
      case TokenType.SEPARATOR:
        room()
        return scalar(value)
    }
  }

  return {
    write(bytes) {
      tokenizer.write(bytes)
      written += bytes.length
      if (written - lastToken > mostBytesOfOne) throw broken(`a text has more than ${mostBytesOfOne / 2 ** 20} MiB`)
    },
    end() {
      if (!isOver) throw broken('the file ends in the middle; was it cut off?')
    },
  }
}

/** In our words: those of the tokenizer name its states, those of the decoder an encoding label. */
function whyBroken(error: Error): string {
  if (error instanceof TypeError) return 'it is not text in UTF-8'
  const found = /"(.)"/.exec(error.message)?.[1]
  return found === undefined ? 'it is no JSON' : `it is no JSON: ${JSON.stringify(found)} where it may not be`
}
