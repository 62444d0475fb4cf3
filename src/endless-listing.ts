import { ProbeError } from './fact.ts'

/** Bounds of one listing; a subject with more is beyond what a run can look at in its time. */
export const mostPages = 1000
const mostItems = 200_000

/** Notices a listing that never ends. Both throw ProbeError malformed. */
export interface ListingWatch {
  /** A page that came: how many items, and the names of those that have one. */
  see(items: number, names: readonly string[]): void
  /** What is to be asked for next; where that was asked for before, `detail` goes into the message. */
  ask(next: string, detail?: string): void
}

/** @param first what the first page was asked for by, where a listing may lead back to it */
export function watchListing(call: string, first?: string): ListingWatch {
  const asked = new Set<string>(first === undefined ? [] : [first])
  const seen = new Set<string>()
  let pages = 0
  let count = 0

  function endless(how: string): never {
    throw new ProbeError('malformed', `${call} pages without end: ${how}`)
  }

  return {
    see(items, names) {
      pages++
      count += items
      if (count > mostItems) endless(`more than ${mostItems} items`)
      if (names.length > 0 && pages > 1 && names.every((name) => seen.has(name)))
        endless(`page ${pages} only repeats what came before`)
      for (const name of names) seen.add(name)
    },
    ask(next, detail = '') {
      if (pages >= mostPages) endless(`more than ${mostPages} pages`)
      if (asked.has(next)) endless(`page ${pages} leads back to a page that was there before${detail}`)
      asked.add(next)
    },
  }
}
