import { isRecord } from './is-record.ts'
import { showSteps, type Json, type JsonObject, type Step } from './json-events.ts'
import { refusal } from './refusal.ts'

/** Takes values out of a document, and refuses what is of another kind, by its place. */
export interface JsonParts {
  object(value: Json | undefined, at: readonly Step[]): JsonObject
  /** A list that is absent or null is an empty one. */
  list(value: Json | undefined, at: readonly Step[]): readonly Json[]
  text(value: Json | undefined, at: readonly Step[]): string
  /** Undefined where it is absent or null. */
  maybeText(value: Json | undefined, at: readonly Step[]): string | undefined
}

/** @param file for messages */
export function jsonParts(file: string): JsonParts {
  const wrong = (at: readonly Step[], wanted: string, value: Json | undefined) =>
    refusal(file, showSteps(at), value === undefined ? `it has no ${String(at.at(-1))}` : `${wanted} is expected here`)
  const text = (value: Json | undefined, at: readonly Step[]): string => {
    if (typeof value !== 'string') throw wrong(at, 'a text', value)
    return value
  }
  return {
    text,
    object(value, at) {
      if (!isRecord(value)) throw wrong(at, 'an object', value)
      return value
    },
    list(value, at) {
      if (value === undefined || value === null) return []
      if (!Array.isArray(value)) throw wrong(at, 'a list', value)
      return value as readonly Json[]
    },
    maybeText: (value, at) => (value === undefined || value === null ? undefined : text(value, at)),
  }
}
