import type { Violation } from './check.ts'
import type { Cause } from './report.ts'

// What two runs on a subject that has not changed say in other words: what lies between them, the days, and the things that a
// run makes for itself. It is taken out before the two are compared, and out of nothing that is shown.

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const moment = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g

const fleeting: readonly RegExp[] = [
  /(?<=\bscs-conformance-)[0-9a-f]{8}(?=-)/g, // run ids
  new RegExp(`(?<=\\b(?:req|pvc)-)${uuid}`, 'gi'), // requests, and volumes that were asked for on a trial
  new RegExp(`(?<=/)(?:${uuid}|[0-9a-f]{32})(?![\\w-])`, 'gi'), // in the path of a call: mostly things made on a trial
  /\b\d+ days?(?= ago\b)/g,
  /(?<=\bdue for )\d+ days?/g,
  /\b\d+(?= of \d+ blocks failed\b)/g, // chance has a part in random numbers
]
/** In sentences of which no resource of the subject is the point. */
const fleetingInRemarks: readonly RegExp[] = [moment, new RegExp(`\\b(?:${uuid}|[0-9a-f]{32})\\b`, 'gi')]

/** What makes a violation the same in another report. Of a test it is the name alone: each failure words itself anew. */
export function keyOfViolation({ subject, expected, actual }: Violation): string {
  if (/^test \S/.test(subject)) return subject
  return JSON.stringify([
    without(subject, fleeting),
    without(expected, [...fleeting, moment]),
    without(actual, fleeting),
  ])
}

/** What makes a cause the same in another report. */
export function keyOfCause({ kind, message, fact }: Cause): string {
  return JSON.stringify([kind, remark(message), fact])
}

/**
 * Notes as they are compared: by key, with what they say. Not among them is what was judged by (`judged by …`), which is no
 * evidence of the subject. Imported results are the same wherever their files lay, and whenever they ended.
 */
export function comparableNotes(notes: readonly string[]): readonly { readonly key: string; readonly text: string }[] {
  const places = notes.flatMap(placeOfOrigin)
  return notes
    .filter((note) => !note.startsWith('judged by '))
    .map((text) => {
      const place = places.find((one) => text.startsWith(`${one}: `))
      const said = place === undefined ? text : text.slice(place.length + 2)
      const setUp = /^could not be set up: setUp\w+ \([^)]*\)/.exec(said)?.[0]
      return { key: setUp ?? remark(said), text }
    })
}

/** Of one list what the other has not, each as often as it is too many. */
export function surplus<T>(of: readonly T[], others: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1)
  return of.filter((one) => {
    const count = left.get(keyOf(one)) ?? 0
    left.set(keyOf(one), count - 1)
    return count <= 0
  })
}

/** `results/stream: subunit, finished 2026-11-24T10:00:00.000Z` tells where imported results come from. */
function placeOfOrigin(note: string): readonly string[] {
  const [colon, finished] = [note.indexOf(': '), note.lastIndexOf(', finished ')]
  const isOrigin = colon > 0 && finished > colon && /^(?:\d{4}-\S+|at an unknown time)$/.test(note.slice(finished + 11))
  return isOrigin ? [note.slice(0, colon)] : []
}

function remark(text: string): string {
  return without(text, [...fleeting, ...fleetingInRemarks])
}

function without(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((rest, pattern) => rest.replaceAll(pattern, '…'), text)
}
